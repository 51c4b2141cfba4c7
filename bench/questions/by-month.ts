/** q1: invoiced value by month. */
import { endOfBase, plainQuery, type Question, sqlTime, timeBetween } from './question.ts'

/**
 * As everybody writes it. At 5 million activities, milliseconds on a loaded machine: date_trunc 1612-2127; by day, then by month 1266-1662;
 * width_bucket 1057-1249; one range of the index for each month 253-450 from generate_series, 205-258 as 36 branches.
 */
const months = `select cast(date_trunc('month', activity_ts) as date) as month, sum(order_value) as monetary
from activity
where activity = 'order_invoiced' and activity_ts >= '2023-01-01' and activity_ts < cast($1 as timestamp)
group by 1
order by 1`

/**
 * PostgreSQL takes each group for one of millions when it groups by an expression, and reads with one process. One range of the index
 * for each month needs no groups at all, and several processes share the ranges; without that index each range reads the whole table.
 */
function monthRanges(): string {
  const starts = Array.from({ length: 36 }, (_, month) => new Date(Date.UTC(2023, month, 1)).toISOString().slice(0, 10))
  const branch = (start: string, end: string) => `select date '${start}' as month, sum(order_value) as monetary from activity
where activity = 'order_invoiced' and activity_ts >= '${start}' and activity_ts < ${end}
having count(*) > 0`
  const branches = starts.map((start, index) =>
    branch(start, starts[index + 1] === undefined ? 'cast($1 as timestamp)' : `'${starts[index + 1]}'`),
  )
  return `${branches.join('\nunion all\n')}\norder by 1`
}
const ranges = monthRanges()

// A sum for each day first: 33-141 ms, date_trunc at once 72-243 ms, by year and month 32-138 ms.
const days = `select cast(date_trunc('month', day) as date) as month, sum(monetary) as monetary
from (
  select cast(activity_ts as date) as day, sum(order_value) as monetary
  from activity
  where activity = 'order_invoiced' and activity_ts >= '2023-01-01' and activity_ts < cast($1 as timestamp)
  group by 1
) as by_day
group by 1
order by 1`

export const byMonth: Question = {
  name: 'q1-by-month',
  title: 'invoiced value by month',
  weight: 'heavy',
  answer: [
    { path: 'time.month', kind: 'text' },
    { path: 'orderInvoiced.monetary', kind: 'exact' },
  ],
  document: `query ByMonth($to: TimePoint!) {
  slice(by: { time: [MONTH] }, where: { time: { gte: "2023-01-01", lt: $to } }, asOf: "2025-12-31") {
    rows { time { month } orderInvoiced { monetary } }
  }
}`,
  variables: (call) => ({ to: endOfBase(call) }),
  query: (call) => ({
    ...plainQuery,
    by: [{ kind: 'time', granularity: 'month' }],
    measures: [{ entity: 'order_invoiced', measure: 'monetary' }],
    where: timeBetween('2023-01-01', endOfBase(call)),
  }),
  sql: {
    postgres: (call) => ({ text: months, parameters: [sqlTime(endOfBase(call))] }),
    duckdb: (call) => ({ text: days, parameters: [sqlTime(endOfBase(call))] }),
  },
}

export const byMonthInRanges: Question = {
  ...byMonth,
  name: 'q1-in-ranges',
  title: 'q1 beside one range of an index for each month',
  weight: 'beyond',
  sql: { ...byMonth.sql, postgres: (call) => ({ text: ranges, parameters: [sqlTime(endOfBase(call))] }) },
}
