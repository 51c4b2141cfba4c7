/**
 * An engine whose statements were compiled for other questions: before each question it is asked one of the same shape with other values, so that
 * every answer also holds the reuse of statements.
 */
import type { Engine } from '../../src/semantic/engine.ts'
import type { HavingCondition, Scalar, SemanticQuery, SliceCondition, Test } from '../../src/semantic/query/semantic-query.ts'

export function reusing(engine: Engine): Engine {
  return {
    ...engine,
    run: (query, options) => {
      engine.prepare(otherOfItsShape(query))
      return engine.run(query, options)
    },
  }
}

/** Another day, other values, another page. */
export function otherOfItsShape(query: SemanticQuery): SemanticQuery {
  return {
    ...query,
    asOf: otherDay(query.asOf),
    limit: query.limit + 7,
    offset: query.offset === 0 ? 0 : query.offset + 3,
    ...(query.where && { where: mapTests(query.where) as SliceCondition }),
    ...(query.having && { having: mapTests(query.having) as HavingCondition }),
  }
}

/** Conditions of any depth: `test` is what leaves hold. */
function mapTests(condition: unknown): unknown {
  if (Array.isArray(condition)) return condition.map(mapTests)
  if (typeof condition !== 'object' || condition === null) return condition
  return Object.fromEntries(Object.entries(condition).map(([key, value]) => [key, key === 'test' ? otherTest(value) : mapTests(value)]))
}

function otherTest(test: Test): Test {
  switch (test.operator) {
    case 'in':
    case 'notIn':
      return { ...test, values: test.values.map((value) => (value === null ? null : other(value))) }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { ...test, values: test.values.map((text) => `${text}%x`) }
    case 'between':
      return { ...test, from: other(test.from), to: other(test.to) }
    case 'inTheLast':
    case 'inThePrevious':
      return { ...test, n: test.n + 2 }
    case 'isNull':
    case 'toDate':
      return test
    default:
      return { ...test, value: other(test.value) }
  }
}

function other(value: Scalar): Scalar {
  if (typeof value === 'string') return /^\d{4}-\d{2}/.test(value) ? otherDay(value) : /^-?[\d.]+$/.test(value) ? '12.5' : `${value} or not`
  return typeof value === 'boolean' ? !value : typeof value === 'bigint' ? value + 1n : value + 1
}

/** Two years and some days earlier; the kind of time point stays. */
function otherDay(text: string): string {
  return text.replace(/^\d{4}/, (year) => String(Number(year) - 2).padStart(4, '0'))
}
