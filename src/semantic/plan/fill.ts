/**
 * Buckets without rows made groups: from the span of time asked for, else from the first bucket there is to the last, for every combination of the other
 * dimensions that occurs (semantics.md 25).
 */
import { knownAggregation } from '../aggregation/index.ts'
import type { Entity } from '../catalog/catalog.ts'
import { type Bindable, combined, mapBindable } from '../dialect/late.ts'
import { firstEdge } from '../query/clock.ts'
import type { GrainKey } from '../query/resolved-query.ts'
import type { ShownTime } from '../query/shown-time.ts'
import { bucketStart, dayBefore, instantBefore, localDay, startOfBucket } from '../time/bucket-edge.ts'
import { bucketType, type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize } from '../time/period.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, merge, reference } from './nodes.ts'
import { combinationsInParts, type OtherKey } from './parts.ts'
import type { Merge, Plan, PlanExpression } from './plan.ts'
import { type ClockKey, clockColumn, everyCombination, groupsOfSpine, notAfter, parameter, spineOf } from './spine.ts'

/** What is shown of which entities' times. */
export interface FilledSpan {
  readonly shown: ShownTime
  readonly entities: readonly Entity[]
}

export function filled(groups: Plan, keys: readonly GrainKey[], measures: Merge['measures'], span: FilledSpan, context: PlanContext): Plan {
  const clock = keys.flatMap(({ name, member }) => (member.kind === 'time' ? [{ name, granularity: member.granularity }] : []))
  if (clock.length === 0) return groups
  const others = keys.filter(({ member }) => member.kind !== 'time')
  const edges = edgesOf(groups, { clock, others }, span, context)
  const buckets = groupsOfSpine(spineOf(clock, context, edges), clock, edges.beside)
  return merge(
    [
      { plan: edges.beside.length > 0 ? buckets : everyCombination(groups, others, buckets), makesGroups: true },
      { plan: groups, makesGroups: true },
    ],
    keys.map(({ name, type }) => ({ name, type })),
    measures,
  )
}

interface FilledKeys {
  readonly clock: readonly ClockKey[]
  readonly others: readonly OtherKey[]
}

/** Of each part its own, where its groups say how far they go. */
function edgesOf(groups: Plan, { clock, others }: FilledKeys, span: FilledSpan, context: PlanContext) {
  const size = commonSize(clock.map(({ granularity }) => granularity))
  const type = bucketType(size)
  const own = clock.find(({ granularity }) => granularity === size)
  // Buckets that cross each other, such as of week and month, have the days from the later start on in common.
  const start = own === undefined ? call('greatest', type, ...clock.map(clockColumn).map(reference)) : reference(clockColumn(own))
  const first = extreme('min', start, context)
  const last = extreme('max', start, context)
  const known = { from: firstBucket(span, size, context), to: lastMoment(span, size, context) }
  const needed = [...(known.from === undefined ? [first] : []), ...(known.to === undefined ? [last] : [])]
  const beside = needed.length > 0 && others.some(({ isApart }) => isApart) ? others : []
  return {
    input: beside.length > 0 ? combinationsInParts(groups, beside, needed, context) : aggregate(groups, [], needed),
    beside,
    first: known.from === undefined ? reference(first) : parameter(type, known.from),
    last: known.to === undefined ? reference(last) : upTo(parameter(type, known.to), span),
  }
}

/** Nothing happens after the question's date, but something may be planned. */
function upTo(last: PlanExpression, { entities }: FilledSpan): PlanExpression {
  return entities.some(({ future }) => future) ? last : notAfter(last, { kind: 'as_of', type: last.type })
}

function extreme(name: 'min' | 'max', start: PlanExpression, { names }: PlanContext) {
  const type = start.type === 'date' ? ('date' as const) : ('timestamp' as const)
  return { name: names.allocate(name === 'min' ? 'first' : 'last', 'bucket'), type, aggregation: knownAggregation(name), argument: start }
}

function firstBucket({ shown, entities }: FilledSpan, size: Granularity, { time }: PlanContext): Bindable<string> | undefined {
  if (isDateGranularity(size)) {
    const days = entities.flatMap((entity) => firstEdge({ entity }, shown, time)?.date ?? [])
    const first = days.reduce<Bindable<string> | undefined>(
      (one, day) => (one === undefined ? day : combined(one, day, earlier)),
      undefined,
    )
    return first === undefined ? undefined : mapBindable(first, (day) => bucketStart(day, size, time))
  }
  const { from } = shown.timestamp
  return from === undefined ? undefined : mapBindable(from, (instant) => startOfBucket(instant, size, time.timeZone))
}

/** An instant within a day is of that day: of dates that day may be left out, of instants it is not. */
function lastMoment({ shown, entities }: FilledSpan, size: Granularity, { time }: PlanContext): Bindable<string> | undefined {
  const { before } = shown.date
  if (before === undefined || shown.timestamp.before === undefined) return undefined
  const last = mapBindable(shown.timestamp.before, instantBefore)
  if (!isDateGranularity(size)) return last
  const days = entities.map((entity) =>
    entity.time?.type === 'date' ? mapBindable(before, dayBefore) : mapBindable(last, (instant) => localDay(instant, time.timeZone)),
  )
  return days.reduce<Bindable<string> | undefined>((one, day) => (one === undefined ? day : combined(one, day, later)), undefined)
}

/** ISO days of four-digit years: text order is time order. */
function earlier(one: string, other: string): string {
  return one < other ? one : other
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
