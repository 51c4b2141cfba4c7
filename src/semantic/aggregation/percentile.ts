/** The value below which a fraction of the values lies, between two values by linear interpolation (type 7), as a float. */
import { InternalError } from '../issues/issue.ts'
import type { Aggregation } from './aggregation.ts'
import { argumentOf, filtered } from './clause.ts'

export const percentile: Aggregation = {
  name: 'percentile',
  description: 'A percentile (`percentile: 0.9`) of the values, as a float; between two values by linear interpolation.',
  argument: 'required',
  accepts: ['integer', 'bigint', 'decimal', 'float'],
  additivity: 'non_additive',
  duplicateSafe: false,
  ofNoRows: null,
  resultType: () => 'float',
  toSql: (input) => {
    if (input.fraction === undefined) throw new InternalError('A percentile without its fraction.')
    return filtered(input.dialect.percentile(argumentOf(input), input.fraction), input)
  },
}
