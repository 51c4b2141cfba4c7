/**
 * A customer base like that of a beverage wholesaler, made from a seed: the same options give the same bytes on every machine.
 *
 *   { customers: 5000 } -> rows of `customer`, then rows of `activity_stream` and `engagement_stream`, in batches; memory holds one
 *   customer at a time; at last what is there without customers: the rows of `product` and `store`
 *
 * Skewed (about half of the value comes from the top fifth, some customers never ordered), seasonal, growing, with gaps in contact data.
 */
import { InternalError } from '../semantic/issues/issue.ts'
import { acquisitionOf } from './acquisition.ts'
import { type ActivityRow, ordersOf } from './activities.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { createCustomer, customerRow } from './customers.ts'
import { engagementRows, engagementWeight } from './engagements.ts'
import { checkSampleOptions, engagementsOf, type SampleOptions, withDefaults } from './options.ts'
import { sites, storeRow } from './places.ts'
import { allProducts, productRow } from './products.ts'
import type { SampleTableName } from './tables.ts'

export interface SampleBatch {
  readonly table: SampleTableName
  /** Values in the order of the table's columns; timestamps as 'YYYY-MM-DD HH:MM:SS' in UTC. */
  readonly rows: readonly ActivityRow[]
}

/** Rows in a batch; the batch that holds a big customer's activities may be larger. */
const batchRows = 2000

export function* generateSample(options: SampleOptions): Iterable<SampleBatch> {
  const asked = withDefaults(options)
  if (checkSampleOptions(asked).length > 0) throw new InternalError('Sample options were not checked')
  const calendar = createCalendar(asked.until)
  yield* inBatches(customerRows(calendar, asked))
  yield* inBatches(streamRows(calendar, asked))
  yield { table: 'product', rows: allProducts.map(productRow) }
  yield { table: 'store', rows: sites.items.map(storeRow) }
}

/** Rows that are there whoever buys. */
export const fixedRows = allProducts.length + sites.items.length

function* customerRows(calendar: Calendar, { customers, seed }: Required<SampleOptions>): Iterable<SampleBatch> {
  const inSite = new Map<string, number>()
  for (let index = 0; index < customers; index++) {
    const customer = createCustomer(calendar, seed, index)
    const number = (inSite.get(customer.site.number) ?? 0) + 1
    inSite.set(customer.site.number, number)
    const { source, referredBy } = acquisitionOf(calendar, customer, seed)
    yield { table: 'customer', rows: [[...customerRow(customer, seed, number), source, referredBy]] }
  }
}

/** Of each customer what it ordered, then what it did beside that. */
function* streamRows(calendar: Calendar, options: Required<SampleOptions>): Iterable<SampleBatch> {
  const { customers, activities, seed } = options
  const stream = { calendar, seed, numbers: new Uint32Array(calendar.days) }
  const totals = totalWeights(calendar, options)
  const orders = createDivision(totals.orders, activities)
  const engagements = createDivision(totals.engagements, engagementsOf(options))
  for (let index = 0; index < customers; index++) {
    const customer = createCustomer(calendar, seed, index)
    const ordered = ordersOf(stream, customer, orders(customer.weight))
    yield { table: 'activity_stream', rows: ordered.rows }
    const count = engagements(engagementWeight(calendar, customer, seed))
    yield { table: 'engagement_stream', rows: count > 0 ? engagementRows(stream, customer, ordered.activities, count) : [] }
  }
}

/** Gives each its part of `whole` by weight, one after the other; rounding the running total makes the parts add up exactly. */
function createDivision(totalWeight: number, whole: number): (weight: number) => number {
  let upTo = 0
  let given = 0
  return (weight) => {
    upTo += weight
    const before = given
    given = Math.floor((upTo / totalWeight) * whole)
    return given - before
  }
}

function totalWeights(calendar: Calendar, { customers, seed }: Required<SampleOptions>): { orders: number; engagements: number } {
  const total = { orders: 0, engagements: 0 }
  for (let index = 0; index < customers; index++) {
    const customer = createCustomer(calendar, seed, index)
    total.orders += customer.weight
    total.engagements += engagementWeight(calendar, customer, seed)
  }
  return total
}

/** The rows of each table gathered until they are worth writing. */
function* inBatches(parts: Iterable<SampleBatch>): Iterable<SampleBatch> {
  const waiting = new Map<SampleTableName, ActivityRow[]>()
  for (const { table, rows } of parts) {
    const gathered = waiting.get(table) ?? []
    for (const row of rows) gathered.push(row)
    waiting.set(table, gathered)
    if (gathered.length >= batchRows) {
      yield { table, rows: gathered }
      waiting.delete(table)
    }
  }
  for (const [table, rows] of waiting) if (rows.length > 0) yield { table, rows }
}
