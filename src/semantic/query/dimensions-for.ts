/**
 * What a slice of some measures can be grouped by, without asking it: the entities that all rows behind the measures lead to, and the shared clock.
 *
 *   order.revenue, visit.visits  ->  customer (both point to it); not product (no visit leads there)
 *
 * The same rules by which a slice is refused (resolve.ts): a path, one only, and a key where a measure crosses a join.
 */
import type { Catalog, Entity, Measure } from '../catalog/catalog.ts'
import { findPath, isToOne, type Path } from '../catalog/join-graph.ts'
import { sourceEntities } from '../catalog/measure-reads.ts'

export interface SliceReach {
  /** Entities whose dimensions can be asked for, by name; overlapping: a row of some measure may stand in several groups. */
  readonly entities: ReadonlyMap<string, { readonly overlapping: boolean }>
  /** Whether all rows have a time. */
  readonly time: boolean
}

export function reachOf(measures: readonly Measure[], catalog: Pick<Catalog, 'entities'>): SliceReach {
  const find = (entity: string, name: string) => catalog.entities.get(entity)?.measures.get(name)
  const names = new Set(measures.flatMap((measure) => [...sourceEntities(measure, find)]))
  const sources = [...names].flatMap((name) => catalog.entities.get(name) ?? [])
  const entities = [...catalog.entities.keys()].flatMap((name) => {
    const paths = sources.flatMap((source) => pathFrom(source, name, catalog) ?? [])
    return paths.length < sources.length ? [] : [[name, { overlapping: !paths.every(({ path }) => isToOne(path)) }] as const]
  })
  return { entities: new Map(entities), time: sources.every(({ time }) => time !== undefined) }
}

/** Wrapped, because a path to oneself is an empty list. */
function pathFrom(source: Entity, to: string, { entities }: Pick<Catalog, 'entities'>): { readonly path: Path } | undefined {
  const path = findPath(entities, source.name, to)
  if (!path.ok || (source.key.length === 0 && path.value.length > 0)) return undefined
  return { path: path.value }
}
