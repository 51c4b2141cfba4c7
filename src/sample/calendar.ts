/**
 * The three years of the sample: which days are busy, and days and seconds as text.
 * Days are counted from the first day of the sample, seconds from its first midnight (UTC).
 */
import { indexAbove, itemAt, type Random, weighted } from './random.ts'

/** January to December: summer and the holidays are strong, the first weeks of a year weak. */
const monthWeights = [78, 80, 92, 96, 106, 113, 115, 107, 97, 100, 112, 132]
/** Sunday to Saturday: deliveries are ordered on working days. */
const weekdayWeights = [8, 128, 122, 118, 134, 142, 46]
/** Busyness of the last day against the first, per mille. */
const growthPerMille = 1220

const hours = weighted<number>([
  [6, 4],
  [7, 9],
  [8, 14],
  [9, 17],
  [10, 16],
  [11, 12],
  [12, 8],
  [13, 10],
  [14, 12],
  [15, 11],
  [16, 8],
  [17, 5],
  [18, 3],
  [19, 2],
])

const daySeconds = 86_400
const dayMs = daySeconds * 1000
/** Follow-ups and requested deliveries may be later than the last day. */
const spareDays = 40

export interface Calendar {
  readonly days: number
  /** Busyness of the days before day `n`, added up; `days + 1` entries. */
  readonly upTo: Float64Array
  /** 'YYYY-MM-DD', some weeks beyond the last day included. */
  readonly dates: readonly string[]
  /** 'YYMMDD', for order numbers. */
  readonly shortDates: readonly string[]
  readonly months: Uint8Array
  readonly weekdays: Uint8Array
  /** Milliseconds of the first midnight since 1970. */
  readonly startMs: number
  /** Seconds from the first midnight to the end of the last day. */
  readonly endSeconds: number
}

/** The three years that end with the day `until` ('YYYY-MM-DD'). */
export function createCalendar(until: string): Calendar {
  const last = new Date(`${until}T00:00:00Z`)
  const startMs = Date.UTC(last.getUTCFullYear() - 3, last.getUTCMonth(), last.getUTCDate() + 1)
  const days = Math.round((last.getTime() - startMs) / dayMs) + 1
  const all = Array.from({ length: days + spareDays }, (_, day) => new Date(startMs + day * dayMs))
  const months = Uint8Array.from(all, (date) => date.getUTCMonth())
  const weekdays = Uint8Array.from(all, (date) => date.getUTCDay())
  const upTo = new Float64Array(days + 1)
  for (let day = 0; day < days; day++) {
    const growth = 1000 + Math.floor(((growthPerMille - 1000) * day) / days)
    const weight = itemAt(monthWeights, itemAt(months, day)) * itemAt(weekdayWeights, itemAt(weekdays, day)) * growth
    upTo[day + 1] = itemAt(upTo, day) + Math.floor(weight / 1000)
  }
  const dates = all.map((date) => date.toISOString().slice(0, 10))
  const shortDates = dates.map((date) => date.slice(2).replaceAll('-', ''))
  return { days, upTo, dates, shortDates, months, weekdays, startMs, endSeconds: days * daySeconds }
}

/** The busyness of a stretch of days, against the whole sample: 0 to 1. */
export function shareOfDays(calendar: Calendar, first: number, last: number): number {
  return (itemAt(calendar.upTo, last + 1) - itemAt(calendar.upTo, first)) / itemAt(calendar.upTo, calendar.days)
}

/** A day from `first` to `last`, busy days more often. */
export function drawDay(calendar: Calendar, random: Random, first: number, last: number): number {
  const from = itemAt(calendar.upTo, first)
  const point = from + random.below(itemAt(calendar.upTo, last + 1) - from)
  return indexAbove(calendar.upTo, point) - 1
}

/** A second of the working day. */
export function drawTimeOfDay(random: Random): number {
  return random.draw(hours) * 3600 + random.below(3600)
}

export function dayOf(second: number): number {
  return Math.floor(second / daySeconds)
}

export function secondOf(day: number, timeOfDay: number): number {
  return day * daySeconds + timeOfDay
}

/** 'YYYY-MM-DD HH:MM:SS', UTC. */
export function timestampText(calendar: Calendar, second: number): string {
  const day = dayOf(second)
  const rest = second - day * daySeconds
  const hour = Math.floor(rest / 3600)
  const minute = Math.floor(rest / 60) % 60
  return `${itemAt(calendar.dates, day)} ${itemAt(twoDigits, hour)}:${itemAt(twoDigits, minute)}:${itemAt(twoDigits, rest % 60)}`
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
