/** and, or, not over any leaves, read into predicates; de Morgan carries the negation down to the leaves. */
import { failure, type Result, success } from '../issues/issue.ts'
import { allOf, type Predicate } from './predicate.ts'
import type { Logic } from './semantic-query.ts'

interface List<Leaf> {
  readonly kind: 'and' | 'or'
  readonly conditions: readonly Logic<Leaf>[]
}
interface Not<Leaf> {
  readonly kind: 'not'
  readonly condition: Logic<Leaf>
}

export function isLogic<Leaf extends { readonly kind: string }>(condition: Logic<Leaf>): condition is List<Leaf> | Not<Leaf> {
  return condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'not'
}

/** `and: []` is true, `or: []` false. */
export function resolveLogic<Leaf extends { readonly kind: string }, R, X>(
  condition: List<Leaf> | Not<Leaf>,
  negated: boolean,
  resolve: (part: Logic<Leaf>, negated: boolean) => Result<Predicate<R, X>>,
): Result<Predicate<R, X>> {
  if (condition.kind === 'not') return resolve(condition.condition, !negated)
  const results = condition.conditions.map((part) => resolve(part, negated))
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const predicates = results.flatMap((result) => (result.ok ? [result.value] : []))
  const isAnd = (condition.kind === 'and') !== negated
  if (predicates.length === 0) return success({ kind: 'constant', value: isAnd })
  return success(isAnd || predicates.length === 1 ? (allOf(predicates) ?? { kind: 'constant', value: true }) : { kind: 'or', predicates })
}
