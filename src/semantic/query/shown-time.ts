/**
 * The span of time a question shows, where its conditions on `time` say one: windows are shown for it and read back before it, fill runs through it.
 *
 *   time: { gte: 2024-01-01 }, time: { lt: 2024-04-01 }  ->  [2024-01-01, 2024-04-01), as days and as instants
 */
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { TimeRange } from '../time/range.ts'
import type { SliceCondition } from './semantic-query.ts'
import { type QuestionTime, testPredicate } from './tests.ts'

/** Open where an edge is absent. */
export interface ShownTime {
  readonly date: TimeRange
  readonly timestamp: TimeRange
}

/** `for`: what needs it, to begin a message with. */
export function shownTime(where: SliceCondition | undefined, time: QuestionTime, for_: string): Result<ShownTime> {
  const tests = where === undefined ? [] : testsOf(where)
  if (tests === undefined) return failure(noSpan(for_))
  let shown: ShownTime = { date: {}, timestamp: {} }
  for (const { test } of tests) {
    const date = rangeOf(test, 'date', time)
    const timestamp = rangeOf(test, 'timestamp', time)
    if (!date.ok) return date
    if (!timestamp.ok) return timestamp
    if (date.value === undefined || timestamp.value === undefined) return failure(noSpan(for_))
    shown = { date: both(shown.date, date.value), timestamp: both(shown.timestamp, timestamp.value) }
  }
  return success(shown)
}

/** The conditions without those on `time`; only for those that `shownTime` takes. */
export function withoutTime(where: SliceCondition): SliceCondition | undefined {
  if (where.kind === 'time') return undefined
  if (where.kind !== 'and') return where
  return { kind: 'and', conditions: where.conditions.flatMap((part) => withoutTime(part) ?? []) }
}

type TimeLeaf = Extract<SliceCondition, { readonly kind: 'time' }>

/** Tests that all hold; undefined where one stands under `or` or `not`. */
function testsOf(where: SliceCondition): readonly TimeLeaf[] | undefined {
  switch (where.kind) {
    case 'time':
      return [where]
    case 'entity':
      return []
    case 'and': {
      const parts = where.conditions.map(testsOf)
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? [])
    }
    case 'or':
      return where.conditions.some(readsTime) ? undefined : []
    case 'not':
      return readsTime(where.condition) ? undefined : []
  }
}

function readsTime(where: SliceCondition): boolean {
  const tests = testsOf(where)
  return tests === undefined || tests.length > 0
}

function rangeOf(test: TimeLeaf['test'], type: 'date' | 'timestamp', time: QuestionTime): Result<TimeRange | undefined> {
  const predicate = testPredicate(test, { operand: 'time', type, name: 'time' }, false, time)
  if (!predicate.ok) return predicate
  const { value } = predicate
  if (value.kind === 'constant' && value.value) return success({})
  if (value.kind !== 'range' || value.negated) return success(undefined)
  return success({ ...(value.from !== undefined && { from: value.from }), ...(value.before !== undefined && { before: value.before }) })
}

/** ISO texts of one width: text order is time order. */
function both(a: TimeRange, b: TimeRange): TimeRange {
  const from = [a.from, b.from]
    .filter((edge) => edge !== undefined)
    .sort()
    .at(-1)
  const [before] = [a.before, b.before].filter((edge) => edge !== undefined).sort()
  return { ...(from !== undefined && { from }), ...(before !== undefined && { before }) }
}

function noSpan(for_: string) {
  return issue('BAD_USER_INPUT', {
    problem: `${for_} needs one span of time: write conditions on \`time\` with gte, lt, between, inTheLast, inThePrevious or toDate, not under \`or\` or \`not\`.`,
  })
}
