/** What min and max share: the types that have an order (PostgreSQL has none for booleans here), text by code point. */
import { sql } from 'kysely'
import type { Sql } from '../dialect/dialect.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { AggregateInput, Aggregation } from './aggregation.ts'
import { argumentOf, filtered } from './clause.ts'

type Extreme = Omit<Aggregation, 'name' | 'description' | 'toSql'>

export const extreme: Extreme = {
  argument: 'required',
  accepts: ['string', 'integer', 'bigint', 'decimal', 'float', 'date', 'timestamp'],
  additivity: 'non_additive',
  duplicateSafe: true,
  ofNoRows: null,
  resultType: (argument: ValueType | undefined) => argument ?? 'string',
}

export function extremeToSql(name: 'min' | 'max', input: AggregateInput): Sql {
  const x = argumentOf(input)
  return filtered(sql`${sql.raw(name)}(${input.argumentType === 'string' ? input.dialect.textOrder(x) : x})`, input)
}
