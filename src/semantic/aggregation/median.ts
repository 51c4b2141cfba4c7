/** The middle value, or the mean of the two in the middle: the percentile of one half. */
import type { Aggregation } from './aggregation.ts'
import { percentile } from './percentile.ts'

export const median: Aggregation = {
  ...percentile,
  name: 'median',
  description: 'The middle value, as a float; of an even number of values the mean of the two in the middle.',
  toSql: (input) => percentile.toSql({ ...input, fraction: 0.5 }),
}
