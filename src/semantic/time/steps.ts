/** Dates at equal steps: the dates of a history. */
import type { Temporal } from 'temporal-polyfill'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { PeriodUnit } from './period.ts'
import { parseTimePoint, type TimePoint } from './time-point.ts'

export const historySteps = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly PeriodUnit[]
export type HistoryStep = (typeof historySteps)[number]

/**
 * `from`, one step later and so on, none later than `to`: days where `from` is a day, else instants. Each is counted from the first, so that
 * month ends stay month ends (January 31, February 29, March 31). BAD_USER_INPUT, LIMIT_EXCEEDED.
 */
export function stepsBetween(
  from: string,
  to: string,
  step: HistoryStep,
  { timeZone, most }: { timeZone: string; most: number },
): Result<readonly string[]> {
  const [first, last] = [parseTimePoint(from, timeZone), parseTimePoint(to, timeZone)]
  if (!first.ok || !last.ok) return failure(...[first, last].flatMap((point) => (point.ok ? [] : point.issues)))
  const end = endOf(last.value, timeZone)
  const points: string[] = []
  let previous: Temporal.Instant | undefined
  for (let count = 0; ; count += 1) {
    const point = later(first.value, { [unitOf(step)]: count * unitsIn(step) }, timeZone)
    const until = endOf(point, timeZone)
    if (until.epochNanoseconds > end.epochNanoseconds) break
    // A day that the zone leaves out (December 30, 2011 on Samoa) is the day before it, or the one after it.
    if (previous?.equals(until)) continue
    previous = until
    if (points.length === most) return failure(issue('LIMIT_EXCEEDED', { limit: most + 1, maximum: most, step }))
    points.push(point.kind === 'day' ? point.day.toString() : point.instant.toString())
  }
  if (points.length > 0) return success(points)
  return failure(issue('BAD_USER_INPUT', { problem: `\`from\`, ${from}, is later than \`to\`, ${to}.` }))
}

function unitOf(step: HistoryStep): 'days' | 'weeks' | 'months' | 'years' {
  return step === 'quarter' ? 'months' : (`${step}s` as const)
}

function unitsIn(step: HistoryStep): number {
  return step === 'quarter' ? 3 : 1
}

function later(point: TimePoint, by: Temporal.DurationLike, timeZone: string): TimePoint {
  if (point.kind === 'day') return { kind: 'day', day: point.day.add(by) }
  return { kind: 'moment', instant: point.instant.toZonedDateTimeISO(timeZone).add(by).toInstant() }
}

/** The first instant after it. */
function endOf(point: TimePoint, timeZone: string): Temporal.Instant {
  return point.kind === 'day' ? point.day.add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant() : point.instant
}
