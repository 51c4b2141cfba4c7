/**
 * The conditions of a question as predicates whose values are late: a statement compiled for one question serves every other that differs in
 * them only. What a test comes to is worked out by the same function for both.
 */
import { type Decision, Late, type QuestionValues } from '../dialect/late.ts'
import { type Result, success } from '../issues/issue.ts'
import type { TimeRange } from '../time/range.ts'
import { mapValues, type Predicate, valuesOf } from './predicate.ts'
import type { Test } from './semantic-query.ts'
import { type QuestionTime, type Tested, testPredicate } from './tests.ts'

/** How one test was read: which of the question's, of what type, as itself or its complement. */
interface Reading {
  readonly test: number
  readonly tested: Tested<undefined>
  readonly negated: boolean
  /** How many values it comes to. */
  readonly count: number
}

export class AskedTests {
  /** All tests of the question, in the order of its shape. */
  readonly asked: readonly Test[]
  readonly #readings: Reading[] = []
  readonly decisions: Decision[] = []

  constructor(asked: readonly Test[]) {
    this.asked = asked
  }

  late<T>(now: T, of: (values: QuestionValues) => T): Late<T> {
    return new Late(now, of, this.decisions)
  }

  predicate<R>(test: Test, tested: Tested<R>, negated: boolean, time: QuestionTime): Result<Predicate<R>> {
    const predicate = testPredicate(test, tested, negated, time)
    if (!predicate.ok) return predicate
    const reading = this.#readingOf({
      test: this.asked.indexOf(test),
      tested: { ...tested, operand: undefined },
      negated,
      count: valuesOf(predicate.value).length,
    })
    return success(mapValues(predicate.value, (now, position) => this.late(now, ({ tests }) => tests[reading]?.[position] as typeof now)))
  }

  /** The values of another question's tests; undefined where one of them comes to something of another form, or is refused. */
  valuesOf(tests: readonly Test[], time: QuestionTime): QuestionValues['tests'] | undefined {
    const values: (readonly unknown[])[] = []
    for (const { test, tested, negated, count } of this.#readings) {
      const other = tests[test]
      const predicate = other === undefined ? undefined : testPredicate(other, tested, negated, time)
      if (predicate?.ok !== true) return undefined
      const found = valuesOf(predicate.value)
      if (found.length !== count) return undefined
      values.push(found)
    }
    return values
  }

  /** Conditions are read more than once: by each branch, and on the way there. */
  #readingOf(reading: Reading): number {
    const known = this.#readings.findIndex(
      ({ test, tested, negated }) =>
        test === reading.test && tested.type === reading.tested.type && tested.name === reading.tested.name && negated === reading.negated,
    )
    return known === -1 ? this.#readings.push(reading) - 1 : known
  }
}

/** The edges of a late range that it has: which they are is a choice. */
export function edgesOf(range: Late<TimeRange>): { readonly from?: Late<string>; readonly before?: Late<string> } {
  const from = edgeOf(range, 'from')
  const before = edgeOf(range, 'before')
  return { ...(from && { from }), ...(before && { before }) }
}

function edgeOf(range: Late<TimeRange>, edge: keyof TimeRange): Late<string> | undefined {
  if (!range.decide((value) => value[edge] !== undefined)) return undefined
  return range.map((value) => value[edge] ?? '')
}
