/**
 * One operator of a filter as a predicate, or its exact complement: eq, in, gt ... on any type, ranges on times, LIKE on text.
 */
import type { Late } from '../dialect/late.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { AsOf } from '../time/as-of.ts'
import type { Calendar } from '../time/granularity.ts'
import { betweenRange, comparisonRange, relativeRange, type TimeContext, type TimeRange } from '../time/range.ts'
import type { Predicate } from './predicate.ts'
import type { Comparison, Scalar, Test } from './semantic-query.ts'

export interface QuestionTime extends Calendar {
  readonly asOf: AsOf
  /** The same as statements bind it. */
  readonly late: Late<AsOf>
  readonly timeZone: string
}

export interface Tested<R> {
  readonly operand: R
  readonly type: ValueType
  /** For messages: `customer.state`. */
  readonly name: string
}

export function testPredicate<R>(test: Test, tested: Tested<R>, negated: boolean, time: QuestionTime): Result<Predicate<R>> {
  const { operand, type } = tested
  if (test.operator === 'isNull') return success({ kind: 'isNull', operand, negated: test.value === negated })
  if (type === 'date' || type === 'timestamp') return timePredicate(test, { ...tested, type }, negated, { ...time, of: type })
  switch (test.operator) {
    case 'eq':
    case 'ne':
      return membership([test.value], tested, (test.operator === 'ne') !== negated)
    case 'in':
    case 'notIn':
      return membership(test.values, tested, (test.operator === 'notIn') !== negated, test.finds)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return comparison(test.operator, test.value, tested, negated)
    case 'between':
      return both(comparison('gte', test.from, tested, negated), comparison('lte', test.to, tested, negated), negated)
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      if (type !== 'string') return notFor(test.operator, tested)
      for (const value of test.values) if (!fits(value, type)) return unfit(value, tested)
      return success(like(test.operator, test.values, operand, negated))
    default:
      return notFor(test.operator, tested)
  }
}

function membership<R>(values: readonly (Scalar | null)[], tested: Tested<R>, negated: boolean, finds?: true): Result<Predicate<R>> {
  if (values.length === 0) return success({ kind: 'constant', value: negated })
  const present = values.filter((value) => value !== null)
  const wrong = present.find((value) => !fits(value, tested.type))
  if (wrong !== undefined) return unfit(wrong, tested)
  return success({
    kind: 'among',
    operand: tested.operand,
    type: tested.type,
    values: present,
    withNull: present.length < values.length,
    negated,
    ...(finds && { finds }),
  })
}

const complements = { gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const

function comparison<R>(
  operator: Exclude<Comparison, 'eq' | 'ne'>,
  value: Scalar,
  tested: Tested<R>,
  negated: boolean,
): Result<Predicate<R>> {
  const { operand, type } = tested
  if (type === 'boolean') return notFor(operator, tested)
  if (!fits(value, type)) return unfit(value, tested)
  return success({ kind: 'compare', operand, type, operator: negated ? complements[operator] : operator, value, orNull: negated })
}

function both<R>(first: Result<Predicate<R>>, second: Result<Predicate<R>>, negated: boolean): Result<Predicate<R>> {
  if (!first.ok) return first
  if (!second.ok) return second
  return success({ kind: negated ? 'or' : 'and', predicates: [first.value, second.value] })
}

function like<R>(operator: 'contains' | 'startsWith' | 'endsWith', values: readonly string[], operand: R, negated: boolean): Predicate<R> {
  if (values.length === 0) return { kind: 'constant', value: negated }
  const patterns = values.map((value) => {
    const escaped = value.replace(/[\\%_]/g, '\\$&')
    return `${operator === 'startsWith' ? '' : '%'}${escaped}${operator === 'endsWith' ? '' : '%'}`
  })
  return { kind: 'like', operand, patterns, negated }
}

type TimeTested<R> = Tested<R> & { readonly type: 'date' | 'timestamp' }

function timePredicate<R>(test: Test, tested: TimeTested<R>, negated: boolean, context: TimeContext): Result<Predicate<R>> {
  const range = (found: Result<TimeRange>, isNegated: boolean): Result<Predicate<R>> =>
    found.ok ? success({ kind: 'range', operand: tested.operand, type: tested.type, ...found.value, negated: isNegated }) : found
  switch (test.operator) {
    case 'eq':
    case 'ne':
      return range(comparisonRange('eq', String(test.value), context), (test.operator === 'ne') !== negated)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return range(comparisonRange(test.operator, String(test.value), context), negated)
    case 'between':
      return range(betweenRange(String(test.from), String(test.to), context), negated)
    case 'inTheLast':
    case 'inThePrevious':
    case 'toDate':
      return range(relativeRange(test, context), negated)
    case 'in':
    case 'notIn':
      return timeList(test.values, tested, (test.operator === 'notIn') !== negated, context)
    default:
      return notFor(test.operator, tested)
  }
}

/** Each value is a day or a moment: a union of ranges; a null in the list is a null of the column. */
function timeList<R>(
  values: readonly (Scalar | null)[],
  tested: TimeTested<R>,
  negated: boolean,
  context: TimeContext,
): Result<Predicate<R>> {
  if (values.length === 0) return success({ kind: 'constant', value: negated })
  const hasNull = values.includes(null)
  const parts: Predicate<R>[] = []
  for (const value of values) {
    if (value === null) continue
    const range = comparisonRange('eq', String(value), context)
    if (!range.ok) return range
    parts.push({ kind: 'range', operand: tested.operand, type: tested.type, ...range.value, negated })
  }
  if (hasNull) parts.push({ kind: 'isNull', operand: tested.operand, negated })
  return success({ kind: negated ? 'and' : 'or', predicates: parts })
}

/** What GraphQL's scalars have let through already; other callers of the engine are held to the same. */
function fits(value: Scalar, type: ValueType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string' && !value.includes('\u0000')
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'bigint':
      return typeof value === 'bigint' || (typeof value === 'number' ? Number.isSafeInteger(value) : /^-?\d{1,40}$/.test(String(value)))
    case 'decimal':
      return isNumeral(value) && decimalDigits(String(value)) <= 38
    case 'float':
      return isNumeral(value)
    default:
      return typeof value === 'string'
  }
}

function isNumeral(value: Scalar): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(String(value))
}

/** Without zeros in front. DuckDB has decimals of 38 digits, and makes one of any value that is compared. */
function decimalDigits(text: string): number {
  const [whole = '', fraction = ''] = text.replace(/e.*$/i, '').split('.')
  return whole.replace(/^-?0*/, '').length + fraction.length
}

function unfit<R>(value: Scalar, tested: Tested<R>): Result<Predicate<R>> {
  return failure(
    issue('BAD_USER_INPUT', {
      problem: `\`${String(value).slice(0, 40).replaceAll('\u0000', '\\u0000')}\` is no value of \`${tested.name}\`, which is of type ${tested.type}.`,
    }),
  )
}

function notFor<R>(operator: string, tested: Tested<R>): Result<Predicate<R>> {
  return failure(
    issue('BAD_USER_INPUT', { problem: `\`${operator}\` does not apply to \`${tested.name}\`, which is of type ${tested.type}.` }),
  )
}
