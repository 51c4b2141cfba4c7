/**
 * Aggregations that pick values out of rows. No measure of a model has them: dimensions do (`first:`, `list:`), one value for each row they are seen from.
 *
 *   first(category) in the order of time and key   ->   the category of the earliest row, null where that row has none
 */
import { valueTypes } from '../dialect/value-type.ts'
import { InternalError } from '../issues/issue.ts'
import type { Aggregation } from './aggregation.ts'
import { argumentOf } from './clause.ts'

type Picked = Omit<Aggregation, 'name' | 'description' | 'toSql'>

const picked: Picked = {
  argument: 'required',
  accepts: valueTypes,
  additivity: 'non_additive',
  duplicateSafe: false,
  ofNoRows: null,
  resultType: (argument) => argument ?? 'string',
}

/** The value of the first row in the order. */
export const first: Aggregation = {
  ...picked,
  name: 'first',
  description: 'The value of the first row.',
  toSql: (input) => input.dialect.atEdge(argumentOf(input), orderOf(input), 'first', input.filter),
}

/** The value of the last row in the order. */
export const last: Aggregation = {
  ...picked,
  name: 'last',
  description: 'The value of the last row.',
  toSql: (input) => input.dialect.atEdge(argumentOf(input), orderOf(input), 'last', input.filter),
}

/** Of values as frequent as each other the least, text by code point. */
export const mostFrequent: Aggregation = {
  ...picked,
  name: 'most_frequent',
  description: 'The value that most rows have.',
  toSql: (input) => {
    const x = argumentOf(input)
    return input.dialect.mostFrequent(input.argumentType === 'string' ? input.dialect.textOrder(x) : x, input.filter)
  },
}

/** The different values as the text of a JSON list of texts, ascending, nulls left out; null where there is none. */
export const list: Aggregation = {
  ...picked,
  name: 'list',
  description: 'The different values.',
  duplicateSafe: true,
  resultType: () => 'string',
  toSql: (input) => {
    const x = argumentOf(input)
    return input.dialect.differentValues(input.argumentType === 'string' ? input.dialect.textOrder(x) : x, input.filter)
  },
}

function orderOf({ order }: Parameters<Aggregation['toSql']>[0]) {
  if (order === undefined || order.length === 0) throw new InternalError('The first of rows without an order')
  return order
}
