/** A page of customers, each with recency, frequency, monetary and the last 10 activities. */
import type { Call, Question } from './question.ts'
import { besideEach, customerAnswer, customerFields, fieldOf, happenedAnswer, happenedColumns, timelineField } from './rows-of-graph.ts'

/** Another page each call; all begin in the first half, so that they are full. */
function firstOf({ number, base }: Call): string {
  return `C${String((number * 7_919) % Math.max(1, Math.floor(base.customers / 2))).padStart(7, '0')}`
}

const page = (size: number) =>
  `select customer_id, customer_name, state, channel from customer where customer_id >= $1 order by customer_id limit ${size}`

/** Each customer by an index. */
const postgres = (size: number) => `select
  customer_id, customer_name, state, channel, recency, frequency, monetary,
  ${happenedColumns}
from (${page(size)}) as page
cross join lateral (
  select date '2025-12-31' - cast(max(activity_ts) as date) as recency, count(distinct order_id) as frequency, sum(order_value) as monetary
  from activity
  where entity_id = customer_id and activity = 'order_invoiced' and activity_ts < '2026-01-01'
) as invoiced
left join lateral (
  select *
  from activity
  where entity_id = customer_id and activity_ts < '2026-01-01'
  order by activity_ts desc, activity_id
  limit 10
) as happened on true
order by customer_id, activity_ts desc, activity_id`

/** All of them in one pass. */
const duckdb = (size: number) => `with page as (${page(size)}),
invoiced as (
  select
    entity_id, date '2025-12-31' - cast(max(activity_ts) as date) as recency,
    count(distinct order_id) as frequency, sum(order_value) as monetary
  from activity
  where entity_id in (select customer_id from page) and activity = 'order_invoiced' and activity_ts < '2026-01-01'
  group by 1
),
happened as (
  select *
  from activity
  where entity_id in (select customer_id from page) and activity_ts < '2026-01-01'
  qualify row_number() over (partition by entity_id order by activity_ts desc, activity_id) <= 10
)
select
  customer_id, customer_name, state, channel, recency, coalesce(frequency, 0), monetary,
  ${happenedColumns}
from page
left join invoiced on invoiced.entity_id = customer_id
left join happened on happened.entity_id = customer_id
order by customer_id, activity_ts desc, activity_id`

export function customerPage(size: number): Question {
  return {
    name: `customer-page-${size}`,
    title: `a page of ${size} customers, each with the last 10 activities`,
    weight: 'page',
    answer: [...customerAnswer, ...happenedAnswer],
    document: `query CustomerPage($from: String!) {
  customers(first: ${size}, where: { customerId: { gte: $from } }, asOf: "2025-12-31") {
    nodes {
    ${customerFields}
    ${timelineField}
    }
  }
}`,
    variables: (call) => ({ from: firstOf(call) }),
    rowsOf: (data) => {
      const customers = fieldOf(data, 'customers.nodes')
      if (!Array.isArray(customers)) throw new Error('The answer has no customers.')
      return customers.flatMap((customer) => besideEach(customer, 'happened', fieldOf(customer, 'timeline.nodes')))
    },
    sql: {
      postgres: (call) => ({ text: postgres(size), parameters: [firstOf(call)] }),
      duckdb: (call) => ({ text: duckdb(size), parameters: [firstOf(call)] }),
    },
  }
}
