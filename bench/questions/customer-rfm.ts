/** The part of q6 a slice answers: recency, frequency and monetary of one customer. */
import { customerIs, customerOf, plainQuery, type Question } from './question.ts'

const text = `select
  date '2025-12-31' - cast(max(activity_ts) as date) as recency, count(distinct order_id) as frequency, sum(order_value) as monetary
from activity
where entity_id = $1 and activity = 'order_invoiced' and activity_ts < '2026-01-01'`

export const customerRfm: Question = {
  name: 'customer-rfm',
  title: 'recency, frequency and monetary of one customer',
  weight: 'small',
  answer: [
    { path: 'orderInvoiced.recency', kind: 'number' },
    { path: 'orderInvoiced.frequency', kind: 'number' },
    { path: 'orderInvoiced.monetary', kind: 'exact' },
  ],
  document: `query CustomerRfm($customer: String!) {
  slice(by: {}, where: { customer: { customerId: { eq: $customer } } }, asOf: "2025-12-31") {
    rows { orderInvoiced { recency frequency monetary } }
  }
}`,
  variables: (call) => ({ customer: customerOf(call) }),
  query: (call) => ({
    ...plainQuery,
    by: [],
    measures: [
      { entity: 'order_invoiced', measure: 'recency' },
      { entity: 'order_invoiced', measure: 'frequency' },
      { entity: 'order_invoiced', measure: 'monetary' },
    ],
    where: customerIs('customer_id', customerOf(call)),
  }),
  sql: {
    postgres: (call) => ({ text, parameters: [customerOf(call)] }),
    duckdb: (call) => ({ text, parameters: [customerOf(call)] }),
  },
}
