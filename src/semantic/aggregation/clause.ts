/** The clause every aggregate shares: `sum(x) filter (where ...)`, so that aggregates over different rows stand in one statement. */
import { sql } from 'kysely'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import { InternalError } from '../issues/issue.ts'
import type { AggregateInput } from './aggregation.ts'

export function filtered(aggregate: Sql, { filter }: AggregateInput): Sql {
  return filter === undefined ? aggregate : sql`${aggregate} filter (where ${filter})`
}

/** The value aggregated; the catalog has refused measures that need one and have none. */
export function argumentOf({ argument }: AggregateInput): SqlInput {
  if (argument === undefined) throw new InternalError('An aggregate without the value it aggregates.')
  return argument
}
