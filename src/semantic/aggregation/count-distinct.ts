/** Different values, null not being one. */
import { sql } from 'kysely'
import { valueTypes } from '../dialect/value-type.ts'
import type { Aggregation } from './aggregation.ts'
import { argumentOf, filtered } from './clause.ts'

export const countDistinct: Aggregation = {
  name: 'count_distinct',
  description: 'The number of different values; null is not counted.',
  argument: 'required',
  accepts: valueTypes,
  additivity: 'non_additive',
  duplicateSafe: true,
  ofNoRows: 0,
  resultType: () => 'integer',
  toSql: (input) => filtered(sql`count(distinct ${argumentOf(input)})`, input),
}
