/**
 * The rows of the base as one SQL text that both engines read alike: whole-number arithmetic and `generate_series`, no random, no clock.
 * So both bases hold the same rows, whatever their size, and no row passes through this process.
 *
 *   13 order lines are placed in 6 orders; 11 of them are invoiced, 1 is rejected, 1 stays open:
 *   13 + 11 + 1 = 25 activities, of which 52 % order_placed, 44 % order_invoiced, 4 % order_rejected.
 *
 * Money is Pareto-like: the first fifth of the customers has about 52 % of it.
 */

/** Raised with every change of the rows: bases of another version are made anew. */
export const generatorVersion = 1

export const activitiesPerBlock = 25
const linesPerBlock = 13
const ordersPerBlock = 6

export interface BaseSize {
  readonly activities: number
  readonly customers: number
}

/** A number of activities is rounded up to whole blocks. */
export function blocksOf({ activities }: BaseSize): number {
  return Math.ceil(activities / activitiesPerBlock)
}

/**
 * A number from 0 to 2^31 - 1 that looks random: three multiplications modulo three primes. No product reaches 2^63.
 * Each salt makes another sequence.
 */
function hash(value: string, salt: number): string {
  return `((((${value}) + ${salt * 104_729}) * 1327217885 % 2147483647) * 1664525069 % 2147483629) * 1103515243 % 2147483587`
}

/** From 0 to `count` - 1, small numbers more often: the square of a uniform number. */
function skewed(value: string, salt: number, count: number): string {
  const uniform = hash(value, salt)
  return `(${uniform}) * (${uniform}) / 2147483648 * ${count} / 2147483648`
}

const states =
  'CA TX FL NY PA IL OH GA NC MI NJ VA WA AZ TN MA IN MO MD WI CO MN SC AL LA KY OR OK CT UT IA NV AR MS KS NM NE ID WV HI NH ME RI MT DE SD ND AK VT WY'.split(
    ' ',
  )
const channels = ['Grocery', 'Restaurant', 'Bar', 'Hotel', 'Convenience', 'Liquor Store', 'Club', 'Catering']
const siteCount = 20
const categories = ['Beer', 'Wine', 'Spirits', 'Soft Drinks', 'Water', 'Juice', 'Coffee', 'Tea', 'Snacks', 'Dairy', 'Frozen', 'Produce']

/** `case <index> when 0 then 'a' ... end` */
function pick(index: string, values: readonly string[]): string {
  return `case ${index} ${values.map((value, position) => `when ${position} then '${value}'`).join(' ')} end`
}

/** Keys have one width; customers that buy much are spread over all of them. */
function customerKey(rank: string, { customers }: BaseSize): string {
  return `'C' || lpad(cast((${rank}) * 1000003 % ${customers} as varchar), 7, '0')`
}

/** The key of the customer of this rank; rank 0 buys most. */
export function customerKeyOf(rank: number, { customers }: BaseSize): string {
  return `C${String((rank * 1_000_003) % customers).padStart(7, '0')}`
}

export const customerColumns = 'customer_id, customer_name, state, channel, site'

export function customerRows(size: BaseSize): string {
  return `select
  ${customerKey('i', size)} as customer_id,
  'Customer ' || cast(${hash('i', 1)} % 1000000 as varchar) as customer_name,
  ${pick(skewed('i', 2, states.length), states)} as state,
  ${pick(skewed('i', 3, channels.length), channels)} as channel,
  'S' || lpad(cast(1 + ${skewed('i', 4, siteCount)} as varchar), 2, '0') as site
from generate_series(cast(0 as bigint), ${size.customers - 1}) as ranks(i)`
}

export const activityColumns = 'activity_id, entity_id, activity, activity_ts, order_id, product_category, quantity, order_value'

/** Orders are placed from 2023-01-01 on, evenly; the last ones so early in December 2025 that their invoices fall into that year. */
const firstDay = '2023-01-01'
const placingSeconds = 1_078 * 86_400

export function invoicedLinesPerDay(size: BaseSize): number {
  return (blocksOf(size) * 11) / (placingSeconds / 86_400)
}

/** The activities of the blocks `from` (included) to `to` (excluded), in the order of time, as a stream stores them. */
export function activityRows(size: BaseSize, from: number, to: number): string {
  const orders = blocksOf(size) * ordersPerBlock
  // A square alone gives the first fifth 45 % of the orders.
  const first = Math.max(1, Math.floor(size.customers / 5))
  return `with lines as (
  select
    line,
    line / ${linesPerBlock} * ${ordersPerBlock}
      + case when line % ${linesPerBlock} < 2 then line % ${linesPerBlock}
          when line % ${linesPerBlock} < 4 then 2 when line % ${linesPerBlock} < 6 then 3 when line % ${linesPerBlock} < 9 then 4 else 5 end
      as order_number,
    (line + ${hash(`line / ${linesPerBlock}`, 5)}) % ${linesPerBlock} as outcome,
    1 + ${skewed('line', 6, 24)} as quantity,
    ${skewed('line', 7, categories.length)} as category,
    199 + ${skewed('line', 8, 4_800)} as price_cents
  from generate_series(cast(${from * linesPerBlock} as bigint), ${to * linesPerBlock - 1}) as numbers(line)
), placed as (
  select
    line, outcome, quantity,
    cast(quantity * price_cents as decimal(12, 2)) as value_cents,
    ${pick('category', categories)} as category,
    case when ${hash('order_number', 9)} % 100 < 13 then ${customerKey(skewed('order_number', 10, first), size)}
      else ${customerKey(skewed('order_number', 11, size.customers), size)} end as customer,
    'O' || lpad(cast(order_number as varchar), 10, '0') as order_id,
    order_number * ${placingSeconds} / ${orders} + ${hash('order_number', 12)} % 86400 as second
  from lines
), activities as (
  select line * 4 as number, 'order_placed' as activity, second as seconds, customer, order_id, category, quantity, value_cents
  from placed
  union all
  select line * 4 + 1, 'order_rejected', second + 3600 + ${hash('line', 13)} % 172800, customer, order_id, category, quantity, value_cents
  from placed where outcome = 0
  union all
  select line * 4 + 2, 'order_invoiced', second + 86400 + ${hash('line', 14)} % 864000, customer, order_id, category, quantity, value_cents
  from placed where outcome > 1
)
select
  cast(cast(lpad(to_hex(${hash('number', 15)}), 8, '0') || lpad(to_hex(number), 24, '0') as uuid) as varchar) as activity_id,
  customer as entity_id,
  activity,
  timestamp '${firstDay} 00:00:00' + seconds * interval '1 second' as activity_ts,
  order_id,
  category as product_category,
  cast(quantity as integer) as quantity,
  cast(value_cents * 0.01 as decimal(12, 2)) as order_value
from activities
order by seconds, number`
}
