/**
 * A customer base like that of a beverage wholesaler, made from a seed: the same options give the same bytes on every machine.
 *
 *   { customers: 5000 } -> rows of `customer`, then rows of `activity_stream`, in batches; memory holds one customer at a time
 *
 * Skewed (about half of the value comes from the top fifth, some customers never ordered), seasonal, growing, with gaps in contact data.
 */
import { InternalError } from '../semantic/issues/issue.ts'
import { type ActivityRow, activityRows } from './activities.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { createCustomer, customerRow } from './customers.ts'
import { checkSampleOptions, type SampleOptions, withDefaults } from './options.ts'
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
  yield* batches('customer', customerRows(calendar, asked))
  yield* batches('activity_stream', streamRows(calendar, asked))
}

function* customerRows(calendar: Calendar, { customers, seed }: Required<SampleOptions>): Iterable<readonly ActivityRow[]> {
  const inSite = new Map<string, number>()
  for (let index = 0; index < customers; index++) {
    const customer = createCustomer(calendar, seed, index)
    const number = (inSite.get(customer.site.number) ?? 0) + 1
    inSite.set(customer.site.number, number)
    yield [customerRow(customer, seed, number)]
  }
}

/** Each customer gets its part of the whole by weight; rounding the running total makes the parts add up exactly. */
function* streamRows(calendar: Calendar, { customers, activities, seed }: Required<SampleOptions>): Iterable<readonly ActivityRow[]> {
  const stream = { calendar, seed, numbers: new Uint32Array(calendar.days) }
  const total = totalWeight(calendar, customers, seed)
  let weight = 0
  let given = 0
  for (let index = 0; index < customers; index++) {
    const customer = createCustomer(calendar, seed, index)
    weight += customer.weight
    const upTo = Math.floor((weight / total) * activities)
    if (upTo > given) yield activityRows(stream, customer, upTo - given)
    given = upTo
  }
}

function totalWeight(calendar: Calendar, customers: number, seed: number): number {
  let total = 0
  for (let index = 0; index < customers; index++) total += createCustomer(calendar, seed, index).weight
  return total
}

function* batches(table: SampleTableName, groups: Iterable<readonly ActivityRow[]>): Iterable<SampleBatch> {
  let rows: ActivityRow[] = []
  for (const group of groups) {
    for (const row of group) rows.push(row)
    if (rows.length >= batchRows) {
      yield { table, rows }
      rows = []
    }
  }
  if (rows.length > 0) yield { table, rows }
}
