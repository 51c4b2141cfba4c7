/**
 * The tables in an answer, by the same rules as those of the server: a list of records, a column for each value below it.
 *
 *   { slice: { rows: [{ customer: { state: 'MA' }, orderPlaced: { monetary: '10.00' } }], totals: { orderPlaced: { monetary: '10.00' } } } }
 *   -> customer.state | orderPlaced.monetary
 *      MA             |                10.00
 *                     |                10.00  (totals)
 */
import {
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isUnionType,
  Kind,
  parse,
} from 'graphql'
import { type Cell, cellOf, isRecord } from '../../src/cli/answer-table.ts'
import {
  fieldsBelow,
  findLists,
  type SelectedField,
  type Steps,
  type Table,
  type TableColumn,
  type TableSource,
  tableOfList,
} from '../../src/resolvers/table/find-table.ts'
import { fragmentsOf } from '../../src/resolvers/table/fragments.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { plain } from '../members/slice-members.ts'

export interface AnswerColumn {
  /** Dotted: `customer.state`. */
  readonly path: string
  readonly type: ValueType
  /** What rows are told apart by, or what is known of them. */
  readonly role: 'dimension' | 'measure'
  /** What the schema says of the field. */
  readonly description?: string
  /** `USD`, where the schema says it. */
  readonly unit?: string
  /** Of a time that is cut into periods. */
  readonly period?: Period
}

export interface Period {
  /** The same for periods of the same time: `orderPlaced.activityts`. */
  readonly of: string
  /** The place in `granularities`. */
  readonly size: number
}

export interface AnswerTable {
  /** Where the list stands in the answer: `slice.rows`. */
  readonly title: string
  /** Groups have no two rows with the same dimensions, which cross one another; records are told apart by themselves. */
  readonly rowsAre: 'groups' | 'records'
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** One for each column; undefined where the answer has no total of it. */
  readonly totals?: readonly (Cell | undefined)[]
  /** Values that stand beside the list: `rowCount`, `hasMore`, `totalCount`. */
  readonly notes: readonly (readonly [string, Cell])[]
}

/** What was asked, and what `data` it was answered with. */
export interface Answered {
  readonly schema: GraphQLSchema
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>>
  readonly data: unknown
}

export type TableOfAnswer = { readonly ok: true; readonly table: AnswerTable } | { readonly ok: false; readonly problem: string }

export interface ListOfAnswer {
  /** Where the list stands in the answer: `slice.rows`. Empty where the answer has none and is a row itself. */
  readonly title: string
  readonly found: TableOfAnswer
}

/** One for each list of records in the query, as a table or with the reason why it is none; an answer without any is a table of one row. */
export function listsOfAnswer(answered: Answered): readonly ListOfAnswer[] {
  const source = sourceOf(answered)
  if (source === undefined) return []
  const lists = findLists(source)
  if (lists.length === 0) return oneRowOf(source, answered.data)
  return lists.map((steps) => ({ title: namesOf(steps).join('.'), found: tableOf(steps, { source, data: answered.data }) }))
}

/** `{ customerCount }`: the answer is the record. Nothing where it has no column, such as what a schema says of itself. */
function oneRowOf(source: TableSource, data: unknown): readonly ListOfAnswer[] {
  const { schema, operation } = source
  const root = schema.getRootType(operation.operation)
  if (root == null) return []
  // The operation as if it were a field, which has no name in the answer.
  const node = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet: operation.selectionSet } as const
  const found = tableOfList([{ name: '', type: root, places: [{ node, parent: root }] }], source)
  return found.ok ? [{ title: '', found: { ok: true, table: { ...tableWithRows(found.value, [data], source), notes: [] } } }] : []
}

function tableOf(steps: Steps, { source, data }: { readonly source: TableSource; readonly data: unknown }): TableOfAnswer {
  const found = tableOfList(steps, source)
  if (!found.ok)
    return { ok: false, problem: found.issues.flatMap(({ facts }) => ('problem' in facts ? [String(facts.problem)] : [])).join(' ') }
  const records = valueAt(data, namesOf(steps))
  if (!Array.isArray(records)) return { ok: false, problem: `\`${namesOf(steps).join('.')}\` is not in the answer.` }
  return {
    ok: true,
    table: {
      ...tableWithRows(found.value, records, source),
      ...totalsOf(found.value, data, source),
      notes: notesIn(valueAt(data, namesOf(steps.slice(0, -1)))),
    },
  }
}

function sourceOf({ schema, query, operationName, variables }: Answered): TableSource | undefined {
  const document = parse(query)
  const operation = getOperationAST(document, operationName)
  if (operation == null) return undefined
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {})
  return { schema, operation, fragments: fragmentsOf(document), ...(coerced !== undefined && { variables: coerced }) }
}

function notesIn(holder: unknown): AnswerTable['notes'] {
  if (!isRecord(holder)) return []
  return Object.entries(holder).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'boolean' ? [[name, value] as const] : [],
  )
}

function tableWithRows({ kind, steps, columns }: Table, records: readonly unknown[], source: TableSource): Omit<AnswerTable, 'notes'> {
  const list = steps.at(-1)
  const answerColumns = columns.map((column): AnswerColumn => {
    const fields = list === undefined ? [] : fieldsAt(list, column.keys, source)
    const isDimension = kind === 'slice' ? isOfGrain(fields, source.schema) : !isNumber(column.type)
    return { path: column.path, type: column.type, role: isDimension ? 'dimension' : 'measure', ...meaningOf(fields) }
  })
  const rows = records.map((record) => columns.map(({ keys }) => cellOf(valueAt(record, keys))))
  return {
    title: namesOf(steps).join('.'),
    rowsAre: kind === 'slice' || areCrossed(answerColumns, rows) ? 'groups' : 'records',
    columns: answerColumns,
    rows,
  }
}

/** Such as who went from which segment to which: no two rows with the same two dimensions, of which each has values that come again. */
function areCrossed(columns: readonly AnswerColumn[], rows: AnswerTable['rows']): boolean {
  const [first, second, third] = columns.flatMap(({ role }, index) => (role === 'dimension' ? [index] : []))
  if (first === undefined || second === undefined || third !== undefined) return false
  const distinct = (...indexes: number[]) => new Set(rows.map((row) => JSON.stringify(indexes.map((index) => row[index])))).size
  return distinct(first, second) === rows.length && distinct(first) < rows.length && distinct(second) < rows.length
}

/** Of the fields that stand under the same names in rows and in totals, and are the same. */
function totalsOf({ kind, steps, columns }: Table, data: unknown, source: TableSource): Pick<AnswerTable, 'totals'> {
  const holder = steps.at(-2)
  const list = steps.at(-1)
  if (kind !== 'slice' || holder === undefined || list === undefined) return {}
  const totals = fieldsBelow(holder, source).find((field) => nameOf(field) === 'totals')
  if (totals === undefined) return {}
  const record = valueAt(data, [...namesOf(steps.slice(0, -1)), totals.name])
  if (!isRecord(record)) return {}
  const isSame = ({ keys }: TableColumn) =>
    fieldsAt(totals, keys, source).map(nameOf).join('.') === fieldsAt(list, keys, source).map(nameOf).join('.')
  return { totals: columns.map((column) => (isSame(column) ? cellOf(valueAt(record, column.keys)) : undefined)) }
}

/** The fields that lead from a record to a value; fewer where one of them is not selected. */
function fieldsAt(from: SelectedField, keys: readonly string[], source: TableSource): readonly SelectedField[] {
  const [key, ...rest] = keys
  const next = key === undefined ? undefined : fieldsBelow(from, source).find(({ name }) => name === key)
  return next === undefined ? [] : [next, ...fieldsAt(next, rest, source)]
}

/** `customer { state }` is a dimension where `by` takes `customer: [STATE]`: all else in a row of a slice is computed for it. */
function isOfGrain([entity, member]: readonly SelectedField[], schema: GraphQLSchema): boolean {
  const grain = schema.getType('SliceGrain')
  if (entity === undefined || member === undefined || !isInputObjectType(grain)) return false
  const members = getNamedType(grain.getFields()[nameOf(entity)]?.type)
  return isEnumType(members) && members.getValues().some(({ name }) => plain(name) === plain(nameOf(member)))
}

function meaningOf(fields: readonly SelectedField[]): Pick<AnswerColumn, 'description' | 'unit' | 'period'> {
  const description = descriptionOf(fields.at(-1))
  const [, unit] = /(?:^|\s)Unit: (.+?)\.(?:\s|$)/.exec(description ?? '') ?? []
  const period = periodOf(fields.map(nameOf).join('.'))
  return { ...(description && { description }), ...(unit !== undefined && { unit }), ...(period !== undefined && { period }) }
}

/** `time.month`, `orderPlaced.activityTsMonth`. */
function periodOf(path: string): Period | undefined {
  const [, of, granularity = ''] = /^(.+?)(second|minute|hour|day|week|month|quarter|year)$/.exec(path.toLowerCase()) ?? []
  return of === undefined ? undefined : { of, size: granularities.indexOf(granularity) }
}

/** The finest first. */
const granularities = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

function descriptionOf(field: SelectedField | undefined): string | undefined {
  const [place] = field?.places ?? []
  if (place === undefined || isUnionType(place.parent)) return undefined
  return place.parent.getFields()[place.node.name.value]?.description ?? undefined
}

export function isNumber(type: ValueType): boolean {
  return type === 'integer' || type === 'bigint' || type === 'decimal' || type === 'float'
}

function nameOf({ places }: SelectedField): string {
  return places[0]?.node.name.value ?? ''
}

function namesOf(steps: readonly SelectedField[]): readonly string[] {
  return steps.map(({ name }) => name)
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
}
