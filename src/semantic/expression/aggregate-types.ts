/** The aggregates a `number` measure may hold, with the types they take and give; as the aggregations of measures of those types. */
import type { AggregateName, ExpressionType } from './expression.ts'
import type { Kind } from './types.ts'

interface AggregateType {
  readonly kind: Kind
  readonly takes: string
  readonly type: (argument: ExpressionType) => ExpressionType
}

const floatOfNumbers: AggregateType = { kind: 'number', takes: 'a number', type: () => 'float' }
const anyOrdered: AggregateType = { kind: 'value', takes: 'a value that has an order', type: (argument) => argument }

export const aggregateTypes: Readonly<Record<AggregateName, AggregateType>> = {
  count: { kind: 'value', takes: 'a value', type: () => 'integer' },
  count_distinct: { kind: 'value', takes: 'a value', type: () => 'integer' },
  sum: { kind: 'number', takes: 'a number', type: (argument) => (argument === 'integer' ? 'bigint' : argument) },
  avg: floatOfNumbers,
  min: anyOrdered,
  max: anyOrdered,
  median: floatOfNumbers,
  percentile: floatOfNumbers,
}

/** PostgreSQL has no smallest or largest boolean. */
export function takesBooleans(name: AggregateName): boolean {
  return name === 'count' || name === 'count_distinct'
}
