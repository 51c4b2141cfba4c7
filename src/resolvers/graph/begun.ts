/**
 * What is selected below rows is asked for as soon as it is known which rows they are: it need not wait for what else is asked about them.
 *
 *   customers { nodes { revenue timeline { ... } } }    revenue and timelines of the page at the same time, once its keys are there
 *   customer(customerId: "C1") { name timeline { ... } } name and timeline at the same time
 *
 * Nothing of it is answered below a row that turns out not to be there.
 */
import { type FieldNode, type GraphQLField, type GraphQLResolveInfo, getArgumentValues, isObjectType } from 'graphql'
import type { Context } from '../context.ts'
import { fieldName, subFields } from '../selection.ts'
import type { EntityWords } from '../vocabulary.ts'
import type { Connection } from './connection.ts'
import { type EntityRow, keyNames } from './entity-row.ts'
import { nodesText, type RowSelection, readBy, typesOf } from './entity-selection.ts'

/** What the resolvers of fields of a row have answered already, by response name. */
export type Begun = ReadonlyMap<string, unknown>

type Info = GraphQLResolveInfo
type Path = Info['path']

export interface RowsBelow extends RowSelection {
  /** Of the field that is the rows, or the list of them. */
  readonly path: Path
  readonly info: Info
}

/** What has begun of this field, which `resolve` would begin. */
export function asBegun<T>(row: EntityRow, { path }: Info, resolve: () => T): T {
  const begun = row.begun?.get(String(path.key))
  // The same resolver was called with the same arguments for the same row.
  return begun === undefined ? resolve() : (begun as T)
}

/** Begins what is selected below rows of one entity that are told the same of, which need not be all that they are asked for. */
export function beginnerBelow(below: RowsBelow, context: Context): (row: EntityRow) => EntityRow {
  let fields: readonly FieldToBegin[] | undefined
  return (row) => {
    fields ??= fieldsToBegin(row, below, context)
    return fields.length === 0 ? row : { ...row, begun: new Map(fields.flatMap((field) => beginField(field, row, context))) }
  }
}

interface FieldToBegin {
  readonly name: string
  readonly resolve: NonNullable<GraphQLField<EntityRow, Context>['resolve']>
  readonly args: Readonly<Record<string, unknown>>
  readonly info: Info
  /** What of a connection is selected. */
  readonly selected: ReadonlySet<string>
}

function fieldsToBegin({ words, places }: EntityRow, { info, path, nodes }: RowsBelow, context: Context): readonly FieldToBegin[] {
  const type = info.schema.getType(words.typeNames.entity)
  // Rows that go into a table are written when they come, whatever becomes of the row they stand below.
  if (!isObjectType(type) || context.rows?.mostRows !== undefined) return []
  return [...subFields(nodes, info, typesOf(words))].flatMap(([name, fieldNodes]) => {
    const field = type.getFields()[fieldName(fieldNodes)]
    const [node] = fieldNodes
    if (node === undefined || field?.resolve === undefined || !isBelow(field.name, words)) return []
    const needed = [...keyNames(words), ...readBy(field.name, words)]
    if (!needed.every((dimension) => places.has(dimension))) return []
    const args = argumentsOf(field, node, info)
    if (args === undefined) return []
    const at = { prev: path, key: name, typename: type.name }
    const below = { ...info, fieldName: field.name, fieldNodes, returnType: field.type, parentType: type, path: at }
    const selected = new Set([...subFields(fieldNodes, info).values()].map(fieldName))
    return [{ name, resolve: field.resolve, args, info: below, selected }]
  })
}

/** Fields that are asked for by themselves: others are values of the row. */
function isBelow(field: string, { links }: EntityWords): boolean {
  return links.has(field) || field === 'timeline' || field === 'slice'
}

/** Undefined where they are refused, which is said when the field is resolved. */
function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, { variableValues }: Info) {
  try {
    return getArgumentValues(field, node, variableValues)
  } catch {
    return undefined
  }
}

function beginField({ name, resolve, args, info, selected }: FieldToBegin, row: EntityRow, context: Context): readonly [string, unknown][] {
  try {
    const value: unknown = resolve(row, args, context, info)
    if (value instanceof Promise) unlessAsked(value)
    else if (isConnection(value)) {
      if (['nodes', nodesText, 'edges', 'pageInfo'].some((field) => selected.has(field))) unlessAsked(value.rows())
      if (selected.has('totalCount')) unlessAsked(value.count())
    }
    return value == null ? [] : [[name, value]]
  } catch {
    // As above.
    return []
  }
}

/** What is never asked for fails nobody. */
function unlessAsked(promise: Promise<unknown>): void {
  promise.catch(() => {})
}

function isConnection(value: unknown): value is Connection<EntityRow> {
  return typeof value === 'object' && value !== null && 'rows' in value && 'count' in value
}
