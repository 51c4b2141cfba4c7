/**
 * Streams as entities, so that what happened to a customer is read from the stream once, and not once for each kind of activity.
 *
 *   streams: [{ name: events, ... }], order_placed and order_returned extend it
 *     -> `rows of events` (id, customer, activity, ts), where order_placed is activity 'order_placed' and order_returned is 'order_returned'
 *
 * What activities have as columns of the stream is read with its rows, whichever of them a row is.
 *
 * They are no part of the model: no schema shows them, no path leads to them or away, and a question is about one only when its `of` says so.
 *
 * An index on customer and time gives the newest rows of a customer where rows without a time are ruled out and the order is `nulls: 'first'`: as
 * PostgreSQL reads an index backwards.
 */
import type { ActivitySource, ActivityStream, Catalog, Dimension, Entity } from './catalog.ts'
import type { Drafts } from './declare.ts'
import { figuresOf } from './figures.ts'

/** An entity whose rows are exactly its stream's rows of one activity, with the roles it inherits. */
interface Activity {
  readonly entity: Entity
  readonly source: ActivitySource
  readonly key: Dimension
  readonly time: Dimension
  readonly customer: ActivityStream['customer']
}

export function activityStreams(entities: ReadonlyMap<string, Entity>, drafts: Drafts): ReadonlyMap<string, ActivityStream> {
  const alike = new Map<string, Activity[]>()
  for (const entity of entities.values()) {
    const activity = inheritedActivity(entity, drafts)
    if (activity === undefined) continue
    const known = alike.get(readAs(activity)) ?? []
    alike.set(readAs(activity), known.some(({ source }) => source.activity === activity.source.activity) ? known : [...known, activity])
  }
  const streams = new Map<string, ActivityStream>()
  for (const [first, ...others] of alike.values()) {
    if (first === undefined || others.length === 0) continue
    const stream = streamOf(first, others, nameOf(first.source.stream, streams))
    streams.set(stream.name, stream)
  }
  return streams
}

/** The catalog for a question about these entities: streams among them are there by their names. */
export function catalogFor(names: readonly string[] | undefined, catalog: Catalog): Catalog {
  const asked = (names ?? []).flatMap((name) => catalog.activityStreams.get(name) ?? [])
  if (asked.length === 0) return catalog
  return { ...catalog, entities: new Map([...catalog.entities, ...asked.map((stream) => [stream.name, stream] as const)]) }
}

/** Undefined where the entity says itself what its key, its time or its customer is, or how one sees that its rows have changed. */
function inheritedActivity(entity: Entity, drafts: Drafts): Activity | undefined {
  const { activity: source, time, hops, dimensions } = entity
  const { stream, declaration } = drafts.get(entity.name) ?? {}
  const [key, ...rest] = entity.key
  if (source === undefined || stream === undefined || key === undefined || time === undefined || rest.length > 0) return undefined
  if (!isColumn(key, source.idColumn) || !isColumn(time, source.timestampColumn) || declaration?.freshness !== undefined) return undefined
  const to = stream.customer.value
  for (const hop of hops.values()) {
    const [name = '', ...others] = hop.fromFields
    const field = dimensions.get(name)
    const isInherited = hop.to === to && hop.cardinality === 'one' && others.length === 0
    if (isInherited && field !== undefined && isColumn(field, source.customerColumn))
      return { entity, source, key, time, customer: { entity: to, field } }
  }
  return undefined
}

function isColumn({ from }: Dimension, column: string): boolean {
  return from.kind === 'column' && from.column === column
}

/** Equal for activities that one entity can have the rows of: its key, say, cannot be a text here and a number there. */
function readAs({ entity, source, key, time, customer }: Activity): string {
  return JSON.stringify([source.stream, key.type, time.type, customer.field.type, entity.future])
}

/** Names of a model have no spaces. */
function nameOf(stream: string, taken: ReadonlyMap<string, unknown>): string {
  const wanted = `rows of ${stream}`
  let name = wanted
  for (let copy = 2; taken.has(name); copy += 1) name = `${wanted} ${copy}`
  return name
}

/** The dimension that a stream's rows have for a column of an activity. Names of a model have no spaces. */
export function columnName(column: string, type: Dimension['type']): string {
  return `${column} as ${type}`
}

function streamOf(first: Activity, others: readonly Activity[], name: string): ActivityStream {
  const { entity, source } = first
  const own = (dimension: Dimension, role: string): Dimension => ({ ...dimension, entity: name, name: role, title: role, hidden: true })
  const key = own(first.key, 'id')
  const field = own(first.customer.field, 'customer')
  const time = own(first.time, 'ts')
  const activityName = own({ ...first.key, type: 'string', from: { kind: 'column', column: source.activityColumn } }, 'activity')
  const columns = [first, ...others].flatMap((activity) =>
    [...activity.entity.dimensions.values()].flatMap((dimension) =>
      dimension.from.kind === 'column' ? [own(dimension, columnName(dimension.from.column, dimension.type))] : [],
    ),
  )
  const dimensions = new Map([key, field, activityName, time, ...columns].map((dimension) => [dimension.name, dimension]))
  return {
    tags: [],
    verified: false,
    name,
    plural: name,
    title: name,
    source: entity.source,
    stream: source.stream,
    key: [key],
    time,
    customer: { entity: first.customer.entity, field },
    activityName,
    activities: new Map([first, ...others].map((activity) => [activity.entity.name, activity.source.activity])),
    future: entity.future,
    ...(entity.freshness !== undefined && { freshness: entity.freshness }),
    dimensions,
    measures: new Map(),
    figures: figuresOf({ name, key: [key], dimensions }),
    hops: new Map(),
  }
}
