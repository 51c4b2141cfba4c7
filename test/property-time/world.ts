/**
 * A random world of the property tests of measures over time: sales to a few customers and their visits around a day on which something happens to calendars or clocks,
 * and what its model says of windows, periods and fiscal years.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'

export const periodUnits = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type PeriodUnit = (typeof periodUnits)[number]

export interface Period {
  readonly n: number
  readonly unit: PeriodUnit
}

export interface World {
  /** What the time of a sale is: a calendar day, or an instant. */
  readonly clock: 'date' | 'timestamp'
  readonly timeZone: string
  /** A bare date or an instant. */
  readonly asOf: string
  /** Sales are near this day. */
  readonly around: string
  readonly weekStart: 'monday' | 'sunday'
  readonly fiscalYearStart: number
  readonly rolling: Period
  readonly toDate: PeriodUnit
  readonly before: Period
  readonly sales: readonly Sale[]
  readonly visits: readonly Visit[]
}

export interface Visit {
  /** One of `customers`, one that does not exist, or null. */
  readonly customer: number | null
  /** ISO day, or `YYYY-MM-DD HH:MM:SS` in UTC; null: nobody knows when. */
  readonly at: string | null
}

export interface Sale extends Visit {
  readonly channel: string | null
  readonly cents: number | null
}

/** The states of customers; nobody knows that of the fourth. */
export const customers: ReadonlyMap<number, string | null> = new Map([
  [1, 'NY'],
  [2, 'NY'],
  [3, 'CA'],
  [4, null],
])

/** Leap days, ends of years, and days on which the clocks of the zones below change. */
const turningDays = [
  ['2024-02-29', 'UTC'],
  ['2023-12-31', 'Asia/Kathmandu'],
  ['2024-03-31', 'Europe/Berlin'],
  ['2024-10-27', 'Europe/Berlin'],
  ['2024-03-10', 'America/New_York'],
  ['2024-11-03', 'America/New_York'],
  ['2018-11-04', 'America/Sao_Paulo'],
  ['2019-02-17', 'America/Sao_Paulo'],
  ['2025-02-28', 'Pacific/Auckland'],
] as const

const day = 86_400

/** Days from the world's, seconds from its midnight in UTC. */
const moment = fc.record({
  days: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -2, max: 1 }) },
    { weight: 5, arbitrary: fc.integer({ min: -12, max: 6 }) },
    { weight: 4, arbitrary: fc.integer({ min: -70, max: 20 }) },
    { weight: 2, arbitrary: fc.constantFrom(-366, -365, -364, -31, -30, -29, -28, 28, 29, 30, 31, 365, 366) },
    { weight: 1, arbitrary: fc.integer({ min: -400, max: 400 }) },
  ),
  seconds: fc.oneof(
    fc.integer({ min: 0, max: 47 }).map((halves) => halves * 1800),
    fc.constantFrom(0, day - 1, 1),
  ),
})

const visit = {
  customer: fc.constantFrom(1, 2, 3, 4, 9, null),
  moment: fc.option(moment, { freq: 12 }),
}

const sale = fc.record({
  ...visit,
  channel: fc.constantFrom('web', 'web', 'shop', null),
  cents: fc.option(fc.integer({ min: -300, max: 2000 }), { freq: 8 }),
})

export const worlds: fc.Arbitrary<World> = fc
  .record({
    clock: fc.constantFrom('date' as const, 'timestamp' as const),
    turning: fc.constantFrom(...turningDays),
    asOf: fc.record({
      days: fc.oneof(fc.constantFrom(0, 1, 30), fc.integer({ min: -3, max: 40 })),
      seconds: fc.option(fc.integer({ min: 0, max: 47 }).map((halves) => halves * 1800 + 60)),
    }),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    fiscalYearStart: fc.integer({ min: 1, max: 12 }),
    rolling: period(40),
    toDate: fc.constantFrom(...periodUnits),
    before: period(12),
    sales: fc.array(sale, { maxLength: 16, size: 'max' }),
    visits: fc.array(fc.record(visit), { maxLength: 8, size: 'max' }),
  })
  .map(({ turning: [around, timeZone], asOf, sales, visits, clock, ...rest }) => ({
    ...rest,
    clock,
    around,
    timeZone,
    // Days have no hours.
    rolling: clock === 'date' ? inDays(rest.rolling) : rest.rolling,
    before: clock === 'date' ? inDays(rest.before) : rest.before,
    toDate: clock === 'date' && rest.toDate === 'hour' ? 'day' : rest.toDate,
    asOf: asOf.seconds === null ? later(around, asOf.days) : `${later(around, asOf.days)}T${timeOfDay(asOf.seconds)}Z`,
    sales: sales.map(({ moment, ...each }) => ({ ...each, at: moment && textOf(clock, around, moment) })),
    visits: visits.map(({ moment, ...each }) => ({ ...each, at: moment && textOf(clock, around, moment) })),
  }))

function period(most: number): fc.Arbitrary<Period> {
  return fc
    .record({ n: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: most })), unit: fc.constantFrom(...periodUnits) })
    .map(({ n, unit }) => ({ n: unit === 'year' || unit === 'quarter' ? Math.min(n, 3) : n, unit }))
}

function inDays({ n, unit }: Period): Period {
  return { n, unit: unit === 'hour' ? 'day' : unit }
}

function textOf(clock: World['clock'], around: string, { days, seconds }: { readonly days: number; readonly seconds: number }): string {
  const date = later(around, days)
  return clock === 'date' ? date : `${date} ${timeOfDay(seconds)}`
}

function timeOfDay(seconds: number): string {
  return Temporal.PlainTime.from('00:00').add({ seconds }).toString({ smallestUnit: 'second' })
}

export function later(isoDay: string, days: number): string {
  return Temporal.PlainDate.from(isoDay).add({ days }).toString()
}
