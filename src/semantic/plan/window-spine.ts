/** The windows themselves: a row for each bucket, with where its window begins and ends. */
import { knownAggregation } from '../aggregation/index.ts'
import type { Window } from '../catalog/catalog.ts'
import { type Bindable, mapBindable } from '../dialect/late.ts'
import { move } from '../expression/functions/moved.ts'
import { InternalError } from '../issues/issue.ts'
import { firstEdge, lastEdge } from '../query/clock.ts'
import { asOfBefore } from '../time/as-of.ts'
import { bucketEnd, bucketStart, dayBefore, instantBefore, startOfBucket } from '../time/bucket-edge.ts'
import { bucketType, type Granularity, isDateGranularity } from '../time/granularity.ts'
import { nests, stepOf } from '../time/period.ts'
import { aggregate, call, columnOf, derive, filter, kept, named, reference } from './nodes.ts'
import { combinationsInParts, type OtherKey } from './parts.ts'
import type { Column, Plan, PlanExpression } from './plan.ts'
import { bucketOf, type ClockKey, groupsOfSpine, notAfter, notBefore, parameter, type Spine, spineOf } from './spine.ts'
import { valueType, type WindowGrain } from './window-grain.ts'

export interface WindowSpine {
  readonly plan: Plan
  /** The first piece after the window. */
  readonly end: Column
  readonly start?: Column
  readonly period?: Column
}

/** Every bucket that is shown for every combination of the other keys, of each part from its own first piece on; undefined where there are no parts. */
export function everyGroupInParts(
  grain: WindowGrain,
  rows: Plan,
  piece: Column,
  keys: readonly ClockKey[],
  from?: Bindable<string>,
): Plan | undefined {
  if (!grain.others.some(({ isApart }) => isApart)) return undefined
  const others = grain.others.map(({ name, isApart }) => ({ ...columnOf(name, rows), ...(isApart && { isApart }) }))
  return groupsOfSpine(bucketsOf(grain, rows, piece, keys, { from, others }), keys, others)
}

interface Begin {
  readonly from?: Bindable<string> | undefined
  /** Present where buckets are made for each combination of these. */
  readonly others?: readonly OtherKey[]
}

/** Buckets from the first piece there is (not before `from`) to the last that is shown. */
export function bucketsOf(grain: WindowGrain, rows: Plan, piece: Column, keys: readonly ClockKey[], { from, others }: Begin = {}): Spine {
  const first: Column = { name: grain.context.names.allocate('first', grain.piece), type: piece.type }
  const edges = [{ name: first.name, type: bucketType(grain.piece), aggregation: knownAggregation('min'), argument: reference(piece) }]
  const edge = others === undefined ? aggregate(rows, [], edges) : combinationsInParts(rows, others, edges, grain.context)
  // Without rows there are no buckets, wherever the shown ones begin.
  const begin = named(filter(edge, { kind: 'isNull', operand: first.name, negated: true }), `first_${grain.piece}`)
  const start = grain.piece === grain.size ? reference(first) : bucketOf(grain.size, reference(first))
  const type = bucketType(grain.size)
  const { date, timestamp } = lastEdge(grain.branch, grain.branch.shown, grain.context.time)
  return spineOf(keys, grain.context, {
    input: begin,
    ...(others !== undefined && { beside: others }),
    first: from === undefined ? start : notBefore(start, parameter(type, from)),
    last: type === 'date' ? parameter('date', date.map(dayBefore)) : parameter('timestamp', timestamp.map(instantBefore)),
  })
}

/** The first bucket of the span that is shown. */
export function firstShown(grain: WindowGrain): Bindable<string> | undefined {
  const { shown } = grain.branch
  const { time } = grain.context
  const from = firstEdge(grain.branch, shown, time)
  if (from === undefined) return undefined
  if (isDateGranularity(grain.size)) return mapBindable(from.date, (day) => bucketStart(day, grain.size, time))
  return mapBindable(from.timestamp, (instant) => startOfBucket(instant, grain.size, time.timeZone))
}

/** Where the window of each bucket ends, and begins where it is counted from there. */
export function withEdges(grain: WindowGrain, { plan, bucket, size, isKey }: Spine): WindowSpine {
  const { names } = grain.context
  const type = bucketType(grain.piece)
  const end: Column = { name: names.allocate('window', 'end'), type }
  const next = move(reference(bucket), 1, stepOf(size))
  // What ends in the middle of a bucket ends there.
  const capped = notAfter(type === bucket.type ? next : atMidnight(next), parameter(type, cap(grain)))
  const whole = named(derive(plan, [{ ...end, expression: capped }]), 'windows')
  const buckets = isKey ? whole : lastOfEach(whole, grain.clock, end)
  const window = grain.window
  if (window.kind === 'all') return { plan: buckets, end }
  if (window.kind === 'to_date') {
    const last = isKey && nests(size, window.unit) ? reference(bucket) : move(reference(end), -1, type === 'date' ? 'day' : 'second')
    const period = periodColumn(grain, window.unit, last)
    return { plan: named(derive(buckets, [period]), 'windows'), end, period }
  }
  const start: Column = { name: names.allocate('window', 'start'), type }
  return { plan: named(derive(buckets, [{ ...start, expression: move(reference(end), -window.n, window.unit) }]), 'windows'), end, start }
}

function cap(grain: WindowGrain): Bindable<string> {
  const { time } = grain.context
  const edge = lastEdge(grain.branch, grain.branch.shown, time)
  if (isDateGranularity(grain.piece)) return edge.date
  const { timeZone } = time
  return edge.timestamp.map((end) => bucketEnd(asOfBefore(end, timeZone), grain.piece, { timeZone, calendar: time }).timestamp)
}

export function inWindow(grain: WindowGrain, rows: Plan, piece: Column, { end, start, period }: WindowSpine): Plan {
  const moment = reference(piece)
  const tests = [
    ...(start === undefined ? [] : [call('>=', 'boolean', moment, reference(start))]),
    ...(period === undefined ? [] : [call('=', 'boolean', bucketOf(periodUnit(grain.window), moment), reference(period))]),
    call('<', 'boolean', moment, reference(end)),
  ]
  return tests.reduce((plan, expression) => filter(plan, { kind: 'holds', expression }), rows)
}

export function periodColumn(grain: WindowGrain, unit: Granularity, time: PlanExpression) {
  return { name: grain.context.names.allocate('period', unit), type: bucketType(unit), expression: bucketOf(unit, time) }
}

export function otherColumns(grain: WindowGrain, plan: Plan): readonly Column[] {
  return grain.others.map(({ name }) => columnOf(name, plan))
}

function periodUnit(window: Window): Granularity {
  if (window.kind !== 'to_date') throw new InternalError('Only a window to date has a period')
  return window.unit
}

/** Keys that do not lie in each other, such as month and week: of each combination the last day. */
function lastOfEach(days: Plan, clock: readonly ClockKey[], end: Column): Plan {
  return aggregate(
    days,
    clock.map(({ name, granularity }) => kept({ name, type: bucketType(granularity) })),
    [{ name: end.name, type: valueType(end.type), aggregation: knownAggregation('max'), argument: reference(end) }],
  )
}

/** The first instant of a local day. */
function atMidnight(day: PlanExpression): PlanExpression {
  return { kind: 'cast', type: 'timestamp', argument: day }
}
