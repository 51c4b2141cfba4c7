/** What placing a branch's rows in time asks of a question: where moved rows end, and what a window cannot run along. */
import { type Issue, issue } from '../issues/issue.ts'
import { bucketEnd, type Edge } from '../time/bucket-edge.ts'
import { type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize } from '../time/period.ts'
import type { Branch, BranchKey, RowPredicate } from './resolved-query.ts'
import type { ShownTime } from './shown-time.ts'
import type { QuestionTime } from './tests.ts'

/** The sizes of the buckets along which a branch's windows run; dates themselves are days. */
export function clockSizes(keys: readonly BranchKey[]): readonly Granularity[] {
  return keys.flatMap(({ isClock, granularity, dimension }) => {
    if (isClock !== true) return []
    return granularity === undefined ? (dimension.type === 'date' ? ['day' as const] : []) : [granularity]
  })
}

/**
 * The end of what is shown: the question's date; where rows are moved forward, the end of the bucket it lies in, so that an earlier period is whole.
 * Never later than the span the question shows.
 */
export function lastEdge({ placement, keys }: Pick<Branch, 'placement' | 'keys'>, shown: ShownTime | undefined, time: QuestionTime): Edge {
  const sizes = clockSizes(keys)
  const isMoved = placement.shift.length > 0 && sizes.length > 0
  const size = isMoved ? commonSize(sizes) : 'day'
  const end = bucketEnd(time.asOf, size, { timeZone: time.timeZone, calendar: time })
  const edge = isMoved ? end : { date: end.date, timestamp: time.asOf.before }
  return { date: earliest(edge.date, shown?.date.before), timestamp: earliest(edge.timestamp, shown?.timestamp.before) }
}

/** The condition that ends the rows of a branch that are placed otherwise than they are. */
export function lastMoment(
  branch: Pick<Branch, 'entity' | 'placement' | 'keys'>,
  shown: ShownTime | undefined,
  time: QuestionTime,
): RowPredicate | undefined {
  const { entity, placement } = branch
  if (entity.time === undefined) return undefined
  const type = entity.time.type === 'date' ? 'date' : 'timestamp'
  // Rows that are not moved end with the question's date anyway.
  if (placement.shift.length === 0 && shown?.[type].before === undefined) return undefined
  const before = lastEdge(branch, shown, time)[type]
  const operand = { path: [], dimension: entity.time, ...(placement.shift.length > 0 && { shift: placement.shift }) }
  return { kind: 'range', operand, type, before, negated: false }
}

export function refusedWindow(
  { entity, placement, keys }: Pick<Branch, 'entity' | 'placement' | 'keys'>,
  shown: ShownTime | undefined,
): Issue | undefined {
  const { window } = placement
  const { time } = entity
  if (window === undefined || time === undefined) return undefined
  const name = `${entity.name}.${time.name}`
  const unit = window.kind === 'all' ? 'day' : window.unit
  if (time.type === 'date' && !isDateGranularity(unit)) {
    return issue('BAD_USER_INPUT', { problem: `\`${name}\` is a date: a window of it is counted in days or more, not in ${unit}s.` })
  }
  if (keys.some((key) => key.isClock === true && key.granularity === undefined && key.dimension.type !== 'date')) {
    const problem = `A cumulative measure by \`${name}\` needs a granularity, such as \`${name}_day\` or \`time.day\`: a window ends with a bucket.`
    return issue('BAD_USER_INPUT', { problem })
  }
  const size = commonSize(clockSizes(keys))
  if (clockSizes(keys).length > 0 && !isDateGranularity(size) && shown !== undefined && shown.timestamp.from === undefined) {
    const problem = `A cumulative measure by ${size} needs a start: every ${size} since its first row would be a row. Add \`time: { gte: ... }\`.`
    return issue('BAD_USER_INPUT', { problem })
  }
  return undefined
}

/** ISO texts of one width: text order is time order. */
function earliest(a: string, b: string | undefined): string {
  return b !== undefined && b < a ? b : a
}
