/** 50,000 invoiced lines, six columns, by time: what an export costs. */
import { invoicedLinesPerDay } from '../data/rows.ts'
import { type Call, justBefore, plainQuery, type Question, sqlTime, timeBetween } from './question.ts'

export const rowCount = 50_000

const firstDay = Date.UTC(2023, 0, 15)
const lastDay = Date.UTC(2026, 0, 1)

/** So many days that they hold a tenth more than is asked for, and all there is in a small base. */
function endOfRange(call: Call): string {
  const days = Math.ceil((rowCount * 1.1) / invoicedLinesPerDay(call.base))
  return justBefore(new Date(Math.min(firstDay + days * 86_400_000, lastDay)).toISOString(), call)
}

const text = `select activity_ts, activity_id, entity_id, order_id, product_category, order_value
from activity
where activity = 'order_invoiced' and activity_ts >= '2023-01-15' and activity_ts < cast($1 as timestamp)
order by activity_ts, activity_id
limit ${rowCount}`

const columns = ['activity_ts', 'activity_id', 'entity_id', 'order_id', 'product_category', 'order_value']

export const rows: Question = {
  name: 'rows-50000',
  title: '50,000 invoiced lines, six columns, by time',
  weight: 'rows',
  answer: [
    { path: 'orderInvoiced.activityTs', kind: 'time' },
    { path: 'orderInvoiced.activityId', kind: 'text' },
    { path: 'orderInvoiced.entityId', kind: 'text' },
    { path: 'orderInvoiced.orderId', kind: 'text' },
    { path: 'orderInvoiced.productCategory', kind: 'text' },
    { path: 'orderInvoiced.orderValue', kind: 'exact' },
  ],
  document: `query Rows($to: TimePoint!) {
  slice(
    by: { orderInvoiced: [ACTIVITY_TS, ACTIVITY_ID, ENTITY_ID, ORDER_ID, PRODUCT_CATEGORY, ORDER_VALUE] }
    of: [ORDER_INVOICED]
    where: { time: { gte: "2023-01-15", lt: $to } }
    limit: ${rowCount}
    asOf: "2025-12-31"
  ) {
    rows { orderInvoiced { activityTs activityId entityId orderId productCategory orderValue } }
  }
}`,
  variables: (call) => ({ to: endOfRange(call) }),
  query: (call) => ({
    ...plainQuery,
    by: columns.map((dimension) => ({ kind: 'dimension', entity: 'order_invoiced', dimension })),
    of: ['order_invoiced'],
    measures: [],
    where: timeBetween('2023-01-15', endOfRange(call)),
    limit: rowCount,
  }),
  sql: {
    postgres: (call) => ({ text, parameters: [sqlTime(endOfRange(call))] }),
    duckdb: (call) => ({ text, parameters: [sqlTime(endOfRange(call))] }),
  },
}
