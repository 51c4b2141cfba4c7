/** The two tables of the base, in the spelling both engines take, and how they are filled. */
import { activityColumns, activityRows, type BaseSize, blocksOf, customerColumns, customerRows } from './rows.ts'

export const tableStatements = [
  `create table customer (
    customer_id varchar not null, customer_name varchar not null, state varchar not null, channel varchar not null, site varchar not null)`,
  `create table activity (
    activity_id varchar not null, entity_id varchar not null, activity varchar not null, activity_ts timestamp not null,
    order_id varchar not null, product_category varchar not null, quantity integer not null, order_value decimal(12, 2) not null)`,
] as const

/** About 500,000 activities at a time: what either engine sorts in memory. */
const blocksPerStep = 20_000

export interface FillStep {
  readonly sql: string
  /** The part of the work that is done after it, 0 to 1. */
  readonly done: number
}

export function* fillSteps(size: BaseSize): Generator<FillStep> {
  yield { sql: `insert into customer (${customerColumns}) ${customerRows(size)}`, done: 0 }
  const blocks = blocksOf(size)
  for (let from = 0; from < blocks; from += blocksPerStep) {
    const to = Math.min(blocks, from + blocksPerStep)
    yield { sql: `insert into activity (${activityColumns}) ${activityRows(size, from, to)}`, done: to / blocks }
  }
}

/** What tells one base from another: equal on both engines when the rows are. */
export const fingerprintQuery = `select
  count(*) as activities,
  count(distinct entity_id) as customers,
  sum(cast(substr(entity_id, 2) as integer)) as keys,
  sum(quantity) as units,
  sum(order_value) as value,
  sum(extract(epoch from activity_ts) - 1672531200) as seconds,
  sum(cast(substr(order_id, 2) as bigint) * length(product_category)) as orders,
  (select count(*) from customer) as known_customers,
  (select sum(length(customer_name) + 7 * length(channel) + 3 * cast(substr(site, 2) as integer) * length(state)) from customer) as texts
from activity`
