/** q4: one number over everything invoiced. */
import { endOfBase, plainQuery, type Question, sqlTime, timeBetween } from './question.ts'

// An unnamed statement is planned with the bound it has, so that PostgreSQL knows how much it reads and takes parallel workers.
const text = `select sum(order_value)
from activity
where activity = 'order_invoiced' and activity_ts >= '2023-01-01' and activity_ts < cast($1 as timestamp)`

export const total: Question = {
  name: 'q4-total',
  title: 'invoiced value, one total',
  weight: 'heavy',
  answer: [{ path: 'orderInvoiced.monetary', kind: 'exact' }],
  document: `query Total($to: TimePoint!) {
  slice(by: {}, where: { time: { gte: "2023-01-01", lt: $to } }, asOf: "2025-12-31") {
    rows { orderInvoiced { monetary } }
  }
}`,
  variables: (call) => ({ to: endOfBase(call) }),
  query: (call) => ({
    ...plainQuery,
    by: [],
    measures: [{ entity: 'order_invoiced', measure: 'monetary' }],
    where: timeBetween('2023-01-01', endOfBase(call)),
  }),
  sql: {
    postgres: (call) => ({ text, parameters: [sqlTime(endOfBase(call))] }),
    duckdb: (call) => ({ text, parameters: [sqlTime(endOfBase(call))] }),
  },
}
