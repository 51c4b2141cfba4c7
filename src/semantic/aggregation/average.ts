/**
 * The average as a float: the exact sum divided once, so that both engines agree to the last bit.
 * avg() of a decimal is a decimal of the engine's own scale on PostgreSQL and a float on DuckDB.
 */
import { sql } from 'kysely'
import type { Aggregation } from './aggregation.ts'
import { argumentOf, filtered } from './clause.ts'

export const average: Aggregation = {
  name: 'avg',
  description: 'The arithmetic mean of the values that are not null, as a float.',
  argument: 'required',
  accepts: ['integer', 'bigint', 'decimal', 'float'],
  additivity: 'non_additive',
  duplicateSafe: false,
  ofNoRows: null,
  resultType: () => 'float',
  toSql: (input) => {
    const x = argumentOf(input)
    // No values: null / 0 is null on both engines.
    return sql`${input.dialect.toFloat(filtered(sql`sum(${x})`, input))} / ${filtered(sql`count(${x})`, input)}`
  },
}
