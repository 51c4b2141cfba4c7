/** What placing a branch's rows in time asks of a question: where moved rows end, and what a window cannot run along. */
import { type Bindable, combined, decide, type Late, mapBindable, nowOf, present } from '../dialect/late.ts'
import { type Issue, issue } from '../issues/issue.ts'
import { asOfBefore, dayAfter, isAtMost } from '../time/as-of.ts'
import { bucketEnd, localDay, startOfLocalDay, wellBefore } from '../time/bucket-edge.ts'
import { hasUnevenHours } from '../time/clock-changes.ts'
import { type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize } from '../time/period.ts'
import type { Branch, BranchKey, RowPredicate } from './resolved-query.ts'
import type { ShownTime } from './shown-time.ts'
import type { QuestionTime } from './tests.ts'

/** One edge, for dates and for timestamps. */
export interface BindableEdge {
  readonly date: Bindable<string>
  readonly timestamp: Bindable<string>
}

interface LateEdge {
  readonly date: Late<string>
  readonly timestamp: Late<string>
}

/** The sizes of the buckets along which a branch's windows run; dates themselves are days. */
export function clockSizes(keys: readonly BranchKey[]): readonly Granularity[] {
  return keys.flatMap(({ isClock, granularity, dimension }) => {
    if (isClock !== true) return []
    return granularity === undefined ? (dimension.type === 'date' ? ['day' as const] : []) : [granularity]
  })
}

/**
 * The end of what is shown: the question's date; where rows are moved forward, the end of the bucket it lies in, so that an earlier period is whole.
 * Never later than the span the question shows. Of an instant within a day, the day still belongs to it. Plans reach as far as the span does.
 */
export function lastEdge(
  { entity, placement, keys }: Pick<Branch, 'entity' | 'placement' | 'keys'>,
  shown: ShownTime | undefined,
  time: QuestionTime,
): LateEdge {
  const { late, timeZone } = time
  const sizes = clockSizes(keys)
  const isMoved = placement.shift.length > 0 && sizes.length > 0
  const end = late.map((asOf) =>
    isMoved ? bucketEnd(asOf, commonSize(sizes), { timeZone, calendar: time }) : { date: dayAfter(asOf.date), timestamp: asOf.before },
  )
  const upTo = (last: Late<string>, span: Bindable<string> | undefined) =>
    span === undefined ? last : last.with(span, (edge, before) => (entity.future || isAtMost(before, edge) ? before : edge))
  const timestamp = upTo(
    end.map((edge) => edge.timestamp),
    shown?.timestamp.before,
  )
  const date =
    entity.time?.type === 'date'
      ? upTo(
          end.map((edge) => edge.date),
          shown?.date.before,
        )
      : timestamp.map((before) => dayAfter(asOfBefore(before, timeZone).date))
  return { date, timestamp }
}

/** The beginning of what is shown, where the question says one. */
export function firstEdge(
  { entity }: Pick<Branch, 'entity'>,
  shown: ShownTime | undefined,
  { timeZone }: QuestionTime,
): BindableEdge | undefined {
  if (entity.time?.type === 'date') {
    const date = shown?.date.from
    return date === undefined ? undefined : { date, timestamp: mapBindable(date, (day) => startOfLocalDay(day, timeZone)) }
  }
  const timestamp = shown?.timestamp.from
  return timestamp === undefined ? undefined : { date: mapBindable(timestamp, (instant) => localDay(instant, timeZone)), timestamp }
}

/** The condition that ends the rows of a branch that are placed otherwise than they are; a row without a time lies in no window. */
export function lastMoment(
  branch: Pick<Branch, 'entity' | 'placement' | 'keys'>,
  shown: ShownTime | undefined,
  time: QuestionTime,
): RowPredicate | undefined {
  const { entity, placement } = branch
  // Of plans nothing is hidden: those that are moved are shown wherever they come to lie.
  if (entity.time === undefined || (entity.future && placement.window === undefined)) return undefined
  const type = entity.time.type === 'date' ? 'date' : 'timestamp'
  const before = lastEdge(branch, shown, time)[type]
  const operand = { path: [], dimension: entity.time, ...(placement.shift.length > 0 && { shift: placement.shift }) }
  return { kind: 'range', operand, type, before, negated: false }
}

/** Where rows that are moved into what is shown can begin at all: a condition on the time itself, which an index can follow. */
export function firstMoment(
  { entity, placement }: Pick<Branch, 'entity' | 'placement'>,
  shown: ShownTime,
  { timeZone }: QuestionTime,
): RowPredicate | undefined {
  if (entity.time === undefined || placement.shift.length === 0) return undefined
  const type = entity.time.type === 'date' ? 'date' : 'timestamp'
  const { from } = shown[type]
  const earliest = from === undefined ? undefined : present(mapBindable(from, (edge) => wellBefore(edge, type, placement.shift, timeZone)))
  if (earliest === undefined) return undefined
  return { kind: 'range', operand: { path: [], dimension: entity.time }, type, from: earliest, negated: false }
}

export function refusedWindow(
  { entity, placement, keys }: Pick<Branch, 'entity' | 'placement' | 'keys'>,
  shown: ShownTime | undefined,
  context: QuestionTime,
): Issue | undefined {
  const { window } = placement
  const { time } = entity
  if (window === undefined || time === undefined) return undefined
  const name = `${entity.name}.${time.name}`
  if (keys.some((key) => key.isClock === true && key.granularity === undefined && key.dimension.type !== 'date')) {
    const problem = `A cumulative measure by \`${name}\` needs a granularity, such as \`${name}_day\` or \`time.day\`: a window ends with a bucket.`
    return issue('BAD_USER_INPUT', { problem })
  }
  const size = commonSize(clockSizes(keys))
  if (clockSizes(keys).length > 0 && !isDateGranularity(size) && shown !== undefined && shown.timestamp.from === undefined) {
    const problem = `A cumulative measure by ${size} needs a start: every ${size} since its first row would be a row. Add \`time: { gte: ... }\`.`
    return issue('BAD_USER_INPUT', { problem })
  }
  return shown === undefined ? undefined : refusedHours('A cumulative measure', clockSizes(keys), shown, context)
}

/** Every hour is counted from the one before: not over a change of the clock by half an hour. */
export function refusedHours(
  what: string,
  sizes: readonly Granularity[],
  shown: ShownTime,
  { late, timeZone }: QuestionTime,
): Issue | undefined {
  if (sizes.length === 0 || commonSize(sizes) !== 'hour') return undefined
  const start = shown.timestamp.from ?? '1970-01-01T00:00:00Z'
  const end = shown.timestamp.before ?? late.map(({ before }) => before)
  const isUneven = combined(start, end, (first, last) => hasUnevenHours(timeZone, first, last))
  if (!decide(isUneven, (uneven) => uneven)) return undefined
  const from = nowOf(start)
  const problem = `${what} by hour cannot be counted in \`${timeZone}\` since ${from.slice(0, 10)}: its clocks were set by other than whole hours. Ask for a later span, by day or by minute, or in another time zone.`
  return issue('BAD_USER_INPUT', { problem })
}
