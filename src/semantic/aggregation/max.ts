/** The largest value. */
import type { Aggregation } from './aggregation.ts'
import { extreme, extremeToSql } from './extreme.ts'

export const max: Aggregation = {
  ...extreme,
  name: 'max',
  combinesBy: 'max',
  description: 'The largest value: the latest time, the last text by code point.',
  toSql: (input) => extremeToSql('max', input),
}
