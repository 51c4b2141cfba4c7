/**
 * What happened, with the columns that are selected of it: moments of one source, of many owners, in one statement.
 *
 * Order: latest first; at the same instant in the order of the sources, and there by key.
 */
import { Temporal } from 'temporal-polyfill'
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { AnswerValue } from '../../semantic/query/answer.ts'
import { beside, type PageOrder } from '../../semantic/query/page.ts'
import type { RowCondition, Test } from '../../semantic/query/semantic-query.ts'
import { startOfDay } from '../../semantic/time/time-point.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { orThrow } from '../slice.ts'
import type { CursorPlace } from './cursor.ts'
import { type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import { microsecondsOf } from './microseconds.ts'
import { countQuery, countsByOwner, type Owners, pageQuery, partsByOwner, placesIn } from './rows-query.ts'
import { type Scope, scopeKey } from './scope.ts'
import { type MemberRead, placesOf } from './timeline-members.ts'
import type { TimelineSource } from './timeline-sources.ts'
import { loadTogether } from './together.ts'

/** Something that happened: a row of a source. A page of timelines has hundreds: what few are asked for is read when it is asked for. */
export interface Moment {
  readonly kind: MomentKind
  readonly values: EntityRow['values']
}

/** What rows of one statement are, one of the members of its source. */
interface MomentKind {
  readonly member: MemberRead
  /** Of its columns, where they are all that is selected. */
  readonly places: EntityRow['places']
  readonly source: SourceRead
}

/** How rows of one source are read. */
interface SourceRead {
  /** Position of the source. */
  readonly index: number
  readonly valueIn: (values: Moment['values'], name: string) => AnswerValue
  readonly entity: TimelineSource['entity']
  readonly timeZone: string
}

/** Latest first. Those of one source come in their order, and keep it. */
export function inOrder(ofSources: readonly (readonly Moment[])[]): readonly Moment[] {
  const [only = [], ...others] = ofSources.filter((moments) => moments.length > 0)
  if (others.length === 0) return only
  const places = ofSources.flat().map((moment) => ({ moment, instant: instantOf(moment), source: moment.kind.source.index }))
  return places.sort((a, b) => (a.instant === b.instant ? a.source - b.source : a.instant > b.instant ? -1 : 1)).map(({ moment }) => moment)
}

/** Microseconds since 1970. */
function instantOf({ kind: { source }, values }: Moment): bigint {
  const { entity, timeZone, valueIn } = source
  const time = String(valueIn(values, entity.time.name))
  return entity.time.type === 'date' ? startOfDay(Temporal.PlainDate.from(time), timeZone).epochNanoseconds / 1000n : microsecondsOf(time)
}

export function keyOfMoment({ kind: { source }, values }: Moment): RowKey {
  return source.entity.key.map(({ name }) => source.valueIn(values, name))
}

/** Where a moment stands in a timeline. */
export interface Place {
  /** Microseconds since 1970. */
  readonly instant: bigint
  /** Position of the source. */
  readonly source: number
  /** As its source has it. */
  readonly time: AnswerValue
  readonly key: RowKey
}

export function placeOfMoment(moment: Moment): CursorPlace {
  const { source } = moment.kind
  return [String(instantOf(moment)), source.index, source.valueIn(moment.values, source.entity.time.name), ...keyOfMoment(moment)]
}

export function placeOfCursor([instant, source, time = null, ...key]: CursorPlace): Place {
  return { instant: BigInt(String(instant)), source: Number(source), time, key }
}

/** Of what a cursor of the source holds. */
export function namesIn(source: TimelineSource | undefined): readonly string[] {
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
  readonly members: readonly MemberRead[]
}

type Places = EntityRow['places']

interface Moments {
  readonly moments: readonly Moment[]
  readonly hasMore: boolean
}

export function momentsLoad({ source, index, size, members }: MomentsOf, context: Context) {
  const columns = new Set(members.flatMap((member) => [...(member.columns?.values() ?? [])]))
  return (asked: readonly MomentsAsked[]): Promise<readonly Moments[]> =>
    loadTogether(asked, { together: togetherKey, nothing: { moments: [], hasMore: false } }, async (together) => {
      const [{ scope, after }] = together
      const owners = ownersOf(source, together)
      const query = pageQuery({
        entity: source.entity,
        scope,
        dimensions: [...(source.activityName === undefined ? [] : [source.activityName.name]), ...columns],
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
      const read = momentReader({ source, index, members }, scope, placesIn(answer))
      return together.map(({ key }) => {
        const part = partOf(key)
        return part === undefined ? { moments: [], hasMore: false } : { moments: part.rows.map(read), hasMore: part.hasMore }
      })
    })
}

export function countsLoad(source: TimelineSource, context: Context) {
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

function momentReader({ source: { entity, activityName }, index, members }: Omit<MomentsOf, 'size'>, { timeZone }: Scope, places: Places) {
  const valueIn: SourceRead['valueIn'] = (values, name) => values[places.get(name) ?? -1] ?? null
  const source: SourceRead = { index, valueIn, entity, timeZone }
  const kinds = members.map((member): MomentKind => ({ member, places: placesOf(member, places), source }))
  const [only] = kinds
  const byActivity = new Map(kinds.map((kind) => [kind.member.activity, kind]))
  return (values: Moment['values']): Moment => {
    const kind = activityName === undefined ? only : byActivity.get(String(valueIn(values, activityName.name)))
    if (kind === undefined) throw new InternalError(`A row of ${entity.name} that was not asked for`)
    return { kind, values }
  }
}
