/** q8: one state, one month, by category. */
import { type Call, customerIs, justBefore, plainQuery, type Question, sqlTime, timeBetween } from './question.ts'

const endOfJune = (call: Call) => justBefore('2025-07-01T00:00:00Z', call)

/**
 * The customers of the state first, their lines by the index of customers. A join was slower on PostgreSQL (18-33 ms, this 10-18 ms);
 * on DuckDB neither a join nor distinct orders first made a difference (9-15 ms at best).
 */
const text = `select product_category, sum(order_value) as monetary, count(distinct order_id) as frequency
from activity
where activity = 'order_invoiced' and activity_ts >= '2025-06-01' and activity_ts < cast($1 as timestamp)
  and entity_id in (select customer_id from customer where state = $2)
group by 1
order by 1`

const state = 'OR'

export const smallSlice: Question = {
  name: 'q8-small-slice',
  title: 'one state, one month, by category',
  weight: 'small',
  answer: [
    { path: 'orderInvoiced.productCategory', kind: 'text' },
    { path: 'orderInvoiced.monetary', kind: 'exact' },
    { path: 'orderInvoiced.frequency', kind: 'number' },
  ],
  document: `query SmallSlice($to: TimePoint!, $state: String!) {
  slice(
    by: { orderInvoiced: [PRODUCT_CATEGORY] }
    where: { time: { gte: "2025-06-01", lt: $to }, customer: { state: { eq: $state } } }
    asOf: "2025-12-31"
  ) {
    rows { orderInvoiced { productCategory monetary frequency } }
  }
}`,
  variables: (call) => ({ to: endOfJune(call), state }),
  query: (call) => ({
    ...plainQuery,
    by: [{ kind: 'dimension', entity: 'order_invoiced', dimension: 'product_category' }],
    measures: [
      { entity: 'order_invoiced', measure: 'monetary' },
      { entity: 'order_invoiced', measure: 'frequency' },
    ],
    where: { kind: 'and', conditions: [timeBetween('2025-06-01', endOfJune(call)), customerIs('state', state)] },
  }),
  sql: {
    postgres: (call) => ({ text, parameters: [sqlTime(endOfJune(call)), state] }),
    duckdb: (call) => ({ text, parameters: [sqlTime(endOfJune(call)), state] }),
  },
}
