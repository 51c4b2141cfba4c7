/**
 * The methods of a dialect that both engines read alike, written once.
 * Constants of the model are literals: PostgreSQL takes two parameters of equal value for different expressions, and refuses to group by one
 * and select the other. Values of the question (zone, instants) are bind parameters.
 */
import { sql } from 'kysely'
import { InternalError } from '../issues/issue.ts'
import { type Calendar, type FiscalGranularity, fiscalShift, type Granularity, isDateGranularity, isFiscal } from '../time/granularity.ts'
import type { PeriodUnit } from '../time/period.ts'
import { repeatsMidnight } from '../time/time-point.ts'
import type { Sql, SqlInput } from './dialect.ts'
import { type Bindable, mapBindable } from './late.ts'
import { divisor, operand } from './operand.ts'

export function localTime(timestamp: SqlInput, zone: string): Sql {
  return sql`(cast(${timestamp} as timestamptz) at time zone ${zone})`
}

export function localDate(timestamp: SqlInput, zone: string): Sql {
  // Sessions run in UTC: columns with and without zone cast to the same day.
  if (zone === 'UTC') return sql`cast(${timestamp} as date)`
  return sql`cast(cast(${timestamp} as timestamptz) at time zone ${zone} as date)`
}

export function startOfDay(date: SqlInput, zone: string): Sql {
  const start = sql`(cast(${date} as timestamp) at time zone ${zone})`
  if (!repeatsMidnight(zone)) return start
  // Of two midnights databases take the second.
  const hourBefore = sql`(${start} - interval '1 hour')`
  return sql`case when ${localDate(hourBefore, zone)} = ${operand(date)} then ${hourBefore} else ${start} end`
}

/** date_trunc of a date is a timestamp with zone on PostgreSQL and one without on DuckDB: as a date both are the same day. */
export function dateBucket(date: SqlInput, granularity: Granularity, calendar: Calendar): Sql {
  if (granularity === 'day') return sql`cast(${date} as date)`
  return localBucket(date, granularity, calendar)
}

/** The first day of the bucket of a day, or of what the clock on the wall shows. */
export function localBucket(local: SqlInput, granularity: Granularity, calendar: Calendar): Sql {
  if (!isDateGranularity(granularity)) throw new InternalError(`A date has no buckets of a ${granularity}.`)
  if (isFiscal(granularity)) return fiscalBucket(local, granularity, calendar)
  if (granularity !== 'week' || calendar.weekStart === 'monday') return sql`cast(date_trunc(${sql.lit(granularity)}, ${local}) as date)`
  // date_trunc knows weeks from Monday; a Sunday belongs to the week of the next day.
  return sql`(cast(date_trunc('week', ${operand(local)} + ${interval(1, 'day')}) as date) - 1)`
}

function fiscalBucket(local: SqlInput, granularity: FiscalGranularity, { fiscalYearStart }: Calendar): Sql {
  if (fiscalYearStart === undefined) throw new InternalError(`The calendar has no ${granularity}.`)
  const { unit, months } = fiscalShift(granularity, fiscalYearStart)
  if (months === 0) return sql`cast(date_trunc(${sql.lit(unit)}, ${local}) as date)`
  // The 31st becomes the last day of a shorter month, which stays in the same year and quarter.
  const shift = interval(months, 'month')
  return sql`cast(date_trunc(${sql.lit(unit)}, ${operand(local)} - ${shift}) + ${shift} as date)`
}

export function instant(isoUtc: Bindable<string>): Sql {
  return sql`cast(${mapBindable(isoUtc, spelledInstant)} as timestamptz)`
}

/** As both engines read it. */
export function spelledInstant(isoUtc: string): string {
  return isYearZero(isoUtc) ? '0001-01-01T00:00:00Z' : withoutSign(isoUtc)
}

export function date(isoDate: Bindable<string>): Sql {
  return sql`cast(${mapBindable(isoDate, withoutSign)} as date)`
}

/** East of Greenwich the first day of year 1 begins before it in UTC. Engines spell such years differently, and no question is about them. */
function isYearZero(iso: string): boolean {
  return iso.startsWith('0000') || iso.startsWith('-')
}

/** ISO 8601 writes `+010000`, databases 10000: the end of the last day there is, 9999-12-31. */
function withoutSign(iso: string): string {
  return iso.replace(/^\+0*/, '')
}

export function divideFloats(a: SqlInput, b: SqlInput): Sql {
  return sql`cast(${a} as double precision) / ${divisor(b)}`
}

export function moveDate(date: SqlInput, n: number, unit: PeriodUnit): Sql {
  if (unit === 'day') return sql`${operand(date)} ${sign(n)} ${sql.lit(Math.abs(n))}`
  return sql`cast(${operand(date)} ${sign(n)} ${interval(n, unit)} as date)`
}

export function moveInstant(timestamp: SqlInput, n: number, unit: PeriodUnit, zone: string): Sql {
  // Sessions run in UTC, whose days all have 24 hours.
  if (!isDateGranularity(unit) || zone === 'UTC') return sql`cast(${timestamp} as timestamptz) ${sign(n)} ${interval(n, unit)}`
  return sql`(${localTime(timestamp, zone)} ${sign(n)} ${interval(n, unit)}) at time zone ${zone}`
}

function sign(n: number): Sql {
  return sql.raw(n < 0 ? '-' : '+')
}

export function interval(n: number, unit: PeriodUnit): Sql {
  const count = Math.abs(n) * (unit === 'quarter' ? 3 : 1)
  const word = unit === 'quarter' ? 'month' : unit
  return sql`interval ${sql.lit(`${count} ${word}${count === 1 ? '' : 's'}`)}`
}

/** What ends an aggregate: the rows that count. */
export function filterClause(filter: SqlInput | undefined): Sql {
  return filter === undefined ? sql`` : sql` filter (where ${filter})`
}

export function both(condition: Sql, other: SqlInput | undefined): Sql {
  return other === undefined ? condition : sql`${condition} and ${operand(other)}`
}
