/**
 * A GraphQL answer as tables: one per list of records in it, columns with dotted names, what stands beside the list as notes.
 *
 *   { slice: { rows: [{ customer: { state: 'MA' }, orderPlaced: { monetary: '10.00' } }], hasMore: false } }
 *   -> { title: 'slice', columns: ['customer.state', 'orderPlaced.monetary'], rows: [['MA', '10.00']], notes: [['hasMore', false]] }
 */
export type Cell = string | number | boolean | null

export interface AnswerTable {
  /** The path of the answer: `slice`. */
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** `totals` of a slice: one cell per column, null where a column has none. */
  readonly totals?: readonly Cell[]
  readonly notes: readonly (readonly [string, Cell])[]
}

type Record_ = Readonly<Record<string, unknown>>

/** Keys under which GraphQL answers carry their records. */
const listKeys = ['rows', 'nodes', 'edges']

export function answerTables(data: Record_): readonly AnswerTable[] {
  return Object.entries(data).flatMap(([key, value]) => tablesOf(key, value))
}

function tablesOf(title: string, value: unknown): readonly AnswerTable[] {
  if (Array.isArray(value)) return [tableOfRecords(title, value)]
  if (!isRecord(value)) return [{ title, columns: [title], rows: [[cellOf(value)]], notes: [] }]
  const listKey = listKeys.find((key) => Array.isArray(value[key]))
  const lists = Object.entries(value).filter(([key, inner]) => key !== listKey && isListOfRecords(inner))
  const rest = Object.fromEntries(
    Object.entries(value).filter(([key, inner]) => key !== listKey && key !== 'totals' && !isListOfRecords(inner)),
  )
  const main = listKey === undefined ? tableOfRecords(title, [rest]) : mainTable(title, value, { listKey, rest })
  return [main, ...lists.flatMap(([key, inner]) => tablesOf(`${title}.${key}`, inner))].filter(
    ({ columns, notes }) => columns.length + notes.length > 0,
  )
}

function mainTable(title: string, value: Record_, { listKey, rest }: { readonly listKey: string; readonly rest: Record_ }): AnswerTable {
  const totals = isRecord(value.totals) ? flatten(value.totals) : undefined
  const records = Array.isArray(value[listKey]) ? value[listKey] : []
  const table = tableOfRecords(title, records, totals)
  return { ...table, notes: [...flatten(rest)] }
}

function tableOfRecords(title: string, records: readonly unknown[], totals?: ReadonlyMap<string, Cell>): AnswerTable {
  const flat = records.map((record) => (isRecord(record) ? flatten(record) : new Map([[title, cellOf(record)]])))
  const columns = [...new Set([...flat.flatMap((row) => [...row.keys()]), ...(totals?.keys() ?? [])])]
  const cells = (row: ReadonlyMap<string, Cell>) => columns.map((column) => row.get(column) ?? null)
  return { title, columns, rows: flat.map(cells), ...(totals === undefined ? {} : { totals: cells(totals) }), notes: [] }
}

/** Nested records become dotted names; an object that is null has no columns of its own, so it keeps its own name. */
function flatten(record: Record_, prefix = ''): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const [key, value] of Object.entries(record)) {
    if (isRecord(value)) for (const [inner, cell] of flatten(value, `${prefix}${key}.`)) cells.set(inner, cell)
    else cells.set(`${prefix}${key}`, cellOf(value))
  }
  return cells
}

/** What is no single value is its JSON text. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value)
}

export function isRecord(value: unknown): value is Record_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOfRecords(value: unknown): boolean {
  return Array.isArray(value) && value.some(isRecord)
}
