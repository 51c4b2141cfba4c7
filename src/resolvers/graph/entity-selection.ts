/** Which dimensions the fields selected on rows of an entity read: what is not selected is not computed. */
import { type FieldNode, type GraphQLCompositeType, GraphQLObjectType } from 'graphql'
import { occurredAt } from '../../semantic/catalog/names.ts'
import { fieldName, type SelectionSource, subFields, type TypeNames } from '../selection.ts'
import type { EntityWords } from '../vocabulary.ts'
import { keyNames } from './entity-row.ts'

export const nodeInterface = 'Node'
export const activityInterface = 'Activity'
/** What stands for `nodes` of a connection where they are written as text; only the schema of execution has it. */
export const nodesText = 'nodesText'

export function isConnectionType(type: GraphQLCompositeType): boolean {
  return type.name.endsWith('Connection') && type instanceof GraphQLObjectType && type.getFields().edges !== undefined
}

export interface RowSelection {
  readonly source: SelectionSource
  /** The fields whose values are rows. */
  readonly nodes: readonly FieldNode[]
}

/** A field that is a row, or a list of rows. */
export function rowSelection(source: SelectionSource): RowSelection {
  return { source, nodes: source.fieldNodes }
}

/** Rows of a connection: `nodes`, and `edges { node }`. */
export function connectionSelection(source: SelectionSource): RowSelection {
  const below = [...subFields(source.fieldNodes, source).values()]
  const named = (fields: readonly (readonly FieldNode[])[], name: string) => fields.filter((nodes) => fieldName(nodes) === name).flat()
  const edges = [...subFields(named(below, 'edges'), source).values()]
  return { source, nodes: [...named(below, 'nodes'), ...named(below, nodesText), ...named(edges, 'node')] }
}

/** A list of rows below a connection: by `nodes`, or by the field `node` of its edges. Below one that is written as text nothing is asked for. */
export interface RowList {
  readonly nodes: readonly FieldNode[]
  /** Response names and types of the fields from the connection to a row. */
  readonly names: readonly { readonly key: string; readonly typename: string }[]
}

export function rowListsOf(source: SelectionSource, { connection, edge }: EntityWords['typeNames']): readonly RowList[] {
  const below = (nodes: readonly FieldNode[], name: string) => [...subFields(nodes, source)].filter(([, each]) => fieldName(each) === name)
  const nodes = below(source.fieldNodes, 'nodes').map(([key, each]) => ({ nodes: each, names: [{ key, typename: connection }] }))
  const edges = below(source.fieldNodes, 'edges').flatMap(([key, each]) =>
    below(each, 'node').map(([name, node]) => ({
      nodes: node,
      names: [
        { key, typename: connection },
        { key: name, typename: edge },
      ],
    })),
  )
  return [...nodes, ...edges]
}

/** Names of dimensions, the key among them. */
export function dimensionsRead({ source, nodes }: RowSelection, words: EntityWords): readonly string[] {
  const fields = new Set([...subFields(nodes, source, typesOf(words)).values()].map(fieldName))
  return [...new Set([...keyNames(words), ...[...fields].flatMap((field) => readBy(field, words))])]
}

/** What a row is called in type conditions. */
export function typesOf({ typeNames }: EntityWords): TypeNames {
  return [typeNames.entity, nodeInterface, activityInterface]
}

/** Names of dimensions. */
export function readBy(field: string, { entity, grains, lists, links, timeline }: EntityWords): readonly string[] {
  const dimension = (grains.get(field) ?? lists.get(field))?.dimension
  if (dimension !== undefined) return [dimension.name]
  const link = links.get(field)
  if (link !== undefined) return link.hop.fromFields
  if (field === 'timeline') return timeline.flatMap(({ parentFields }) => parentFields)
  // Of an activity: when it happened.
  return field === occurredAt && entity.time !== undefined ? [entity.time.name] : []
}
