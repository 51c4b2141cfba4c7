/** Which dimensions the fields selected on rows of an entity read: what is not selected is not computed. */
import type { FieldNode } from 'graphql'
import { occurredAt } from '../../semantic/catalog/names.ts'
import { fieldName, type SelectionSource, subFields } from '../selection.ts'
import type { EntityWords } from '../vocabulary.ts'
import { keyNames } from './entity-row.ts'

export const nodeInterface = 'Node'
export const activityInterface = 'Activity'

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
  return { source, nodes: [...named(below, 'nodes'), ...named(edges, 'node')] }
}

/** Names of dimensions, the key among them. */
export function dimensionsRead({ source, nodes }: RowSelection, words: EntityWords): readonly string[] {
  const types = [words.typeNames.entity, nodeInterface, activityInterface]
  const fields = new Set([...subFields(nodes, source, types).values()].map(fieldName))
  return [...new Set([...keyNames(words), ...[...fields].flatMap((field) => readBy(field, words))])]
}

function readBy(field: string, { entity, grains, lists, links, timeline }: EntityWords): readonly string[] {
  const dimension = (grains.get(field) ?? lists.get(field))?.dimension
  if (dimension !== undefined) return [dimension.name]
  const link = links.get(field)
  if (link !== undefined) return link.hop.fromFields
  if (field === 'timeline') return timeline.flatMap(({ parentFields }) => parentFields)
  // Of an activity: when it happened.
  return field === occurredAt && entity.time !== undefined ? [entity.time.name] : []
}
