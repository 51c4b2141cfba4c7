/** One customer’s full profile: 20 fields, among them the RFM scores among all customers, and the last 10 activities. */
import { customerOf, type EngineName, type Question, sqlTime } from './question.ts'
import { scoredCustomers } from './rfm-segments.ts'
import { besideEach, fieldOf, happenedAnswer, happenedColumns, timelineField } from './rows-of-graph.ts'

/** All customers are scored, by what scores are made of; anything else is computed for the one alone. */
function textFor(engine: EngineName): string {
  const { scored, segment } = scoredCustomers(engine)
  const ofStream = (activity: string) => `select
    date '2025-12-31' - cast(max(activity_ts) as date) as recency, count(distinct order_id) as orders, sum(order_value) as value,
    count(*) as lines, sum(quantity) as units
  from activity
  where entity_id = $2 and activity = '${activity}' and activity_ts <= cast($1 as timestamp)`
  return `${scored}
select
  customer_id, customer_name, state, channel, site,
  invoiced.recency, invoiced.orders, invoiced.value, invoiced.lines, invoiced.units,
  placed.recency as days_since_order, placed.orders as orders_placed, placed.value as value_placed,
  rejected.recency as days_since_rejection, rejected.orders as orders_rejected, rejected.value as value_rejected,
  r, f, m, ${segment} as segment,
  ${happenedColumns}
from customer
left join (select * from scored where entity_id = $2) as scored on true
cross join (${ofStream('order_invoiced')}) as invoiced
cross join (${ofStream('order_placed')}) as placed
cross join (${ofStream('order_rejected')}) as rejected
left join (
  select *
  from activity
  where entity_id = $2 and activity_ts <= cast($1 as timestamp)
  order by activity_ts desc, activity_id
  limit 10
) as happened on true
where customer_id = $2
order by activity_ts desc, activity_id`
}

const texts = { postgres: textFor('postgres'), duckdb: textFor('duckdb') }
const end = '2025-12-31T23:59:59.999Z'

const fields = [
  ['customerId', 'text'],
  ['customerName', 'text'],
  ['state', 'text'],
  ['channel', 'text'],
  ['site', 'text'],
  ['recencyDays', 'number'],
  ['orders', 'number'],
  ['value', 'exact'],
  ['lines', 'number'],
  ['units', 'number'],
  ['daysSinceOrder', 'number'],
  ['ordersEverPlaced', 'number'],
  ['valuePlaced', 'exact'],
  ['daysSinceRejection', 'number'],
  ['ordersEverRejected', 'number'],
  ['valueRejected', 'exact'],
  ['recencyScore', 'number'],
  ['frequencyScore', 'number'],
  ['monetaryScore', 'number'],
  ['rfmSegment', 'text'],
] as const

export const customerProfile: Question = {
  name: 'customer-profile',
  title: 'one customer’s full profile: 20 fields, scores among all, the last 10 activities',
  weight: 'scored',
  answer: [...fields.map(([name, kind]) => ({ path: `customer.${name}`, kind })), ...happenedAnswer],
  document: `query CustomerProfile($customer: String!) {
  customer(customerId: $customer, asOf: "2025-12-31") {
    ${fields.map(([name]) => name).join(' ')}
    ${timelineField}
  }
}`,
  variables: (call) => ({ customer: customerOf(call) }),
  rowsOf: ({ customer }) => besideEach(customer, 'happened', fieldOf(customer, 'timeline.nodes')),
  sql: {
    postgres: (call) => ({ text: texts.postgres, parameters: [sqlTime(end), customerOf(call)] }),
    duckdb: (call) => ({ text: texts.duckdb, parameters: [sqlTime(end), customerOf(call)] }),
  },
}
