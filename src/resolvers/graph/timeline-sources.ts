/**
 * What happened to a row: entities with a time and a key from which a to-one path leads to it. Activities of one stream are read from the stream,
 * once for all of them.
 */
import { columnName } from '../../semantic/catalog/activity-streams.ts'
import type { ActivityStream, Catalog, Dimension, Entity, Hop } from '../../semantic/catalog/catalog.ts'
import { findPath, isToOne } from '../../semantic/catalog/join-graph.ts'

export interface TimelineSource {
  /** Whose rows are read. */
  readonly entity: Entity & { readonly time: Dimension }
  /** Names of the entities that rows may be of; in a stream by what its rows are called there. */
  readonly members: readonly { readonly entity: string; readonly activity?: string }[]
  /** Tells which of the members a row of a stream is. */
  readonly activityName?: Dimension
  /** From the rows to the last that points to the owner; `fields` there have the values of `parentFields`. */
  readonly path: readonly Hop[]
  readonly fields: readonly Dimension[]
  /** Names of dimensions of the owner. */
  readonly parentFields: readonly string[]
}

/** What rows of the source have for a column of one of its members; undefined for what is no column. */
export function readWith({ entity, activityName }: TimelineSource, dimension: Dimension): Dimension | undefined {
  const { name, type, from } = dimension
  if (from.kind !== 'column') return undefined
  if (activityName === undefined) return entity.dimensions.get(name)
  const role = [...entity.key, entity.time].find((each) => isSameColumn(each, dimension) && each.type === type)
  return role ?? entity.dimensions.get(columnName(from.column, type))
}

/** In the order of the model. `shown`: entities that have a type. Whatever several paths lead from is left out: whose it is would be a guess. */
export function timelineSources(owner: Entity, shown: readonly Entity[], catalog: Pick<Catalog, 'entities' | 'activityStreams'>) {
  const read = new Set<string>()
  return shown.flatMap((entity): readonly TimelineSource[] => {
    const source = read.has(entity.name) ? undefined : sourceOf(entity, owner, catalog)
    if (source === undefined) return []
    const stream = streamOf(entity, source, catalog)
    const together = stream === undefined ? source : streamSource(stream, source, shown, owner, catalog)
    for (const member of together.members) read.add(member.entity)
    return [together]
  })
}

function sourceOf(entity: Entity, owner: Entity, catalog: Pick<Catalog, 'entities'>): TimelineSource | undefined {
  const { time } = entity
  if (time === undefined || entity.key.length === 0 || entity === owner) return undefined
  const found = findPath(catalog.entities, entity.name, owner.name)
  if (!found.ok || !isToOne(found.value)) return undefined
  const last = found.value.at(-1)
  const pointing = last === undefined ? undefined : catalog.entities.get(last.from)
  if (last === undefined || pointing === undefined) return undefined
  const fields = last.fromFields.flatMap((name) => pointing.dimensions.get(name) ?? [])
  return {
    entity: { ...entity, time },
    members: [{ entity: entity.name }],
    path: found.value.slice(0, -1),
    fields,
    parentFields: last.toFields,
  }
}

/** The stream an activity is read from: where it points to the owner by the customer its stream has. */
function streamOf(entity: Entity, { path, fields }: TimelineSource, { activityStreams }: Pick<Catalog, 'activityStreams'>) {
  const [field] = fields
  return [...activityStreams.values()].find(
    (stream) =>
      stream.activities.has(entity.name) && path.length === 0 && fields.length === 1 && isSameColumn(field, stream.customer.field),
  )
}

function isSameColumn(one: Dimension | undefined, other: Dimension): boolean {
  return one?.from.kind === 'column' && other.from.kind === 'column' && one.from.column === other.from.column
}

function streamSource(
  stream: ActivityStream,
  source: TimelineSource,
  shown: readonly Entity[],
  owner: Entity,
  catalog: Pick<Catalog, 'entities' | 'activityStreams'>,
): TimelineSource {
  const members = shown.flatMap((entity) => {
    const activity = stream.activities.get(entity.name)
    const own = activity === undefined ? undefined : sourceOf(entity, owner, catalog)
    const isRead = own !== undefined && streamOf(entity, own, catalog) === stream && own.parentFields.join() === source.parentFields.join()
    return activity !== undefined && isRead ? [{ entity: entity.name, activity }] : []
  })
  if (members.length < 2) return source
  return { ...source, entity: stream, members, activityName: stream.activityName, fields: [stream.customer.field] }
}
