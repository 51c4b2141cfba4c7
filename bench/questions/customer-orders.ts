/** q6: one customer with recency, frequency and monetary, and the last 10 orders, each with its lines added up. */
import { customerOf, type Question } from './question.ts'
import { besideEach, customerAnswer, customerFields, fieldOf } from './rows-of-graph.ts'

/** One statement, one way to the database and back. The key is named in each part: DuckDB takes minutes for parts that name the customer's row. */
const text = `select customer_id, customer_name, state, channel, recency, frequency, monetary, order_id, last_line_at, order_value
from customer
cross join (
  select date '2025-12-31' - cast(max(activity_ts) as date) as recency, count(distinct order_id) as frequency, sum(order_value) as monetary
  from activity
  where entity_id = $1 and activity = 'order_invoiced' and activity_ts < '2026-01-01'
) as invoiced
left join (
  select order_id, max(activity_ts) as last_line_at, sum(order_value) as order_value
  from activity
  where entity_id = $1 and activity = 'order_placed' and activity_ts < '2026-01-01'
  group by order_id
  order by 2 desc, 1
  limit 10
) as orders on true
where customer_id = $1
order by last_line_at desc, order_id`

export const customerOrders: Question = {
  name: 'q6-customer-orders',
  title: 'one customer’s profile with the last 10 orders',
  weight: 'small',
  answer: [
    ...customerAnswer,
    { path: 'order.orderPlaced.orderId', kind: 'text' },
    { path: 'order.orderPlaced.lastLineAt', kind: 'time' },
    { path: 'order.orderPlaced.monetary', kind: 'exact' },
  ],
  document: `query CustomerOrders($customer: String!) {
  customer(customerId: $customer, asOf: "2025-12-31") {
    ${customerFields}
    slice(
      by: { orderPlaced: [ORDER_ID] }
      orderBy: [{ orderPlaced: { lastLineAt: DESC } }, { orderPlaced: { orderId: ASC } }]
      limit: 10
    ) {
      rows { orderPlaced { orderId lastLineAt monetary } }
    }
  }
}`,
  variables: (call) => ({ customer: customerOf(call) }),
  rowsOf: ({ customer }) => besideEach(customer, 'order', fieldOf(customer, 'slice.rows')),
  sql: {
    postgres: (call) => ({ text, parameters: [customerOf(call)] }),
    duckdb: (call) => ({ text, parameters: [customerOf(call)] }),
  },
}
