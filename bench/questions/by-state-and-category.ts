/** q2: invoiced value and orders by state and category in 2025: a join, two grains, 600 groups. */
import { endOfBase, plainQuery, type Question, sqlTime, timeBetween } from './question.ts'

/**
 * Each order once first (an order has one customer, so it counts in one state), joined with the customer after that.
 * PostgreSQL, milliseconds at 5 million activities: this 1927; joined first 2036; orders, then customers, then states 2579;
 * count(distinct) 5161. DuckDB: all within the noise of each other, count(distinct) included (120-150 at best).
 */
const text = `select state, product_category, sum(monetary) as monetary, count(*) as frequency
from (
  select entity_id, product_category, order_id, sum(order_value) as monetary
  from activity
  where activity = 'order_invoiced' and activity_ts >= '2025-01-01' and activity_ts < cast($1 as timestamp)
  group by 1, 2, 3
) as orders
join customer on customer_id = entity_id
group by 1, 2
order by 1, 2`

export const byStateAndCategory: Question = {
  name: 'q2-by-state-and-category',
  title: 'invoiced value and orders by state and category, one year',
  weight: 'heavy',
  answer: [
    { path: 'customer.state', kind: 'text' },
    { path: 'orderInvoiced.productCategory', kind: 'text' },
    { path: 'orderInvoiced.monetary', kind: 'exact' },
    { path: 'orderInvoiced.frequency', kind: 'number' },
  ],
  document: `query ByStateAndCategory($to: TimePoint!) {
  slice(
    by: { customer: [STATE], orderInvoiced: [PRODUCT_CATEGORY] }
    where: { time: { gte: "2025-01-01", lt: $to } }
    asOf: "2025-12-31"
  ) {
    rows { customer { state } orderInvoiced { productCategory monetary frequency } }
  }
}`,
  variables: (call) => ({ to: endOfBase(call) }),
  query: (call) => ({
    ...plainQuery,
    by: [
      { kind: 'dimension', entity: 'customer', dimension: 'state' },
      { kind: 'dimension', entity: 'order_invoiced', dimension: 'product_category' },
    ],
    measures: [
      { entity: 'order_invoiced', measure: 'monetary' },
      { entity: 'order_invoiced', measure: 'frequency' },
    ],
    where: timeBetween('2025-01-01', endOfBase(call)),
  }),
  sql: {
    postgres: (call) => ({ text, parameters: [sqlTime(endOfBase(call))] }),
    duckdb: (call) => ({ text, parameters: [sqlTime(endOfBase(call))] }),
  },
}
