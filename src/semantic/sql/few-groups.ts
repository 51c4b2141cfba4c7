/**
 * PostgreSQL takes `date_trunc('month', t)` to have as many values as t has, plans for millions of groups, and so neither hashes them nor shares the
 * work between processes. What is computed behind a LIMIT it takes to have 200 values, which is about right for buckets of time: `limit all` limits
 * nothing and keeps the planner from looking through (measured: sums by month of 2.2 million rows in half the time).
 *
 *   select date_trunc('month', t), sum(x) from o group by 1
 *   ->  with o_rows as (select date_trunc('month', t) as month, x from o limit all) select month, sum(x) from o_rows group by 1
 */
import type { SqlInput } from '../dialect/dialect.ts'
import { referencesOf } from '../expression/references.ts'
import type { Aggregate } from '../plan/plan.ts'
import type { Block } from './block.ts'
import type { SqlContext } from './context.ts'
import { stepOf } from './steps.ts'
import { read } from './to-kysely.ts'

/** Buckets so small that there may be millions of them. */
const small = ['second', 'minute']

/** The rows with the buckets they are grouped by as columns; as they are where nothing is gained. */
export function withBuckets(plan: Aggregate, rows: Block, context: SqlContext): Block {
  const buckets = plan.keys.filter(isBucket)
  if (!context.dialect.guessesByColumns || buckets.length === 0 || !isSharedWork(plan)) return rows
  const column = read(rows.columns)
  const others = plan.keys.filter((key) => !buckets.includes(key))
  const expressions = [
    ...others.map(({ expression }) => expression),
    ...plan.measures.flatMap(({ argument, where, order = [] }) => [argument, where, ...order]),
  ]
  const names = expressions.flatMap((expression) => (expression === undefined ? [] : referencesOf(expression)))
  const columns = new Map<string, SqlInput>([
    ...buckets.map(({ name, expression }) => [name, context.expression(expression, column)] as const),
    ...names.map((name) => [name, column(name)] as const),
  ])
  return context.close({ ...rows, columns, isApart: true }, stepOf(plan.input))
}

/** Of a date column the database knows how many days there are. */
function isBucket({ expression }: Aggregate['keys'][number]): boolean {
  if (expression.kind !== 'call' || expression.name !== 'date_trunc') return false
  const [unit, time] = expression.arguments
  return unit?.kind === 'literal' && !small.includes(String(unit.value)) && time?.type === 'timestamp'
}

/** Distinct values are nearly as many as rows, and counting them is no work that can be shared. */
function isSharedWork({ measures, isDeduping }: Aggregate): boolean {
  return isDeduping !== true && measures.every(({ aggregation }) => aggregation.name !== 'count_distinct')
}
