/**
 * The span of time a question shows, where its conditions on `time` say one: windows are shown for it and read back before it, fill runs through it.
 *
 *   time: { gte: 2024-01-01 }, time: { lt: 2024-04-01 }  ->  [2024-01-01, 2024-04-01), as days and as instants
 */
import { type Bindable, combined } from '../dialect/late.ts'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { AskedTests } from './asked-tests.ts'
import type { SliceCondition } from './semantic-query.ts'
import type { QuestionTime } from './tests.ts'

/** Open where an edge is absent. */
export interface ShownTime {
  readonly date: Span
  readonly timestamp: Span
}

interface Span {
  readonly from?: Bindable<string>
  readonly before?: Bindable<string>
}

interface Reading {
  readonly time: QuestionTime
  readonly tests: AskedTests
  /** What needs the span, to begin a message with. */
  readonly for: string
}

export function shownTime(where: SliceCondition | undefined, reading: Reading): Result<ShownTime> {
  const tests = where === undefined ? [] : testsOf(where)
  if (tests === undefined) return failure(noSpan(reading.for))
  let shown: ShownTime = { date: {}, timestamp: {} }
  for (const { test } of tests) {
    const date = rangeOf(test, 'date', reading)
    const timestamp = rangeOf(test, 'timestamp', reading)
    if (!date.ok) return date
    if (!timestamp.ok) return timestamp
    if (date.value === undefined || timestamp.value === undefined) return failure(noSpan(reading.for))
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

function rangeOf(test: TimeLeaf['test'], type: 'date' | 'timestamp', { time, tests }: Reading): Result<Span | undefined> {
  const predicate = tests.predicate(test, { operand: 'time', type, name: 'time' }, false, time)
  if (!predicate.ok) return predicate
  const { value } = predicate
  if (value.kind === 'constant' && value.value) return success({})
  if (value.kind !== 'range' || value.negated) return success(undefined)
  return success({ ...(value.from !== undefined && { from: value.from }), ...(value.before !== undefined && { before: value.before }) })
}

function both(a: Span, b: Span): Span {
  const from = oneOf(a.from, b.from, (x, y) => (x > y ? x : y))
  const before = oneOf(a.before, b.before, (x, y) => (x < y ? x : y))
  return { ...(from !== undefined && { from }), ...(before !== undefined && { before }) }
}

/** ISO texts of one width: text order is time order. */
function oneOf(a: Bindable<string> | undefined, b: Bindable<string> | undefined, choose: (a: string, b: string) => string) {
  if (a === undefined || b === undefined) return a ?? b
  return combined(a, b, choose)
}

function noSpan(for_: string) {
  return issue('BAD_USER_INPUT', {
    problem: `${for_} needs one span of time: write conditions on \`time\` with gte, lt, between, inTheLast, inThePrevious or toDate, not under \`or\` or \`not\`.`,
  })
}
