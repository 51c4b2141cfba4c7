/** The cases of MetricFlow that we answer otherwise, and those that wait. All others pass. */
import { expect } from 'vitest'
import type { Row } from '../compare.ts'
import type { Comparison, Decision } from '../suite.ts'

const groupsOfEntity: Decision = {
  explainedAt: 'Which groups a filtered measure makes',
  ours: ({ ours, theirs }) => expect(ours.filter(hasValue)).toEqual(theirs),
}

export const decided: Readonly<Record<string, Decision>> = {
  'dimensions.query_dimensions_from_different_tables': {
    explainedAt: 'Combinations of dimensions of two entities',
    ours: answering([
      ['CA', true],
      ['TX', false],
      [null, false],
      [null, null],
    ]),
  },
  'dimensions.query_dimension_with_constraint_from_diff_source': {
    explainedAt: 'A dimension restricted by another entity',
    ours: answering([['CA']]),
  },
  'measure_aggregations.discrete_percentile_agg': {
    explainedAt: 'A percentile between two values',
    refused: 'The model has no measure discrete_booking_value_p99',
  },
  'metrics.constrained_metric_with_non_constrained_metric_diff_source': groupsOfEntity,
  'cumulative_metric.windowed_cumulative_metric': {
    explainedAt: 'Days whose window is empty',
    ours: ({ ours, theirs }) => expect(ours.filter(([value]) => value !== null)).toEqual(theirs),
  },
  // The value of the last day of each month, less 10; empty windows left out.
  'cumulative_metric.derived_cumulative_metric_with_non_default_grains': {
    explainedAt: 'A cumulative measure at a coarser grain',
    ours: ({ ours }) =>
      expect(ours.filter((row) => row.at(-1) !== null)).toEqual([
        ['2020-01-01', '2020-01-01', '990'],
        ['2020-02-01', '2020-01-01', '4990'],
        ['2020-03-01', '2020-01-01', '6990'],
        ['2020-04-01', '2020-01-01', '6990'],
        ['2020-05-01', '2020-01-01', '3990'],
        ['2021-01-01', '2021-01-01', '3990'],
        ['2021-02-01', '2021-01-01', '3990'],
      ]),
  },
  'cumulative_metric.windowed_cumulative_metric_with_joined_dim': {
    explainedAt: 'Measures of a table without a key',
    refused: 'has no `primary_key`',
  },
  'measure_constraints.expr_with_single_constrained_and_aliased_measure': groupsOfEntity,
}

export const later: Readonly<Record<string, string>> = {}

function answering(rows: readonly Row[]): (comparison: Comparison) => void {
  return ({ ours }) => expect(ours).toEqual(rows)
}

/** Days are the last column: some measure beside them has a value. */
function hasValue(row: Row): boolean {
  return row.slice(0, -1).some((cell) => cell !== null)
}
