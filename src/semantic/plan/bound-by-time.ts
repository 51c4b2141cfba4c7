/**
 * A range on the entity's own time leaves out rows without a time, so that "not after asOf" is one more edge of it:
 * `t >= a and (t < asOf or t is null)` is `t >= a and t < asOf`, which an index can follow. What is found out from other rows, such as the
 * how-manieth of a customer a row is, is found out from every row there is at asOf, not only from those of the range.
 */
import type { Bindable, Late } from '../dialect/late.ts'
import type { Branch, RowPredicate } from '../query/resolved-query.ts'
import type { QuestionTime } from '../query/tests.ts'
import { dayAfter, isAtMost } from '../time/as-of.ts'
import type { Visibility } from './relation.ts'

export interface BoundedRows {
  readonly where: readonly RowPredicate[]
  readonly visibility: Visibility
}

export function boundByTime(
  { entity, lookedUp }: Pick<Branch, 'entity' | 'lookedUp'>,
  where: readonly RowPredicate[],
  { late }: QuestionTime,
): BoundedRows {
  const { time } = entity
  // A range that the question gives is its own: asOf is no edge of it.
  if (lookedUp === true) return { where, visibility: 'all' }
  if (time === undefined || entity.future) return { where, visibility: 'until_as_of' }
  const ranges = where.flatMap((part) =>
    part.kind === 'range' &&
    !part.negated &&
    part.operand.path.length === 0 &&
    part.operand.dimension === time &&
    part.operand.shift === undefined
      ? [part]
      : [],
  )
  if (ranges.length === 0) return { where, visibility: 'until_as_of' }
  const type = time.type === 'date' ? 'date' : 'timestamp'
  const before = late.map((asOf) => (type === 'date' ? dayAfter(asOf.date) : asOf.before)).asBoundOf(entity.name)
  const ends = new Map<RowPredicate, End>(
    ranges.map((range) => [range, range.before === undefined ? 'later' : endOf(before, range.before)]),
  )
  const bounded = where.map((part) => (ends.get(part) === 'asOf' ? { ...part, before } : part))
  if ([...ends.values()].some((end) => end !== 'later')) return { where: bounded, visibility: 'bounded' }
  const edge: RowPredicate = { kind: 'range', operand: { path: [], dimension: time }, type, before, negated: false }
  return { where: [...where, edge], visibility: 'bounded' }
}

type End = 'earlier' | 'asOf' | 'later'

/** Where a range ends, seen from the question's date. One that ends with it ends there because of it (`inTheLast`). */
function endOf(asOf: Late<string>, before: Bindable<string>): End {
  return asOf.with(before, (last, end) => (end === last ? 'asOf' : isAtMost(end, last) ? 'earlier' : 'later')).decide((end) => end as End)
}
