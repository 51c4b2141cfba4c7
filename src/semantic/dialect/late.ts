/**
 * A value of the question on its way into a statement: what it is for the question at hand, and how to work it out for another question of
 * the same shape. So that a statement is compiled once for all of them.
 *
 *   time: { gte: "2024-01" }  ->  now: 2024-01-01T00:00:00Z, of(other): the same edge of the other question's test
 *
 * Whoever chooses by a value (which of two edges is the earlier, whether a number fits 64 bits) does it through `decide`: the statement holds
 * for questions that decide alike.
 */
import type { AsOf } from '../time/as-of.ts'

/** What differs between questions of one shape. */
export interface QuestionValues {
  readonly asOf: AsOf
  /** What each condition comes to in predicates: edges of ranges, members, patterns. */
  readonly tests: readonly (readonly unknown[])[]
  readonly limit: number
  readonly offset: number
}

/** Whether other values lead to the same choice. */
export type Decision = (values: QuestionValues) => boolean

export class Late<T> {
  readonly now: T
  readonly of: (values: QuestionValues) => T
  /**
   * Set where the value only says that rows of this entity after asOf are not there yet: an upper bound on its time that is asOf's own.
   * Where no row is that late, the bound says nothing.
   */
  readonly asOfBoundOf?: string
  readonly #decisions: Decision[]

  constructor(now: T, of: (values: QuestionValues) => T, decisions: Decision[], asOfBoundOf?: string) {
    this.now = now
    this.of = of
    this.#decisions = decisions
    if (asOfBoundOf !== undefined) this.asOfBoundOf = asOfBoundOf
  }

  map<U>(work: (value: T) => U): Late<U> {
    return new Late(work(this.now), (values) => work(this.of(values)), this.#decisions, this.asOfBoundOf)
  }

  with<U, V>(other: Bindable<U>, work: (value: T, other: U) => V): Late<V> {
    const { of } = this
    return other instanceof Late
      ? new Late(work(this.now, other.now), (values) => work(of(values), other.of(values)), this.#decisions)
      : this.map((value) => work(value, other))
  }

  /** With values among which it is one. */
  among<U, V>(values: readonly Bindable<U>[], work: (values: readonly U[]) => V): Late<V> {
    const of = (question: QuestionValues) => work(values.map((value) => (value instanceof Late ? value.of(question) : value)))
    return new Late(work(values.map(nowOf)), of, this.#decisions)
  }

  /** A choice by the value, on which the form of the statement depends. */
  decide<Choice extends string | number | boolean | undefined>(choose: (value: T) => Choice): Choice {
    const choice = choose(this.now)
    const { of } = this
    this.#decisions.push((values) => choose(of(values)) === choice)
    return choice
  }

  /** What people are shown. */
  toString(): string {
    return String(this.now)
  }

  asBoundOf(entity: string): Late<T> {
    return new Late(this.now, this.of, this.#decisions, entity)
  }
}

/** Known when the statement is written, or with the question. */
export type Bindable<T> = T | Late<T>

export function mapBindable<T, U>(value: Bindable<T>, work: (value: T) => U): Bindable<U> {
  return value instanceof Late ? value.map(work) : work(value)
}

export function combined<A, B, C>(a: Bindable<A>, b: Bindable<B>, work: (a: A, b: B) => C): Bindable<C> {
  if (a instanceof Late) return a.with(b, work)
  return b instanceof Late ? b.with(a, (second, first) => work(first, second)) : work(a, b)
}

/** One value of several. */
export function madeOf<T, U>(values: readonly Bindable<T>[], work: (values: readonly T[]) => U): Bindable<U> {
  const late = values.find((value) => value instanceof Late)
  return late === undefined ? work(values.map(nowOf)) : late.among(values, work)
}

/** The value where there is one: whether there is, is a choice. */
export function present<T>(value: Bindable<T | undefined>): Bindable<T> | undefined {
  return decide(value, (some) => some !== undefined) ? (value as Bindable<T>) : undefined
}

export function decide<T, Choice extends string | number | boolean | undefined>(value: Bindable<T>, choose: (value: T) => Choice): Choice {
  return value instanceof Late ? value.decide(choose) : choose(value)
}

/** For the question at hand: to print, and for statements that are run once. */
export function nowOf<T>(value: Bindable<T>): T {
  return value instanceof Late ? value.now : value
}
