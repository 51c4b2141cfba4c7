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
import { besideLevel } from './levels.ts'
import { aggregate, columnOf, filter, kept, named, reference, window } from './nodes.ts'
import type { AggregateColumn, Column, PartColumns, Plan, SlicePlan, Window } from './plan.ts'

/** The page of every part beside its total. */
export function planParts(
  shown: Plan,
  totals: Plan | undefined,
  apart: readonly string[],
  query: ResolvedQuery,
): Required<Pick<SlicePlan, 'page' | 'parts'>> {
  const { page, ...columns } = query.limit === Number.POSITIVE_INFINITY ? { page: shown } : pagesOfParts(shown, apart, query)
  if (totals === undefined) return { page, parts: { ...columns, totals: [] } }
  const total = query.totals.map(({ name }) => ({ of: columnOf(name, totals), name: query.names.allocate('total', name) }))
  return {
    page: besideLevel(page, totals, { within: apart, columns: total }, query),
    parts: { ...columns, totals: total.map(({ name }) => name) },
  }
}

/** The page of every part, its rows numbered; one more row than the limit says that there is more. */
function pagesOfParts(shown: Plan, apart: readonly string[], query: ResolvedQuery): { readonly page: Plan } & Omit<PartColumns, 'totals'> {
  const { totals, names, offset } = query
  const place = names.allocate('place')
  const rowCount = query.rowCount ? names.allocate('row_count') : undefined
  // Within a part its key is the same everywhere.
  const order = query.order.filter(({ column }) => !apart.includes(column))
  const over = { partitionBy: apart, orderBy: [] }
  const count = { type: 'integer' as const, function: { kind: 'aggregate' as const, aggregation: knownAggregation('count') } }
  const functions: Window['functions'] = [
    { ...over, name: place, type: 'bigint', function: { kind: 'place', order } },
    ...(rowCount === undefined ? [] : [{ ...over, name: rowCount, ...count }]),
  ]
  const onPage = within(place, query)
  // The first row has what is said of its part, wherever the page begins.
  const first: Predicate<string> = { kind: 'compare', operand: place, type: 'bigint', operator: 'lte', value: 1, orNull: false }
  const isFirstKept = offset > 0 && (query.rowCount || totals.length > 0)
  const isKept: Predicate<string> = isFirstKept ? { kind: 'or', predicates: [onPage, first] } : onPage
  return { page: filter(named(window(shown, functions), 'numbered'), isKept), place, ...(rowCount !== undefined && { rowCount }) }
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

/** The parts that have groups. */
export function partsOf(groups: Plan, apart: readonly Column[]): Plan {
  return named(
    aggregate(
      groups,
      apart.map(({ name, type }) => kept({ name, type })),
      [],
    ),
    'parts',
  )
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
