/** The smallest value. */
import type { Aggregation } from './aggregation.ts'
import { extreme, extremeToSql } from './extreme.ts'

export const min: Aggregation = {
  ...extreme,
  name: 'min',
  combinesBy: 'min',
  description: 'The smallest value: the earliest time, the first text by code point.',
  toSql: (input) => extremeToSql('min', input),
}
