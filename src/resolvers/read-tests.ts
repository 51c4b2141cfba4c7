/**
 * The operators on one dimension or measure as tests, all of which must hold.
 *
 *   { gte: "10.00", lt: "20.00" }  ->  [gte 10.00, lt 20.00]
 */
import { InternalError, issue } from '../semantic/issues/issue.ts'
import type { Scalar, Test } from '../semantic/query/semantic-query.ts'
import { type Granularity, granularities } from '../semantic/time/granularity.ts'
import { asList, asObject, type InputAt } from './read-logic.ts'

export function readTests(input: InputAt): readonly Test[] {
  return Object.entries(input.value).flatMap(([operator, operand]) => {
    if (operand !== null) return [readTest(operator, operand)]
    const problem =
      operator === 'isNull'
        ? `\`${input.place}.isNull\` is null; it takes true or false.`
        : `\`${input.place}.${operator}\` is null. To find rows without a value, use \`isNull: true\`; to not restrict, it is left out.`
    input.issues.push(issue('BAD_USER_INPUT', { problem }))
    return []
  })
}

function readTest(operator: string, operand: unknown): Test {
  switch (operator) {
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { operator, value: asScalar(operand) }
    case 'in':
    case 'notIn':
      return { operator, values: asList(operand).map((value) => (value === null ? null : asScalar(value))) }
    case 'between': {
      const { from, to } = asObject(operand)
      return { operator, from: asScalar(from), to: asScalar(to) }
    }
    case 'isNull':
      return { operator, value: operand === true }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { operator, values: asList(operand).map(String) }
    case 'inTheLast':
    case 'inThePrevious': {
      const { n, unit } = asObject(operand)
      return { operator, n: Number(n), unit: asGranularity(unit) }
    }
    case 'toDate':
      return { operator, unit: asGranularity(operand) }
    default:
      throw new InternalError(`The schema has the operator ${operator}, which is not read.`)
  }
}

function asScalar(value: unknown): Scalar {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value
  throw new InternalError('An operand is not a scalar after coercion.')
}

function asGranularity(value: unknown): Granularity {
  const granularity = granularities.find((each) => each === value)
  if (granularity === undefined) throw new InternalError('A unit of time is not one after coercion.')
  return granularity
}
