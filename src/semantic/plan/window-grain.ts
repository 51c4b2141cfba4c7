/** What windows at one grain are put together from: their sizes, and which measures can be put together at all. */
import { knownAggregation } from '../aggregation/index.ts'
import type { Dimension, Period, Window } from '../catalog/catalog.ts'
import { InternalError } from '../issues/issue.ts'
import type { BaseMeasure, Branch, BranchKey } from '../query/resolved-query.ts'
import { type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize, nests } from '../time/period.ts'
import type { PlanContext } from './context.ts'
import type { Column } from './plan.ts'
import type { ClockKey } from './spine.ts'

/** One branch's windows at one grain. */
export interface WindowGrain {
  readonly branch: Branch
  readonly window: Window
  /** The time of the branch's entity. */
  readonly time: Dimension
  readonly measures: readonly BaseMeasure[]
  readonly context: PlanContext
  /** The keys that windows run along, and the others. */
  readonly clock: readonly ClockKey[]
  readonly others: readonly BranchKey[]
  /** The size in which the buckets of all keys of the clock can be put together. */
  readonly size: Granularity
  /** The size of the pieces that windows are put together from. */
  readonly piece: Granularity
}

export function windowGrain(
  branch: Branch,
  { window, time, keys }: { readonly window: Window; readonly time: Dimension; readonly keys: readonly BranchKey[] },
  measures: readonly BaseMeasure[],
  context: PlanContext,
): WindowGrain {
  const clock = keys
    .filter(({ isClock }) => isClock)
    .map(({ name, granularity }) => ({ name, granularity: granularity ?? ('day' as const) }))
  const size = commonSize(clock.map(({ granularity }) => granularity))
  return {
    branch,
    window,
    time,
    measures,
    context,
    clock,
    others: keys.filter(({ isClock }) => !isClock),
    size,
    piece: pieceOf(window, size),
  }
}

/**
 * Pieces must lie wholly in a window or outside of it. The last window may end in the middle of its bucket, so windows that are counted from their
 * end are put together from days.
 */
export function pieceOf(window: Window, size: Granularity): Granularity {
  if (window.kind === 'all') return size
  const finer = nests(window.unit, size) ? window.unit : 'day'
  if (window.kind === 'to_date') return nests(size, window.unit) ? size : isDateGranularity(window.unit) ? 'day' : window.unit
  if (!isDateGranularity(size)) return nests(size, window.unit) ? size : finer
  return isDateGranularity(window.unit) ? 'day' : window.unit
}

/** The rows before the last of a window of as many buckets; undefined where buckets of that size do not count it off. */
export function preceding(window: Extract<Window, { readonly kind: 'last' }>, size: Granularity): Period | undefined {
  if (size === 'day' && window.unit === 'week') return { n: 7 * window.n - 1, unit: 'day' }
  const isCounted = window.unit === size && (size === 'day' || !isDateGranularity(size))
  return isCounted ? { n: window.n - 1, unit: window.unit } : undefined
}

/** A value counts once in a window, however often it comes. */
export function isCountedOnce({ compute }: BaseMeasure): boolean {
  return compute.aggregation.name === 'count_distinct'
}

export function combines({ compute }: BaseMeasure): boolean {
  return compute.aggregation.combinesBy !== undefined
}

export function combining({ compute: { aggregation } }: BaseMeasure) {
  // Counts of values that come up for the first time add up.
  return knownAggregation(aggregation.combinesBy ?? 'sum')
}

export function valueType(type: Column['type']) {
  if (type === 'unknown' || type === 'null' || type === 'interval') throw new InternalError(`A key of type ${type}`)
  return type
}
