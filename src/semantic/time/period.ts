/** Units to count in, and how the sizes of buckets lie in each other. */
import type { Granularity } from './granularity.ts'

/** Units to count in: `3 months`; finest first. */
export const periodUnits = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type PeriodUnit = (typeof periodUnits)[number]

/** From the start of a bucket to the start of the next. */
export function stepOf(granularity: Granularity): PeriodUnit {
  if (granularity === 'fiscal_quarter') return 'quarter'
  return granularity === 'fiscal_year' ? 'year' : granularity
}

/** Whether every bucket of `fine` lies in one of `coarse`; weeks lie in nothing but weeks. */
export function nests(fine: Granularity, coarse: Granularity): boolean {
  if (fine === coarse) return true
  if (fine === 'month') return ['quarter', 'fiscal_quarter', 'year', 'fiscal_year'].includes(coarse)
  if (fine === 'quarter') return coarse === 'year'
  if (fine === 'fiscal_quarter') return coarse === 'fiscal_year'
  const clock: readonly Granularity[] = ['second', 'minute', 'hour', 'day']
  return clock.includes(fine) && (!clock.includes(coarse) || clock.indexOf(fine) < clock.indexOf(coarse))
}

/** The coarsest size whose buckets lie in those of all of `granularities`: the finest of them, or days where weeks cross months. */
export function commonSize(granularities: readonly Granularity[]): Granularity {
  return granularities.find((fine) => granularities.every((coarse) => nests(fine, coarse))) ?? 'day'
}
