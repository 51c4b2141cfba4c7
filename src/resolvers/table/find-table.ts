/**
 * The table in an operation: the one list of records it selects, and the columns that its rows have. Read from the text alone.
 *
 *   { slice(by: ...) { rows { customer { state } orderPlaced { monetary } } hasMore } }  ->  slice.rows: customer.state, orderPlaced.monetary
 *   { customers { nodes { customerId store { city } } } }                                ->  customers.nodes: customerId, store.city
 *
 * What stands beside the list belongs to no row and is left out. A list inside a row would make several rows of one, and every sum over them
 * wrong: it is refused.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { failure, InternalError, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { isConnectionType } from '../graph/entity-selection.ts'

export interface TableColumn {
  /** Dotted response path from the row, aliases included: `customer.state`. */
  readonly path: string
  /** The same as the keys that lead there in the response. */
  readonly keys: readonly string[]
  /** `string` for identifiers, enums, and what is written as JSON text: lists. */
  readonly type: ValueType
}

/** A field on the way to the list, the list last. */
export interface TableStep {
  /** In the response. */
  readonly name: string
  /** Everywhere it is selected, with the type it is selected on, which is one of a table that was found. */
  readonly places: readonly Place[]
}

export interface Place {
  readonly node: FieldNode
  readonly parent: GraphQLCompositeType
}

export interface Table {
  /** `slice`: rows of a slice or explore, which can be had while they come. `connection`: pages of rows. `list`: any other. */
  readonly kind: 'slice' | 'connection' | 'list'
  readonly steps: readonly SelectedField[]
  readonly columns: readonly TableColumn[]
}

export interface TableSource {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  /** Coerced; absent: nobody has asked yet, and what `@skip` and `@include` leave out by variables is counted in. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** The document must be valid. NOT_A_TABLE says what there is instead of one list. */
export function findTable(source: TableSource): Result<Table> {
  const found = findLists(source)
  const [list, ...others] = found
  if (list === undefined) {
    return failure(issue('NOT_A_TABLE', { problem: 'The query has no list of rows: a table has a slice, an explore or a connection.' }))
  }
  if (others.length > 0) {
    const names = found.map((steps) => `\`${steps.map(({ name }) => name).join('.')}\``)
    return failure(
      issue('NOT_A_TABLE', { problem: `The query has ${found.length} lists of rows: ${names.join(', ')}. A table is one of them.` }),
    )
  }
  return tableOfList(list, source)
}

/** The way to each list of records, in the order of the document. */
export function findLists(source: TableSource): readonly Steps[] {
  const root = source.schema.getRootType(source.operation.operation)
  if (root == null) throw new InternalError('A valid operation has a root type')
  return fieldsOf([[source.operation.selectionSet, root]], source).flatMap((field) => listsBelow(field, [], source))
}

/** One of them as a table, whatever stands beside it. */
export function tableOfList(list: Steps, source: TableSource): Result<Table> {
  const open = list.find(({ places }) => new Set(places.map(({ parent }) => parent)).size > 1)
  if (open !== undefined) {
    const types = [...new Set(open.places.map(({ parent }) => `\`${parent.name}\``))].join(', ')
    return failure(issue('NOT_A_TABLE', { problem: `\`${open.name}\` is selected of ${types}. A table has the rows of one of them.` }))
  }
  const columns = columnsOf(list, source)
  return columns.ok ? success({ kind: kindOf(list), steps: list, columns: columns.value }) : columns
}

/** A field with its type. */
export interface SelectedField extends TableStep {
  readonly type: GraphQLOutputType
}

export type Steps = readonly SelectedField[]

/** Of a slice its rows, of a connection its nodes or edges, of any other object whatever lists it has. */
function listsBelow(field: SelectedField, above: Steps, source: TableSource): readonly Steps[] {
  const steps = [...above, field]
  const named = getNamedType(field.type)
  if (!isCompositeType(named)) return []
  if (isListType(getNullableType(field.type))) return [steps]
  return fieldsBelow(field, source).flatMap((inner) =>
    leadsToRows(named, inner.places[0]?.node.name.value ?? '') ? listsBelow(inner, steps, source) : [],
  )
}

const sliceType = 'Slice'

function leadsToRows(type: GraphQLCompositeType, field: string): boolean {
  if (type.name === sliceType) return field === 'rows'
  return isConnectionType(type) ? field === 'nodes' || field === 'edges' : true
}

function kindOf(steps: Steps): Table['kind'] {
  const holder = steps.at(-2)
  const type = holder && getNamedType(holder.type)
  if (!isCompositeType(type)) return 'list'
  if (type.name === sliceType) return 'slice'
  return isConnectionType(type) ? 'connection' : 'list'
}

function columnsOf(steps: Steps, source: TableSource): Result<readonly TableColumn[]> {
  const list = steps.at(-1)
  if (list === undefined) throw new InternalError('A table without a list')
  const columns: TableColumn[] = []
  const inner: string[] = []
  const read = (field: SelectedField, above: readonly string[]): void => {
    const keys = [...above, field.name]
    const named = getNamedType(field.type)
    const isList = isListType(getNullableType(field.type))
    if (!isCompositeType(named))
      columns.push({ path: keys.join('.'), keys, type: isList ? 'string' : (valueTypes[named.name] ?? 'string') })
    else if (isList) inner.push(keys.join('.'))
    else for (const each of fieldsBelow(field, source)) read(each, keys)
  }
  const fields = fieldsBelow(list, source)
  for (const field of fields) read(field, [])
  if (inner.length > 0) {
    const names = inner.map((name) => `\`${name}\``).join(', ')
    const problem = `A row of \`${steps.map(({ name }) => name).join('.')}\` has lists of its own: ${names}. A cell holds one value.`
    return failure(issue('NOT_A_TABLE', { problem }))
  }
  if (columns.length === 0) {
    const problem = `Nothing is selected of the rows of \`${steps.map(({ name }) => name).join('.')}\`. A table has a column at least.`
    return failure(issue('NOT_A_TABLE', { problem }))
  }
  return success(withoutNode(fields, columns))
}

/** Of edges that have nothing but their node, the columns are those of the node. */
function withoutNode(fields: readonly SelectedField[], columns: readonly TableColumn[]): readonly TableColumn[] {
  const [only, ...others] = fields
  const isNode =
    only !== undefined &&
    others.length === 0 &&
    only.places.every(({ node, parent }) => node.name.value === 'node' && parent.name.endsWith('Edge'))
  return isNode ? columns.map((column) => ({ ...column, path: column.keys.slice(1).join('.') })) : columns
}

/** Scalars that are not in the table are text. */
const valueTypes: Readonly<Record<string, ValueType>> = {
  Int: 'integer',
  Float: 'float',
  Boolean: 'boolean',
  BigInt: 'bigint',
  Decimal: 'decimal',
  Date: 'date',
  DateTime: 'timestamp',
}

/** What is selected of a field, by response name; equal names are one field. */
export function fieldsBelow({ places, type }: SelectedField, source: TableSource): readonly SelectedField[] {
  const named = getNamedType(type)
  if (!isCompositeType(named)) return []
  return fieldsOf(
    places.flatMap(({ node, parent }) =>
      node.selectionSet === undefined ? [] : [[node.selectionSet, typeOf(node, parent) ?? named] as const],
    ),
    source,
  )
}

/** Where the parents differ, so may the types of their fields. */
function typeOf(node: FieldNode, parent: GraphQLCompositeType): GraphQLCompositeType | undefined {
  const type = outputType(node, parent)
  const named = type && getNamedType(type)
  return isCompositeType(named) ? named : undefined
}

function outputType(node: FieldNode, parent: GraphQLCompositeType): GraphQLOutputType | undefined {
  if (node.name.value === '__typename') return GraphQLString
  return isUnionType(parent) ? undefined : parent.getFields()[node.name.value]?.type
}

/** By response name, in the order of the document; equal names are one field. */
function fieldsOf(sets: readonly (readonly [SelectionSetNode, GraphQLCompositeType])[], source: TableSource): readonly SelectedField[] {
  const fields = new Map<string, { name: string; type: GraphQLOutputType; places: Place[] }>()
  for (const [set, type] of sets) collect(set, type)
  return [...fields.values()]

  function collect(set: SelectionSetNode, parent: GraphQLCompositeType): void {
    for (const node of set.selections) if (isIncluded(node, source)) take(node, parent)
  }

  function take(node: SelectionNode, parent: GraphQLCompositeType): void {
    if (node.kind === Kind.FIELD) {
      const type = outputType(node, parent)
      // Introspection is of no model's data.
      if (type === undefined) return
      const name = node.alias?.value ?? node.name.value
      const known = fields.get(name)
      if (known === undefined) fields.set(name, { name, type, places: [{ node, parent }] })
      else known.places.push({ node, parent })
      return
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : source.fragments[node.name.value]
    if (fragment === undefined) return
    const condition = fragment.typeCondition === undefined ? parent : source.schema.getType(fragment.typeCondition.name.value)
    if (isCompositeType(condition)) collect(fragment.selectionSet, condition)
  }
}

function isIncluded(node: SelectionNode, { variables }: TableSource): boolean {
  if (variables === undefined) return true
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
}
