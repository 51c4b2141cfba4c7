/** The buckets of a clock, one row each, whether or not anything happened in them. */
import type { Bindable } from '../dialect/late.ts'
import { bucketType, type Granularity } from '../time/granularity.ts'
import { commonSize, stepOf } from '../time/period.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, crossJoin, derive, kept, literal, named, reference, series } from './nodes.ts'
import type { Column, Plan, PlanExpression } from './plan.ts'

/** A key of the grain that is a bucket of the clock. */
export interface ClockKey {
  readonly name: string
  readonly granularity: Granularity
}

export interface Spine {
  /** A row for each bucket of `size` (and each of what is beside it), with every key of the clock. */
  readonly plan: Plan
  readonly bucket: Column
  /** The size in which the buckets of all keys can be put together. */
  readonly size: Granularity
  /** Whether it is one of the keys: then a row is a group. */
  readonly isKey: boolean
}

/** Where buckets begin and end: worked out from the one row of the input, or from each of its rows, which go on as the columns `beside`. */
export interface SpineEdges {
  readonly input: Plan
  readonly beside?: readonly Column[]
  readonly first: PlanExpression
  readonly last: PlanExpression
}

export function spineOf(keys: readonly ClockKey[], context: PlanContext, { input, beside = [], first, last }: SpineEdges): Spine {
  const size = commonSize(keys.map(({ granularity }) => granularity))
  const key = keys.find(({ granularity }) => granularity === size)
  const bucket = { name: key?.name ?? context.names.allocate('bucket', size), type: bucketType(size) }
  const buckets = series(input, { ...bucket, beside, first, last, step: stepOf(size) })
  return { plan: derive(buckets, coarserKeys(keys, bucket)), bucket, size, isKey: key !== undefined }
}

/** A row for each combination of keys of the clock. Keys that do not lie in each other, such as month and week: their combinations, not the days. */
export function groupsOfSpine({ plan, isKey }: Spine, clock: readonly ClockKey[], beside: readonly Column[] = []): Plan {
  return isKey ? plan : aggregate(plan, [...beside, ...clock.map(clockColumn)].map(kept), [])
}

export function clockColumn({ name, granularity }: ClockKey): Column {
  return { name, type: bucketType(granularity) }
}

/** The other keys of the clock, worked out from the bucket. */
export function coarserKeys(keys: readonly ClockKey[], bucket: Column) {
  return keys
    .filter(({ name }) => name !== bucket.name)
    .map(({ name, granularity }) => ({ name, type: bucketType(granularity), expression: bucketOf(granularity, reference(bucket)) }))
}

export function bucketOf(granularity: Granularity, time: PlanExpression): PlanExpression {
  return call('date_trunc', bucketType(granularity), literal('string', granularity), time)
}

/** A day or an instant of the question. */
export function parameter(type: 'date' | 'timestamp', value: Bindable<string>): PlanExpression {
  return { kind: 'parameter', type, value }
}

/** The later of the two. */
export function notBefore(time: PlanExpression, earliest: PlanExpression): PlanExpression {
  return call('greatest', time.type, time, earliest)
}

/** The earlier of the two. */
export function notAfter(time: PlanExpression, latest: PlanExpression): PlanExpression {
  return call('least', time.type, time, latest)
}

/** Every bucket for every combination of the other keys that occurs in `rows`. */
export function everyCombination(rows: Plan, others: readonly Column[], buckets: Plan): Plan {
  if (others.length === 0) return buckets
  const combinations = aggregate(rows, others.map(kept), [])
  return named(crossJoin(named(combinations, 'combinations'), buckets), 'every_group')
}
