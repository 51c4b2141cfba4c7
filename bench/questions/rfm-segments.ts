/** q5: customers by segment of their RFM scores, each counted among all customers. */
import { type EngineName, justBefore, plainQuery, type Question, sqlTime } from './question.ts'

/** Every call asks as of another millisecond of the last day, so that recency stays what it is. */
const asOf = (call: Parameters<Question['variables']>[0]) => justBefore('2026-01-01T00:00:00Z', call)

/**
 * The stream is read once. Counting distinct orders a customer at a time was faster on both engines than making orders first (PostgreSQL sorts the
 * rows of a customer for both). Cut points are those of percentile_cont, and a score counts how many of them a value is greater than.
 */
const bought = `with bought as (
  select
    entity_id,
    date '2025-12-31' - cast(max(activity_ts) as date) as recency,
    count(distinct order_id) as orders,
    sum(order_value) as value
  from activity
  where activity = 'order_invoiced' and activity_ts <= cast($1 as timestamp)
  group by 1
),`

const segment = `case
      when r >= 4 and f >= 4 and m >= 4 then 'CHAMPIONS'
      when r >= 3 and f >= 4 then 'LOYAL'
      when r >= 3 and m >= 4 then 'BIG_SPENDERS'
      when r >= 4 then 'RECENT'
      when r <= 2 and (f >= 4 or m >= 4) then 'AT_RISK'
      when r <= 2 then 'SLEEPING'
      else 'OTHERS'
    end`

const scoredOnPostgres = `${bought}
cuts as (
  select
    percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by recency) as r,
    percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by orders) as f,
    percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by cast(value as double precision)) as m
  from bought
),
scored as (
  select
    entity_id,
    value,
    5 - cast(recency > cuts.r[1] as integer) - cast(recency > cuts.r[2] as integer) - cast(recency > cuts.r[3] as integer) - cast(recency > cuts.r[4] as integer) as r,
    1 + cast(orders > cuts.f[1] as integer) + cast(orders > cuts.f[2] as integer) + cast(orders > cuts.f[3] as integer) + cast(orders > cuts.f[4] as integer) as f,
    1 + cast(value > cuts.m[1] as integer) + cast(value > cuts.m[2] as integer) + cast(value > cuts.m[3] as integer) + cast(value > cuts.m[4] as integer) as m
  from bought cross join cuts
)`

const scoredOnDuckDB = scoredOnPostgres.replaceAll(
  /percentile_cont\(array(\[[^\]]*\])\) within group \(order by ((?:[^()]|\([^()]*\))*)\)/g,
  'quantile_cont($2, $1)',
)

/** Rows `scored` of the customers with orders up to `$1` (entity_id, value, r, f, m), and the segment of one of them. */
export function scoredCustomers(engine: EngineName): { readonly scored: string; readonly segment: string } {
  return { scored: engine === 'postgres' ? scoredOnPostgres : scoredOnDuckDB, segment }
}

function textFor(engine: EngineName): string {
  return `${scoredCustomers(engine).scored},
grouped as (
  select ${segment} as segment, value
  from customer
  left join scored on entity_id = customer_id
)
select segment, count(*), sum(value) from grouped group by 1 order by 1`
}

const texts = { postgres: textFor('postgres'), duckdb: textFor('duckdb') }

export const rfmSegments: Question = {
  name: 'q5-rfm-segments',
  title: 'customers by segment of their RFM scores',
  weight: 'heavy',
  answer: [
    { path: 'customer.rfmSegment', kind: 'text' },
    { path: 'customer.countCustomers', kind: 'number' },
    { path: 'customer.valueOfCustomers', kind: 'exact' },
  ],
  document: `query RfmSegments($asOf: TimePoint!) {
  slice(by: { customer: [RFM_SEGMENT] }, asOf: $asOf) {
    rows { customer { rfmSegment countCustomers valueOfCustomers } }
  }
}`,
  variables: (call) => ({ asOf: asOf(call) }),
  query: (call) => ({
    ...plainQuery,
    by: [{ kind: 'dimension', entity: 'customer', dimension: 'rfm_segment' }],
    measures: [
      { entity: 'customer', measure: 'count_customers' },
      { entity: 'customer', measure: 'value_of_customers' },
    ],
    asOf: asOf(call),
  }),
  sql: {
    postgres: (call) => ({ text: texts.postgres, parameters: [sqlTime(asOf(call))] }),
    duckdb: (call) => ({ text: texts.duckdb, parameters: [sqlTime(asOf(call))] }),
  },
}
