/**
 * Answers cut into parts: each has a page of its own, and its own first and last bucket.
 *
 *   limit 10 of each customer   ->   row_number() over (partition by customer order by the question's order) <= 11
 *
 * By number, not by a sub-select for each part: those are no joins that a database spread over machines can make.
 */
import { knownAggregation } from '../aggregation/index.ts'
import { allOf, type Predicate } from '../query/predicate.ts'
import type { ResolvedQuery } from '../query/resolved-query.ts'
import type { PlanContext } from './context.ts'
import { aggregate, filter, kept, named, reference, window } from './nodes.ts'
import type { AggregateColumn, Column, PartColumns, Plan, Window } from './plan.ts'

/** The page of every part, its rows numbered; one more row than the limit says that there is more. */
export function pagesOfParts(
  shown: Plan,
  apart: readonly string[],
  query: ResolvedQuery,
): { readonly page: Plan; readonly parts: PartColumns } {
  const { rowCount, names, offset } = query
  const place = names.allocate('place')
  const parts: PartColumns = { place, ...(rowCount && { rowCount: names.allocate('row_count') }) }
  // Within a part its key is the same everywhere.
  const order = query.order.filter(({ column }) => !apart.includes(column))
  const over = { partitionBy: apart, orderBy: [] }
  const count = { type: 'integer' as const, function: { kind: 'aggregate' as const, aggregation: knownAggregation('count') } }
  const functions: Window['functions'] = [
    { ...over, name: place, type: 'bigint', function: { kind: 'place', order } },
    ...(parts.rowCount === undefined ? [] : [{ ...over, name: parts.rowCount, ...count }]),
  ]
  const onPage = within(place, query)
  // The first row says how many there are, wherever the page begins.
  const first: Predicate<string> = { kind: 'compare', operand: place, type: 'bigint', operator: 'lte', value: 1, orNull: false }
  const isKept: Predicate<string> = rowCount && offset > 0 ? { kind: 'or', predicates: [onPage, first] } : onPage
  return { page: filter(named(window(shown, functions), 'numbered'), isKept), parts }
}

function within(place: string, { tests, limit, offset }: ResolvedQuery): Predicate<string> {
  const compare = { kind: 'compare' as const, operand: place, type: 'bigint' as const, orNull: false }
  const before = { ...compare, operator: 'gt' as const, value: tests.late(offset, (values) => values.offset) }
  const last = {
    ...compare,
    operator: 'lte' as const,
    value: tests.late(offset + limit + 1, (values) => values.offset + values.limit + 1),
  }
  return offset === 0 ? last : (allOf([before, last]) ?? last)
}

/** Keys of groups that are no buckets; those that cut the answer are marked. */
export type OtherKey = Column & { readonly isApart?: true }

/** Combinations of keys that occur, each with the extremes of its part under the names of `edges`. */
export function combinationsInParts(
  rows: Plan,
  others: readonly OtherKey[],
  edges: readonly AggregateColumn[],
  { names }: Pick<PlanContext, 'names'>,
): Plan {
  const keys = others.map(({ name, type }) => kept({ name, type }))
  const apart = others.filter(({ isApart }) => isApart).map(({ name }) => name)
  if (apart.length === others.length) return named(aggregate(rows, keys, edges), 'combinations')
  const own = edges.map((edge) => ({ ...edge, name: names.allocate(edge.name, 'of', 'group') }))
  const functions = edges.map(({ name, type, aggregation }, index) => ({
    name,
    type,
    function: { kind: 'aggregate' as const, aggregation, argument: reference(own[index] ?? { name, type }) },
    partitionBy: apart,
    orderBy: [],
  }))
  return named(window(named(aggregate(rows, keys, own), 'combinations'), functions), 'combinations_in_parts')
}
