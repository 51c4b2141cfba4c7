/** Where the bucket of a point of time begins and ends, worked out here: the edges are values of a question. */
import { Temporal } from 'temporal-polyfill'
import { type AsOf, dayAfter, isoUtc, oneMicrosecond } from './as-of.ts'
import { type Calendar, type Granularity, isDateGranularity } from './granularity.ts'
import { type PeriodUnit, stepOf } from './period.ts'
import { startOfUnit } from './range.ts'
import { isInRange, startOfDay } from './time-point.ts'

/** One edge, for dates and for timestamps. */
export interface Edge {
  readonly date: string
  readonly timestamp: string
}

export interface BucketContext {
  readonly timeZone: string
  readonly calendar: Calendar
}

/** The first instant after the bucket that the question's date lies in. */
export function bucketEnd(asOf: AsOf, size: Granularity, { timeZone, calendar }: BucketContext): Edge {
  if (isDateGranularity(size)) {
    const day = addUnits(startOfUnit(Temporal.PlainDate.from(asOf.date), size, calendar), 1, stepOf(size))
    return { date: day.toString(), timestamp: isoUtc(startOfDay(day, timeZone)) }
  }
  const end = Temporal.Instant.from(startOfBucket(asOf.instant, size, timeZone)).add({ [`${size}s`]: 1 })
  return { date: dayAfter(asOf.date), timestamp: isoUtc(end) }
}

/** The day on which the bucket of a day begins. */
export function bucketStart(isoDate: string, size: Granularity, calendar: Calendar): string {
  return startOfUnit(Temporal.PlainDate.from(isoDate), size, calendar).toString()
}

/** The first instant of the bucket (below a day) that an instant lies in. */
export function startOfBucket(isoInstant: string, size: Granularity, timeZone: string): string {
  const unit = size as 'hour' | 'minute' | 'second'
  return isoUtc(
    Temporal.Instant.from(isoInstant).toZonedDateTimeISO(timeZone).round({ smallestUnit: unit, roundingMode: 'floor' }).toInstant(),
  )
}

export function instantBefore(isoInstant: string): string {
  return isoUtc(Temporal.Instant.from(isoInstant).subtract(oneMicrosecond))
}

export function dayBefore(isoDate: string): string {
  return Temporal.PlainDate.from(isoDate).subtract({ days: 1 }).toString()
}

/** An instant some units earlier, from day upwards by its local clock, as databases move it; undefined before the calendar begins. */
export function instantEarlier(
  isoInstant: string,
  { n, unit }: { readonly n: number; readonly unit: PeriodUnit },
  timeZone: string,
): string | undefined {
  const instant = Temporal.Instant.from(isoInstant)
  const period = unit === 'quarter' ? { months: 3 * n } : { [`${unit}s`]: n }
  if (!isDateGranularity(unit)) return isoUtc(instant.subtract(period))
  const local = instant.toZonedDateTimeISO(timeZone).toPlainDateTime().subtract(period)
  // Of an hour that comes twice, both engines take the second.
  return isInRange(local.toPlainDate()) ? isoUtc(local.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant()) : undefined
}

/** The first instant of a local day. */
export function startOfLocalDay(isoDate: string, timeZone: string): string {
  return isoUtc(startOfDay(Temporal.PlainDate.from(isoDate), timeZone))
}

export function localDay(isoInstant: string, timeZone: string): string {
  return Temporal.Instant.from(isoInstant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

function addUnits(day: Temporal.PlainDate, n: number, unit: PeriodUnit): Temporal.PlainDate {
  return unit === 'quarter' ? day.add({ months: 3 * n }) : day.add({ [`${unit}s`]: n })
}

/**
 * A day (or an instant) before which nothing reaches `from` when it is moved forward by the periods: those before it and some days more, as a month that
 * lacks the day takes its last. Undefined before the calendar begins.
 */
export function wellBefore(
  from: string,
  type: 'date' | 'timestamp',
  periods: readonly { readonly n: number; readonly unit: PeriodUnit }[],
  timeZone: string,
): string | undefined {
  const instant = type === 'date' ? startOfLocalDay(from, timeZone) : from
  const moved = periods.reduce<string | undefined>((edge, period) => edge && instantEarlier(edge, period, timeZone), instant)
  const earlier = moved && instantEarlier(moved, { n: 4, unit: 'day' }, timeZone)
  return earlier === undefined || type === 'timestamp'
    ? earlier
    : Temporal.Instant.from(earlier).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
