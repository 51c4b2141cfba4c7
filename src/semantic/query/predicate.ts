/**
 * Conditions in the form SQL gets: two-valued (a NULL never makes a row vanish under `not`), negation pushed into the leaves, times as half-open ranges.
 * `R` is what is tested: a dimension over a path, later a column of a plan.
 */
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import { mapReferences, referencesOf } from '../expression/references.ts'
import type { Scalar } from './semantic-query.ts'

export type Predicate<R> =
  | { readonly kind: 'and' | 'or'; readonly predicates: readonly Predicate<R>[] }
  | { readonly kind: 'constant'; readonly value: boolean }
  /** `x in (values)`, or x is null where `withNull`; negated keeps nulls unless `withNull`. */
  | {
      readonly kind: 'among'
      readonly operand: R
      readonly type: ValueType
      readonly values: readonly Scalar[]
      readonly withNull: boolean
      readonly negated: boolean
    }
  /** `x < value`, or x is null where `orNull`. */
  | {
      readonly kind: 'compare'
      readonly operand: R
      readonly type: ValueType
      readonly operator: 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: Scalar
      readonly orNull: boolean
    }
  /** `x >= from and x < before`; negated: outside or null. */
  | {
      readonly kind: 'range'
      readonly operand: R
      readonly type: 'date' | 'timestamp'
      readonly from?: string
      readonly before?: string
      readonly negated: boolean
    }
  | { readonly kind: 'isNull'; readonly operand: R; readonly negated: boolean }
  /** Any of the LIKE patterns, ignoring case; negated: none of them, or null. */
  | { readonly kind: 'like'; readonly operand: R; readonly patterns: readonly string[]; readonly negated: boolean }
  /** A condition written in the model: a row passes where it is true. Never negated. */
  | { readonly kind: 'holds'; readonly expression: Expression<R> }
  /** Not after the question's date, or unknown: rows later than asOf do not exist. */
  | { readonly kind: 'visible'; readonly operand: R; readonly type: 'date' | 'timestamp' }

export function mapOperands<R, S>(predicate: Predicate<R>, map: (operand: R) => S): Predicate<S> {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, predicates: predicate.predicates.map((part) => mapOperands(part, map)) }
    case 'constant':
      return predicate
    case 'holds':
      return { kind: 'holds', expression: mapReferences(predicate.expression, map) }
    default:
      return { ...predicate, operand: map(predicate.operand) }
  }
}

export function operandsOf<R>(predicate: Predicate<R>): readonly R[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.predicates.flatMap(operandsOf)
    case 'constant':
      return []
    case 'holds':
      return referencesOf(predicate.expression)
    default:
      return [predicate.operand]
  }
}

/** The parts that must all hold, each to stand on a line of its own. */
export function conjunctsOf<R>(predicate: Predicate<R>): readonly Predicate<R>[] {
  if (predicate.kind === 'and') return predicate.predicates.flatMap(conjunctsOf)
  if (predicate.kind !== 'range' || predicate.negated || predicate.from === undefined || predicate.before === undefined) return [predicate]
  const { from, before, ...rest } = predicate
  return [
    { ...rest, from },
    { ...rest, before },
  ]
}

/** Joins what is not absent; one part needs no `and`. */
export function allOf<R>(predicates: readonly Predicate<R>[]): Predicate<R> | undefined {
  const [first, ...others] = predicates
  return others.length === 0 ? first : { kind: 'and', predicates }
}
