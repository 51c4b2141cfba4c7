/**
 * A point of time as a client writes it: a calendar day (`2024-03-31`), or a moment (`2024-03-31T10:00:00Z`; without offset it is local time).
 * Zone arithmetic is Temporal's; nothing here reads the clock or the process's zone.
 */
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'

export type TimePoint =
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate }
  | { readonly kind: 'moment'; readonly instant: Temporal.Instant }

const dayPattern = /^\d{4}-\d{2}-\d{2}$/
const momentPattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?)?$/

/** Characters of a point of time, with nanoseconds and an offset. */
export const longestTimePoint = 40

/** Days from year 1 to 9999: what both databases hold and print alike. */
const firstDay = Temporal.PlainDate.from('0001-01-01')
const lastDay = Temporal.PlainDate.from('9999-12-31')

export function isInRange(day: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, firstDay) >= 0 && Temporal.PlainDate.compare(day, lastDay) <= 0
}

/** Bounds are repeated from question to question. */
const parsed = new LRUCache<string, Result<TimePoint>>({ max: 1_000 })

export function parseTimePoint(text: string, timeZone: string): Result<TimePoint> {
  const key = `${timeZone} ${text}`
  const known = parsed.get(key)
  if (known !== undefined) return known
  const point = parse(text, timeZone)
  if (text.length <= longestTimePoint) parsed.set(key, point)
  return point
}

const millisecondsPattern = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** `2024-03-31T10:00:00.000Z`, the form in which programs write an instant, since 1970; undefined for every other form. */
export function utcMilliseconds(text: string): number | undefined {
  if (!millisecondsPattern.test(text)) return undefined
  const milliseconds = Date.parse(text)
  // Days and hours that do not exist (February 30, 24:00) are moved by Date, or refused.
  return Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== text ? undefined : milliseconds
}

function parse(text: string, timeZone: string): Result<TimePoint> {
  const milliseconds = utcMilliseconds(text)
  if (milliseconds !== undefined) return success({ kind: 'moment', instant: Temporal.Instant.fromEpochMilliseconds(milliseconds) })
  try {
    if (dayPattern.test(text)) {
      const day = Temporal.PlainDate.from(text)
      if (isInRange(day)) return success({ kind: 'day', day })
    } else if (momentPattern.test(text)) {
      const instant = parseMoment(text, timeZone)
      if (isInRange(instant.toZonedDateTimeISO('UTC').toPlainDate())) return success({ kind: 'moment', instant })
    }
  } catch {
    // Not a date that exists: Temporal says so by throwing.
  }
  return failure(
    issue('BAD_USER_INPUT', {
      problem: `\`${text.slice(0, 40)}\` is not a point of time. Write an ISO date such as 2024-03-31, or a date-time such as 2024-03-31T10:00:00Z.`,
    }),
  )
}

function parseMoment(text: string, timeZone: string): Temporal.Instant {
  const hasOffset = /([Zz]|[+-]\d{2}(:?\d{2})?)$/.test(text.slice(11))
  const instant = hasOffset
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant()
  // Databases hold microseconds.
  return instant.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
}

/** The first instant of a local day; not always midnight (Sao Paulo's clocks jumped from 0:00 to 1:00). */
export function startOfDay(day: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone }).toInstant()
}

/** The same of an ISO date, as text with the zone's offset. */
export function firstInstantOf(day: string, timeZone: string): string {
  const start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone })
  return timeZone === 'UTC' ? start.toInstant().toString() : start.toString({ timeZoneName: 'never' })
}

const midnightRepeating = new Map<string, boolean>()

/** Whether clocks were put back to midnight on some day since 1970: Havana's go from 1:00 to 0:00, so that a day there has two midnights. */
export function repeatsMidnight(timeZone: string): boolean {
  const known = midnightRepeating.get(timeZone)
  if (known !== undefined) return known
  const repeats = findsRepeatedMidnight(timeZone)
  midnightRepeating.set(timeZone, repeats)
  return repeats
}

function findsRepeatedMidnight(timeZone: string): boolean {
  const beginning = Temporal.Instant.from('1970-01-01T00:00:00Z').toZonedDateTimeISO(timeZone)
  for (
    let change = beginning.getTimeZoneTransition('next');
    change !== null && change.year < 2038;
    change = change.getTimeZoneTransition('next')
  ) {
    const isPutBack = change.offsetNanoseconds < change.subtract({ nanoseconds: 1 }).offsetNanoseconds
    if (isPutBack && change.toPlainTime().equals('00:00')) return true
  }
  return false
}

/** Names of zones that there are; every question has one. */
const timeZones = new LRUCache<string, true>({ max: 1_000 })

export function isTimeZone(name: string): boolean {
  if (timeZones.has(name)) return true
  try {
    // A bare offset (`+02:00`) is no zone for the databases, and Etc-less abbreviations differ between them.
    if (!/^[A-Za-z]/.test(name)) return false
    new Temporal.ZonedDateTime(0n, name)
    timeZones.set(name, true)
    return true
  } catch {
    return false
  }
}

export function checkTimeZone(name: string): Result<string> {
  if (isTimeZone(name)) return success(name)
  const nearest = closest(name, Intl.supportedValuesOf('timeZone'))
  return failure(
    issue('BAD_USER_INPUT', {
      problem: `\`${name.slice(0, 60)}\` is not a time zone.${nearest === undefined ? ' Write an IANA name such as Europe/Berlin.' : ` Closest: \`${nearest}\`.`}`,
    }),
  )
}
