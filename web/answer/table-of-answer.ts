/**
 * The table in an answer, by the same rules as the tables of the server: the one list of records, a column for each value below it.
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
  parse,
} from 'graphql'
import { type Cell, cellOf, isRecord } from '../../src/cli/answer-table.ts'
import {
  fieldsBelow,
  findTable,
  type SelectedField,
  type Table,
  type TableColumn,
  type TableSource,
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
}

export interface AnswerTable {
  /** Where the list stands in the answer: `slice.rows`. */
  readonly title: string
  /** Groups have no two rows with the same dimensions; of records nothing is known. */
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

export function tableOfAnswer(answered: Answered): TableOfAnswer {
  const source = sourceOf(answered)
  if (source === undefined) return { ok: false, problem: 'The answer is of no operation in the query.' }
  const found = findTable(source)
  if (!found.ok)
    return { ok: false, problem: found.issues.flatMap(({ facts }) => ('problem' in facts ? [String(facts.problem)] : [])).join(' ') }
  const { steps } = found.value
  const records = valueAt(answered.data, namesOf(steps))
  if (!Array.isArray(records)) return { ok: false, problem: `\`${namesOf(steps).join('.')}\` is not in the answer.` }
  return {
    ok: true,
    table: {
      ...tableWithRows(found.value, records, source),
      ...totalsOf(found.value, answered.data, source),
      notes: notesIn(valueAt(answered.data, namesOf(steps.slice(0, -1)))),
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
  return {
    title: namesOf(steps).join('.'),
    rowsAre: kind === 'slice' ? 'groups' : 'records',
    columns: columns.map((column) => {
      const fields = list === undefined ? [] : fieldsAt(list, column.keys, source)
      const description = descriptionOf(fields.at(-1))
      const isDimension = kind === 'slice' ? isOfGrain(fields, source.schema) : !isNumber(column.type)
      return {
        path: column.path,
        type: column.type,
        role: isDimension ? 'dimension' : 'measure',
        ...(description && { description }),
      }
    }),
    rows: records.map((record) => columns.map(({ keys }) => cellOf(valueAt(record, keys)))),
  }
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
