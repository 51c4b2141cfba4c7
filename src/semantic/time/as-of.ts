/**
 * The date of a question: everything later does not exist, and `${as_of}` means it.
 * A bare date is the whole local day, so its last instant is the day's last microsecond.
 */
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import { type Result, success } from '../issues/issue.ts'
import { parseTimePoint, startOfDay, type TimePoint, utcMilliseconds } from './time-point.ts'

export interface AsOf {
  /** The local day, ISO. */
  readonly date: string
  /** The last visible instant, ISO in UTC with microseconds. */
  readonly instant: string
  /** The first instant that is not visible any more. */
  readonly before: string
  /** The last visible instant with the zone's offset: sent back as `asOf` it asks the same question. */
  readonly echo: string
}

export const oneMicrosecond = Temporal.Duration.from({ microseconds: 1 })

export function asOfPoint(text: string, timeZone: string): Result<AsOf> {
  const now = timeZone === 'UTC' ? asOfMilliseconds(text) : undefined
  if (now !== undefined) return success(now)
  const point = parseTimePoint(text, timeZone)
  return point.ok ? success(asOfEndOf(point.value, timeZone)) : point
}

/** Points that are read again and again are the same objects; each is of one text in one zone. */
const known = new LRUCache<TimePoint, AsOf>({ max: 1_000 })

function asOfEndOf(point: TimePoint, timeZone: string): AsOf {
  const found = known.get(point)
  if (found !== undefined) return found
  const before = point.kind === 'day' ? startOfDay(point.day.add({ days: 1 }), timeZone) : point.instant.add(oneMicrosecond)
  const asOf = endingBefore(before, timeZone)
  known.set(point, asOf)
  return asOf
}

/** The operation's instant, which nearly every question is asked at, without the cost of a calendar. Undefined for every other form. */
function asOfMilliseconds(text: string): AsOf | undefined {
  if (utcMilliseconds(text) === undefined) return undefined
  const instant = text.slice(0, -1)
  return { date: text.slice(0, 10), instant: `${instant}000Z`, before: `${instant}001Z`, echo: text.replace(/\.?0+Z$/, 'Z') }
}

/** The date of a question whose last instant lies just before one (ISO, UTC). */
export function asOfBefore(isoInstant: string, timeZone: string): AsOf {
  return endingBefore(Temporal.Instant.from(isoInstant), timeZone)
}

function endingBefore(before: Temporal.Instant, timeZone: string): AsOf {
  const last = before.subtract(oneMicrosecond).toZonedDateTimeISO(timeZone)
  return {
    date: last.toPlainDate().toString(),
    instant: isoUtc(last.toInstant()),
    before: isoUtc(before),
    echo: timeZone === 'UTC' ? last.toInstant().toString() : last.toString({ timeZoneName: 'never' }),
  }
}

/** `2024-03-31T10:00:00.000000Z`: one width, so that text order is time order. */
export function isoUtc(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 6 })
}

/** Whether one day or instant, as text, is not after another. The year 10000, the end of the last day, is written `+010000`. */
export function isAtMost(one: string, other: string): boolean {
  const isPast = [one, other].map((text) => text.startsWith('+'))
  return isPast[0] === isPast[1] ? one <= other : isPast[1] === true
}

export function dayAfter(isoDate: string): string {
  return Temporal.PlainDate.from(isoDate).add({ days: 1 }).toString()
}
