/** The cases of Cube that wait for the model language. All others pass: nothing in them is decided otherwise. */
import type { Decision } from '../suite.ts'

export const decided: Readonly<Record<string, Decision>> = {}

const cumulative = 'cumulative measures'
const offset = 'measures of another period'
const customGranularity = 'granularities of a model'

export const later: Readonly<Record<string, string>> = {
  'pre-aggregations Customers: running total without time dimension': cumulative,
  'querying BigECommerce: rolling window by 2 day': cumulative,
  'querying BigECommerce: rolling window by 2 week': cumulative,
  'querying BigECommerce: rolling window by 2 month': cumulative,
  'querying BigECommerce: totalProfitYearAgo': offset,
  'querying custom granularities ECommerce: count by half_year + no dimension': customGranularity,
  'querying custom granularities ECommerce: count by half_year_by_1st_april + no dimension': customGranularity,
  'querying custom granularities ECommerce: count by three_months_by_march + no dimension': customGranularity,
  'querying custom granularities ECommerce: count by half_year + dimension': customGranularity,
  'querying custom granularities ECommerce: count by half_year_by_1st_april + dimension': customGranularity,
  'querying custom granularities ECommerce: count by three_months_by_march + dimension': customGranularity,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByUnbounded': cumulative,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByTrailing': cumulative,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByLeading': cumulative,
  'querying custom granularities (with preaggregation) ECommerce: totalQuantity by half_year + no dimension': customGranularity,
  'querying custom granularities (with preaggregation) ECommerce: totalQuantity by half_year + dimension': customGranularity,
}
