/**
 * The timeline of a row: everything that happened to it, newest first. One statement for each stream and each entity that is no part of a stream,
 * and one for each kind of activity whose own fields are selected; whatever the number of rows that have a timeline.
 *
 * Order: latest first; at the same instant in the order of the sources, and there by key.
 */
import type { GraphQLResolveInfo } from 'graphql'
import { Temporal } from 'temporal-polyfill'
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import { toFieldName } from '../../semantic/catalog/names.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { AnswerValue } from '../../semantic/query/answer.ts'
import { beside, type PageOrder } from '../../semantic/query/page.ts'
import type { RowCondition, Test } from '../../semantic/query/semantic-query.ts'
import { startOfDay } from '../../semantic/time/time-point.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { orThrow } from '../slice.ts'
import { type EntityWords, type Vocabulary, wordsNamed } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import type { Connection, ConnectionEnvironment, ConnectionRows } from './connection.ts'
import { type CursorPlace, cursorAt, fingerprintOf, readPlaces } from './cursor.ts'
import { dimensionValues, type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import { connectionSelection, dimensionsRead, type RowSelection } from './entity-selection.ts'
import { type PageArguments, readPage } from './page-arguments.ts'
import { countQuery, countsByOwner, type Owners, pageQuery, partsByOwner, placesIn } from './rows-query.ts'
import { type Scope, scopeKey } from './scope.ts'
import { rowAt } from './single-row.ts'
import type { TimelineSource } from './timeline-sources.ts'
import { loadTogether, once } from './together.ts'

export interface TimelineArguments extends Pick<PageArguments, 'first' | 'after'> {
  /** Names of entities; absent: all. */
  readonly activities?: readonly string[] | null
}

export function timelineOf(
  row: EntityRow,
  { activities, ...args }: TimelineArguments,
  environment: ConnectionEnvironment,
  context: Context,
  info: GraphQLResolveInfo,
): Connection<EntityRow> {
  const page = readPage(args, row.scope.rows, environment.limits)
  const sources = restricted(row.words.timeline, activities)
  const identity = [
    'timeline',
    row.words.entity.name,
    dimensionValues(row, parentFieldsOf(row.words)),
    sources.map(({ members }) => members),
  ]
  const fingerprint = fingerprintOf(identity, row.scope)
  const places = readPlaces(page, fingerprint, row.scope, context)
  const after = places.after === undefined ? undefined : placeOfCursor(places.after)
  const scope = { ...places.scope, rows: places.scope.rows * Math.max(page.size, 1) }
  const place = placeOf(info)
  const load = async (): Promise<ConnectionRows<EntityRow>> => {
    const pages = await Promise.all(
      sources.map((source, index) => {
        const asked = { key: dimensionValues(row, source.parentFields), scope, ...(after && { after }) }
        return batchAt(`${place}#${index}`, context, () => momentsLoad({ source, index, size: page.size }, context)).load(asked)
      }),
    )
    const merged = pages.flatMap(({ moments }) => moments).sort(byTime)
    const shown = merged.slice(0, page.size)
    const selection = connectionSelection(info)
    const rows = await Promise.all(shown.map((moment) => rowOf(moment, { scope, selection, place }, environment.vocabulary, context)))
    const edges = shown.flatMap((moment, index) => {
      const node = rows[index]
      // Gone between two statements.
      if (node == null) return []
      const cursor = () => cursorAt(placeOfMoment(moment), { fingerprint, scope, names: namesIn(sources[moment.source]) }, context)
      return [{ node, cursor }]
    })
    return { edges, hasNextPage: merged.length > shown.length || pages.some(({ hasMore }) => hasMore), hasPreviousPage: false }
  }
  const count = async () => {
    const counts = await Promise.all(
      sources.map((source, index) => {
        const asked = { key: dimensionValues(row, source.parentFields), scope: places.scope }
        return batchAt(`${place}#${index}#count`, context, () => countsLoad(source, context)).load(asked)
      }),
    )
    return counts.reduce((sum, each) => sum + each, 0)
  }
  return { rows: once(load), count: once(count) }
}

/** What the fields under a timeline are found by. */
export function parentFieldsOf({ timeline }: EntityWords): readonly string[] {
  return [...new Set(timeline.flatMap(({ parentFields }) => parentFields))]
}

function restricted(sources: readonly TimelineSource[], activities: TimelineArguments['activities']): readonly TimelineSource[] {
  if (activities == null) return sources
  return sources.flatMap((source) => {
    const members = source.members.filter(({ entity }) => activities.includes(entity))
    return members.length === 0 ? [] : [{ ...source, members }]
  })
}

/** Something that happened, before anything but its time is known. */
interface Moment {
  /** Microseconds since 1970. */
  readonly instant: bigint
  /** As its source has it. */
  readonly time: AnswerValue
  /** Position of the source. */
  readonly source: number
  readonly key: RowKey
  /** Name of its entity. */
  readonly entity: string
}

/** Moments of one source come in their order, and sorting keeps it. */
function byTime(a: Moment, b: Moment): number {
  if (a.instant !== b.instant) return a.instant > b.instant ? -1 : 1
  return a.source - b.source
}

type Place = Omit<Moment, 'entity'>

function placeOfMoment({ instant, source, time, key }: Place): CursorPlace {
  return [String(instant), source, time, ...key]
}

function placeOfCursor([instant, source, time = null, ...key]: CursorPlace): Place {
  return { instant: BigInt(String(instant)), source: Number(source), time, key }
}

/** Of what a cursor of the source holds. */
function namesIn(source: TimelineSource | undefined): readonly string[] {
  return source === undefined ? [] : ['instant', 'source', source.entity.time.name, ...source.entity.key.map(({ name }) => name)]
}

interface MomentsAsked {
  readonly key: RowKey
  readonly scope: Scope
  readonly after?: Place
}

interface MomentsOf {
  readonly source: TimelineSource
  readonly index: number
  readonly size: number
}

interface Moments {
  readonly moments: readonly Moment[]
  readonly hasMore: boolean
}

function momentsLoad({ source, index, size }: MomentsOf, context: Context) {
  return (asked: readonly MomentsAsked[]): Promise<readonly Moments[]> =>
    loadTogether(asked, { together: togetherKey, nothing: { moments: [], hasMore: false } }, async (together) => {
      const [{ scope, after }] = together
      const owners = ownersOf(source, together)
      const query = pageQuery({
        entity: source.entity,
        scope,
        dimensions: source.activityName === undefined ? [] : [source.activityName.name],
        owners,
        where: {
          kind: 'and',
          conditions: [...isMember(source, scope), ...(after === undefined ? [] : [laterInOrder(source, index, after, scope)])],
        },
        order: orderOf(source),
        places: {},
        isBackwards: false,
        size,
      })
      const [byTime, ...rest] = query.orderBy
      // No time is unknown here: where nulls come first, an index is read backwards.
      const orderBy = byTime === undefined ? [] : [{ ...byTime, nulls: 'first' as const }, ...rest]
      const answer = orThrow(await context.engine.run({ ...query, orderBy }, runOptionsOf(context)))
      const partOf = partsByOwner(owners, answer)
      const read = momentReader(source, index, scope, placesIn(answer))
      return together.map(({ key }) => {
        const part = partOf(key)
        return part === undefined ? { moments: [], hasMore: false } : { moments: part.rows.map(read), hasMore: part.hasMore }
      })
    })
}

function countsLoad(source: TimelineSource, context: Context) {
  return (asked: readonly MomentsAsked[]): Promise<readonly number[]> =>
    loadTogether(asked, { together: togetherKey, nothing: 0 }, async (together) => {
      const [{ scope }] = together
      const owners = ownersOf(source, together)
      const where: RowCondition = { kind: 'and', conditions: isMember(source, scope) }
      const answer = orThrow(await context.engine.run(countQuery({ entity: source.entity, scope, owners, where }), runOptionsOf(context)))
      return countsByOwner(
        owners,
        answer,
        together.map(({ key }) => key),
      )
    })
}

function togetherKey({ key, scope, after }: MomentsAsked): string | undefined {
  if (key.includes(null)) return undefined
  return JSON.stringify([scopeKey(scope), after && [String(after.instant), after.source, after.key]])
}

function ownersOf({ fields, path }: TimelineSource, asked: readonly MomentsAsked[]): Owners {
  const printKey = keyPrinter(fields)
  return { fields, path, keys: [...new Map(asked.map(({ key }) => [printKey(key), key])).values()] }
}

function orderOf({ entity }: TimelineSource): readonly PageOrder[] {
  return [{ dimension: entity.time, direction: 'desc' }, ...entity.key.map((dimension) => ({ dimension, direction: 'asc' as const }))]
}

/** Rows that have a time, of the activities asked for. Up to asOf is said once more, as an edge that an index has. */
function isMember({ entity, members, activityName }: TimelineSource, { asOf }: Scope): readonly RowCondition[] {
  const timed = tested(entity.time, entity.future ? { operator: 'isNull', value: false } : { operator: 'lte', value: asOf })
  if (activityName === undefined) return [timed]
  return [timed, tested(activityName, { operator: 'in', values: members.flatMap(({ activity }) => activity ?? []) })]
}

/** Rows of the source that come after a place that may be another source's: at the same instant the sources follow each other. */
function laterInOrder(source: TimelineSource, index: number, place: Place, { timeZone }: Scope): RowCondition {
  if (index === place.source) return beside([place.time, ...place.key], orderOf(source), 'after')
  const { time } = source.entity
  const moment = Temporal.Instant.fromEpochNanoseconds(place.instant * 1000n)
  const isBefore = index < place.source
  if (time.type !== 'date') return tested(time, { operator: isBefore ? 'lt' : 'lte', value: moment.toString() })
  return tested(time, { operator: 'lte', value: lastDayUpTo(moment, timeZone, { without: isBefore }).toString() })
}

/**
 * The last local day that begins at an instant or before it; `without`: before it. Not always the day of the instant: clocks put back over midnight
 * return to a day when the next has begun, and a day that a zone left out begins with the next one.
 */
function lastDayUpTo(moment: Temporal.Instant, timeZone: string, { without }: { readonly without: boolean }): Temporal.PlainDate {
  let day = moment.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: 1 })
  while (Temporal.Instant.compare(startOfDay(day, timeZone), moment) > (without ? -1 : 0)) day = day.subtract({ days: 1 })
  return day
}

function tested({ name }: Dimension, test: Test): RowCondition {
  return { kind: 'test', dimension: name, test }
}

function momentReader(
  { entity, members, activityName }: TimelineSource,
  source: number,
  { timeZone }: Scope,
  places: ReadonlyMap<string, number>,
) {
  const [only] = members
  const byActivity = new Map(members.map((member) => [member.activity, member.entity]))
  const isDate = entity.time.type === 'date'
  return (values: readonly AnswerValue[]): Moment => {
    const value = (name: string) => values[places.get(name) ?? -1] ?? null
    const time = value(entity.time.name)
    const member = activityName === undefined ? only?.entity : byActivity.get(String(value(activityName.name)))
    if (member === undefined) throw new InternalError(`A row of ${entity.name} that was not asked for`)
    const first = isDate ? startOfDay(Temporal.PlainDate.from(String(time)), timeZone) : Temporal.Instant.from(String(time))
    return { instant: first.epochNanoseconds / 1000n, time, source, key: entity.key.map(({ name }) => value(name)), entity: member }
  }
}

interface Shown {
  readonly scope: Scope
  readonly selection: RowSelection
  readonly place: string
}

/** With the fields selected on its type; where they are its key and its time there is nothing to ask. */
async function rowOf(
  moment: Moment,
  { scope, selection, place }: Shown,
  vocabulary: Vocabulary,
  context: Context,
): Promise<EntityRow | null> {
  const words = wordsOf(vocabulary, moment.entity)
  const { entity } = words
  const known = [...entity.key.map(({ name }) => name), ...(entity.time === undefined ? [] : [entity.time.name])]
  if (dimensionsRead(selection, words).every((name) => known.includes(name))) {
    return { words, scope, values: [...moment.key, moment.time], places: new Map(known.map((name, index) => [name, index])) }
  }
  return rowAt({ words, scope, fields: entity.key, key: moment.key }, selection, place, context)
}

function wordsOf(vocabulary: Vocabulary, entity: string): EntityWords {
  return wordsNamed(vocabulary, toFieldName(entity))
}
