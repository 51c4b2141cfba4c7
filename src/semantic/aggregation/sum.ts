/** The sum, exact for whole numbers and decimals: both engines add them up in a wider type than their own. */
import { sql } from 'kysely'
import type { ValueType } from '../dialect/value-type.ts'
import type { Aggregation } from './aggregation.ts'
import { argumentOf, filtered } from './clause.ts'

export const sum: Aggregation = {
  name: 'sum',
  description: 'The sum of the values; exact for whole numbers and decimals, null where there is no value.',
  argument: 'required',
  accepts: ['integer', 'bigint', 'decimal', 'float'],
  additivity: 'additive',
  duplicateSafe: false,
  combinesBy: 'sum',
  ofNoRows: null,
  resultType: sumType,
  toSql: (input) => filtered(sql`sum(${argumentOf(input)})`, input),
}

function sumType(argument: ValueType | undefined): ValueType {
  return argument === 'decimal' || argument === 'float' ? argument : 'bigint'
}
