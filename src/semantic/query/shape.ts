/**
 * What two questions have in common whose statements differ in bound values only: everything but the values of tests, asOf, limit and offset.
 *
 *   { by: customer.state, where: { state in (NY, CA) }, limit: 10 }   has the shape of   { ..., where: { state in (TX, MA) }, limit: 20 }
 */
import type { SemanticQuery, Test } from './semantic-query.ts'
import { searchTest, type ValuesQuery } from './values-query.ts'

export interface Shape {
  /** Equal for questions of one shape. */
  readonly key: string
  /** The tests of its conditions, in the order of the conditions. */
  readonly tests: readonly Test[]
}

export function shapeOf({ limit, offset, asOf: _asOf, ...query }: SemanticQuery): Shape {
  const tests: Test[] = []
  // Nothing of a question but a test is called so: names of the model are values here, never keys.
  const key = JSON.stringify(
    { ...query, isFirstPage: offset === 0, isWhole: limit === Number.POSITIVE_INFINITY },
    (name, value: unknown) => {
      if (name !== 'test') return value
      // One object in two places: both have its values in this question, and in others of this shape.
      const again = tests.indexOf(value as Test)
      if (again !== -1) return { again }
      tests.push(value as Test)
      return formOf(value as Test)
    },
  )
  return { key, tests }
}

export function shapeOfValues(query: ValuesQuery): Shape {
  const tests = searchTest(query)
  return { key: JSON.stringify(['values', query.dimension, query.timeZone, tests.length]), tests }
}

/** Lists keep their length and the places of nulls: both are in the statement's text. */
function formOf(test: Test): unknown {
  switch (test.operator) {
    case 'in':
    case 'notIn':
      return [test.operator, test.values.map((value) => (value === null ? 0 : 1)).join(''), test.finds]
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return [test.operator, test.values.length]
    case 'isNull':
      return [test.operator, test.value]
    case 'inTheLast':
    case 'inThePrevious':
    case 'toDate':
      return [test.operator, test.unit]
    default:
      return test.operator
  }
}
