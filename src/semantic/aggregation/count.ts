/** Rows, or values that are not null. */
import { sql } from 'kysely'
import { valueTypes } from '../dialect/value-type.ts'
import type { Aggregation } from './aggregation.ts'
import { filtered } from './clause.ts'

export const count: Aggregation = {
  name: 'count',
  description: 'The number of rows; with `sql`, of rows where the expression is not null.',
  argument: 'optional',
  accepts: valueTypes,
  additivity: 'additive',
  duplicateSafe: false,
  combinesBy: 'sum',
  ofNoRows: 0,
  resultType: () => 'integer',
  toSql: (input) => filtered(input.argument === undefined ? sql`count(*)` : sql`count(${input.argument})`, input),
}
