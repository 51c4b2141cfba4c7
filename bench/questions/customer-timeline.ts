/** One customer with recency, frequency and monetary, and the last 10 activities of all kinds with their fields. */
import { customerOf, type Question } from './question.ts'
import { besideEach, customerAnswer, customerFields, fieldOf, happenedAnswer, happenedColumns, timelineField } from './rows-of-graph.ts'

const text = `select
  customer_id, customer_name, state, channel, recency, frequency, monetary,
  ${happenedColumns}
from customer
cross join (
  select date '2025-12-31' - cast(max(activity_ts) as date) as recency, count(distinct order_id) as frequency, sum(order_value) as monetary
  from activity
  where entity_id = $1 and activity = 'order_invoiced' and activity_ts < '2026-01-01'
) as invoiced
left join (
  select *
  from activity
  where entity_id = $1 and activity_ts < '2026-01-01'
  order by activity_ts desc, activity_id
  limit 10
) as happened on true
where customer_id = $1
order by activity_ts desc, activity_id`

export const customerTimeline: Question = {
  name: 'customer-timeline',
  title: 'one customer’s profile with the last 10 activities',
  weight: 'small',
  answer: [...customerAnswer, ...happenedAnswer],
  document: `query CustomerTimeline($customer: String!) {
  customer(customerId: $customer, asOf: "2025-12-31") {
    ${customerFields}
    ${timelineField}
  }
}`,
  variables: (call) => ({ customer: customerOf(call) }),
  rowsOf: ({ customer }) => besideEach(customer, 'happened', fieldOf(customer, 'timeline.nodes')),
  sql: {
    postgres: (call) => ({ text, parameters: [customerOf(call)] }),
    duckdb: (call) => ({ text, parameters: [customerOf(call)] }),
  },
}
