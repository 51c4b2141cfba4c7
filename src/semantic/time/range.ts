/**
 * Tests on times as half-open ranges [from, before), so that no instant falls between two days or into both.
 *
 *   gte 2024-01-01 -> from 2024-01-01     lte 2024-01-31 -> before 2024-02-01     (timestamps: the first instant of that local day)
 */
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import { type AsOf, isoUtc, oneMicrosecond } from './as-of.ts'
import { type Calendar, type FiscalGranularity, fiscalShift, type Granularity, isDateGranularity } from './granularity.ts'
import { stepOf } from './period.ts'
import { isInRange, longestTimePoint, parseTimePoint, startOfDay, type TimePoint } from './time-point.ts'

/** ISO days for dates, ISO instants (UTC) for timestamps. An absent edge is open. */
export interface TimeRange {
  readonly from?: string
  readonly before?: string
}

export type RelativeTest =
  | { readonly operator: 'inTheLast' | 'inThePrevious'; readonly n: number; readonly unit: Granularity }
  | { readonly operator: 'toDate'; readonly unit: Granularity }

export interface TimeContext extends Calendar {
  readonly asOf: AsOf
  readonly timeZone: string
  /** Dates compare by local day, timestamps by instant. */
  readonly of: 'date' | 'timestamp'
}

type TimeComparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte'

/** Bounds are repeated from question to question. */
const ranges = new LRUCache<string, Result<TimeRange>>({ max: 1_000 })

export function comparisonRange(operator: TimeComparison, text: string, context: TimeContext): Result<TimeRange> {
  const key = `${operator} ${context.of} ${context.timeZone} ${text}`
  const known = ranges.get(key)
  if (known !== undefined) return known
  const range = comparedRange(operator, text, context)
  if (text.length <= longestTimePoint) ranges.set(key, range)
  return range
}

function comparedRange(operator: TimeComparison, text: string, context: TimeContext): Result<TimeRange> {
  const parsed = parseTimePoint(text, context.timeZone)
  if (!parsed.ok) return parsed
  const from = { from: firstOf(parsed.value, context) }
  switch (operator) {
    case 'gte':
      return success(from)
    case 'lt':
      return success({ before: from.from })
    case 'gt':
      return success({ from: afterOf(parsed.value, context) })
    case 'lte':
      return success({ before: afterOf(parsed.value, context) })
    case 'eq':
      return success({ ...from, before: afterOf(parsed.value, context) })
  }
}

/** Both ends belong to it. Ends in the wrong order are a slip: a range that may be empty is written with `gte` and `lt`. */
export function betweenRange(fromText: string, toText: string, context: TimeContext): Result<TimeRange> {
  const from = parseTimePoint(fromText, context.timeZone)
  if (!from.ok) return from
  const to = parseTimePoint(toText, context.timeZone)
  if (!to.ok) return to
  if (!isReversed(from.value, to.value, context)) return success({ from: firstOf(from.value, context), before: afterOf(to.value, context) })
  const problem = `\`between\` goes from \`${fromText}\` to \`${toText}\`, which is earlier; \`from\` is the earlier of the two.`
  return failure(issue('BAD_USER_INPUT', { problem }))
}

/** Days are compared as days: the clocks of a zone may have skipped one, which then has no instant. */
function isReversed(from: TimePoint, to: TimePoint, { of, timeZone }: TimeContext): boolean {
  if (of === 'date' || (from.kind === 'day' && to.kind === 'day')) {
    return Temporal.PlainDate.compare(dayOf(from, timeZone), dayOf(to, timeZone)) > 0
  }
  const start = from.kind === 'day' ? startOfDay(from.day, timeZone) : from.instant
  const end = to.kind === 'day' ? startOfDay(to.day.add({ days: 1 }), timeZone) : to.instant.add(oneMicrosecond)
  return Temporal.Instant.compare(start, end) >= 0
}

function dayOf(point: TimePoint, timeZone: string): Temporal.PlainDate {
  return point.kind === 'day' ? point.day : point.instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

export function relativeRange(test: RelativeTest, context: TimeContext): Result<TimeRange> {
  if (test.operator !== 'toDate' && (!Number.isInteger(test.n) || test.n < 1)) {
    return failure(issue('BAD_USER_INPUT', { problem: `\`n\` of \`${test.operator}\` is ${test.n}; it counts whole units, 1 or more.` }))
  }
  try {
    const range = isDateGranularity(test.unit) ? dayRange(test, context) : instantRange(test, context)
    if (range !== undefined) return success(range)
  } catch {
    // Further back than the calendar goes.
  }
  return failure(issue('BAD_USER_INPUT', { problem: `\`${test.operator}\` reaches back before year 1.` }))
}

function dayRange(test: RelativeTest, context: TimeContext): TimeRange | undefined {
  const today = Temporal.PlainDate.from(context.asOf.date)
  const tomorrow = today.add({ days: 1 })
  const [from, before] =
    test.operator === 'toDate'
      ? [startOfUnit(today, test.unit, context), tomorrow]
      : test.operator === 'inTheLast'
        ? [tomorrow.subtract(units(test.n, test.unit)), tomorrow]
        : previousUnits(startOfUnit(today, test.unit, context), test.n, test.unit)
  if (!isInRange(from)) return undefined
  if (context.of === 'date') return { from: from.toString(), before: before.toString() }
  const end = Temporal.PlainDate.compare(before, tomorrow) === 0 ? context.asOf.before : isoUtc(startOfDay(before, context.timeZone))
  return { from: isoUtc(startOfDay(from, context.timeZone)), before: end }
}

function previousUnits(start: Temporal.PlainDate, n: number, unit: Granularity): [Temporal.PlainDate, Temporal.PlainDate] {
  return [start.subtract(units(n, unit)), start]
}

function instantRange(test: RelativeTest, context: TimeContext): TimeRange | undefined {
  const before = Temporal.Instant.from(context.asOf.before)
  const unit = test.unit as 'hour' | 'minute' | 'second'
  const current = before
    .subtract(oneMicrosecond)
    .toZonedDateTimeISO(context.timeZone)
    .round({ smallestUnit: unit, roundingMode: 'floor' })
    .toInstant()
  const [from, end] =
    test.operator === 'toDate'
      ? [current, before]
      : test.operator === 'inTheLast'
        ? [before.subtract({ [`${unit}s`]: test.n }), before]
        : [current.subtract({ [`${unit}s`]: test.n }), current]
  if (context.of === 'timestamp') return { from: isoUtc(from), before: isoUtc(end) }
  // A date has no hours: the days the range touches.
  return { from: localDay(from, context), before: localDay(end.subtract(oneMicrosecond), context, 1) }
}

/** The first day of the calendar unit a day lies in. */
export function startOfUnit(day: Temporal.PlainDate, unit: Granularity, calendar: Calendar): Temporal.PlainDate {
  switch (unit) {
    case 'week':
      return day.subtract({ days: calendar.weekStart === 'monday' ? day.dayOfWeek - 1 : day.dayOfWeek % 7 })
    case 'month':
      return day.with({ day: 1 })
    case 'quarter':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) })
    case 'year':
      return day.with({ day: 1, month: 1 })
    case 'fiscal_quarter':
    case 'fiscal_year':
      return startOfFiscal(day, unit, calendar)
    default:
      return day
  }
}

function startOfFiscal(day: Temporal.PlainDate, granularity: FiscalGranularity, calendar: Calendar): Temporal.PlainDate {
  if (calendar.fiscalYearStart === undefined) throw new InternalError(`The calendar has no ${granularity}.`)
  const { unit, months } = fiscalShift(granularity, calendar.fiscalYearStart)
  // From the first of the month: it is there in every month.
  return startOfUnit(day.with({ day: 1 }).subtract({ months }), unit, calendar).add({ months })
}

function units(n: number, unit: Granularity): Temporal.Duration {
  const step = stepOf(unit)
  return Temporal.Duration.from(step === 'quarter' ? { months: 3 * n } : { [`${step}s`]: n })
}

function firstOf(point: TimePoint, context: TimeContext): string {
  if (point.kind === 'moment') return context.of === 'date' ? localDay(point.instant, context) : isoUtc(point.instant)
  return context.of === 'date' ? point.day.toString() : isoUtc(startOfDay(point.day, context.timeZone))
}

/** The first day or instant after the point. */
function afterOf(point: TimePoint, context: TimeContext): string {
  if (point.kind === 'moment') {
    return context.of === 'date' ? localDay(point.instant, context, 1) : isoUtc(point.instant.add(oneMicrosecond))
  }
  return firstOf({ kind: 'day', day: point.day.add({ days: 1 }) }, context)
}

function localDay(instant: Temporal.Instant, context: TimeContext, addDays = 0): string {
  return instant.toZonedDateTimeISO(context.timeZone).toPlainDate().add({ days: addDays }).toString()
}
