/**
 * Conditions in the form SQL gets: two-valued (a NULL never makes a row vanish under `not`), negation pushed into the leaves, times as half-open ranges.
 * `R` is what is tested (a dimension over a path, later a column of a plan), `X` the rows that must or must not exist.
 */
import { type Bindable, Late } from '../dialect/late.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import { mapReferences, referencesOf } from '../expression/references.ts'
import type { Scalar } from './semantic-query.ts'

export type Predicate<R, X = never> =
  | { readonly kind: 'and' | 'or'; readonly predicates: readonly Predicate<R, X>[] }
  | { readonly kind: 'constant'; readonly value: boolean }
  /** `x in (values)`, or x is null where `withNull`; negated keeps nulls unless `withNull`. */
  | {
      readonly kind: 'among'
      readonly operand: R
      readonly type: ValueType
      readonly values: readonly Bindable<Scalar>[]
      readonly withNull: boolean
      readonly negated: boolean
      /** Rows are looked up by the values. */
      readonly finds?: true
    }
  /** `x < value`, or x is null where `orNull`. */
  | {
      readonly kind: 'compare'
      readonly operand: R
      readonly type: ValueType
      readonly operator: 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: Bindable<Scalar>
      readonly orNull: boolean
    }
  /** `x >= from and x < before`; negated: outside or null. */
  | {
      readonly kind: 'range'
      readonly operand: R
      readonly type: 'date' | 'timestamp'
      readonly from?: Bindable<string>
      readonly before?: Bindable<string>
      readonly negated: boolean
    }
  | { readonly kind: 'isNull'; readonly operand: R; readonly negated: boolean }
  /** Any of the LIKE patterns, ignoring case; negated: none of them, or null. */
  | { readonly kind: 'like'; readonly operand: R; readonly patterns: readonly Bindable<string>[]; readonly negated: boolean }
  /** At least one row is reached; negated: none is. */
  | { readonly kind: 'exists'; readonly rows: X; readonly negated: boolean }
  /** A condition written in the model: a row passes where it is true. Never negated. */
  | { readonly kind: 'holds'; readonly expression: Expression<R> }
  /** The entity's own time, not after the question's date or unknown: rows later than asOf do not exist. */
  | { readonly kind: 'visible'; readonly operand: R; readonly type: 'date' | 'timestamp'; readonly entity: string }

/** The same predicate over other operands and other rows. */
export function mapPredicate<R, X, S, Y>(
  predicate: Predicate<R, X>,
  map: { readonly operand: (operand: R) => S; readonly rows: (rows: X) => Y },
): Predicate<S, Y> {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, predicates: predicate.predicates.map((part) => mapPredicate(part, map)) }
    case 'constant':
      return predicate
    case 'exists':
      return { ...predicate, rows: map.rows(predicate.rows) }
    case 'holds':
      return { kind: 'holds', expression: mapReferences(predicate.expression, map.operand) }
    default:
      return { ...predicate, operand: map.operand(predicate.operand) }
  }
}

/** What of a predicate a client chose, in one order. */
export function valuesOf<R>(predicate: Predicate<R>): readonly Bindable<Scalar>[] {
  const values: Bindable<Scalar>[] = []
  mapValues(predicate, (value) => {
    values.push(value)
    return value
  })
  return values
}

/** The same predicate with other values; `position` counts them in the order of `valuesOf`. */
export function mapValues<R>(predicate: Predicate<R>, map: <T extends Scalar>(value: T, position: number) => Bindable<T>): Predicate<R> {
  let position = -1
  const next = <T extends Scalar>(value: Bindable<T>): Bindable<T> => {
    position += 1
    return value instanceof Late ? value : map(value, position)
  }
  const visit = (part: Predicate<R>): Predicate<R> => {
    switch (part.kind) {
      case 'and':
      case 'or':
        return { ...part, predicates: part.predicates.map(visit) }
      case 'among':
        return { ...part, values: part.values.map(next) }
      case 'compare':
        return { ...part, value: next(part.value) }
      case 'range':
        return {
          ...part,
          ...(part.from !== undefined && { from: next(part.from) }),
          ...(part.before !== undefined && { before: next(part.before) }),
        }
      case 'like':
        return { ...part, patterns: part.patterns.map(next) }
      default:
        return part
    }
  }
  return visit(predicate)
}

/** What is tested; `rowsOperands` gives what the rows of an `exists` are matched on. */
export function operandsOf<R, X>(predicate: Predicate<R, X>, rowsOperands: (rows: X) => readonly R[]): readonly R[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.predicates.flatMap((part) => operandsOf(part, rowsOperands))
    case 'constant':
      return []
    case 'exists':
      return rowsOperands(predicate.rows)
    case 'holds':
      return referencesOf(predicate.expression)
    default:
      return [predicate.operand]
  }
}

/** The parts that must all hold, each to stand on a line of its own. */
export function conjunctsOf<R, X>(predicate: Predicate<R, X>): readonly Predicate<R, X>[] {
  if (predicate.kind === 'and') return predicate.predicates.flatMap(conjunctsOf)
  if (predicate.kind !== 'range' || predicate.negated || predicate.from === undefined || predicate.before === undefined) return [predicate]
  const { from, before, ...rest } = predicate
  return [
    { ...rest, from },
    { ...rest, before },
  ]
}

/** Joins what is not absent; one part needs no `and`. */
export function allOf<R, X>(predicates: readonly Predicate<R, X>[]): Predicate<R, X> | undefined {
  const [first, ...others] = predicates
  return others.length === 0 ? first : { kind: 'and', predicates }
}

/** Whether a predicate lets a row pass whose operands are all null: what a row without a match looks like. */
export function passesNulls<R, X>(predicate: Predicate<R, X>): boolean {
  switch (predicate.kind) {
    case 'and':
      return predicate.predicates.every(passesNulls)
    case 'or':
      return predicate.predicates.some(passesNulls)
    case 'constant':
      return predicate.value
    case 'among':
      return predicate.withNull !== predicate.negated
    case 'compare':
      return predicate.orNull
    case 'range':
    case 'like':
      return predicate.negated
    case 'isNull':
      return !predicate.negated
    case 'exists':
      return predicate.negated
    case 'visible':
      return true
    case 'holds':
      // An expression of the model may make anything of nulls: the careful answer.
      return true
  }
}
