/** What the measures of the shipped model mean where it matters, on a few rows. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { askOf } from '../support/story.ts'
import { type Row, shippedCatalog, tablesOf } from './rows.ts'
import { modelFolder } from './sample-databases.ts'

const placed = (entity_id: string, activity_ts: string, line: string) => ({
  activity: 'order_placed',
  entity_id,
  activity_ts,
  feature1: line,
})
const rejected = (entity_id: string, activity_ts: string, line: string) => ({
  ...placed(entity_id, activity_ts, line),
  activity: 'order_rejected',
})
const invoiced = (entity_id: string, activity_ts: string, line: string) => ({
  ...placed(entity_id, activity_ts, line),
  activity: 'order_invoiced',
})

describe.each(engines)('%s', (engine) => {
  const databases: Database[] = []
  let catalog: Parameters<typeof askOf>[0]
  beforeAll(async () => {
    catalog = await shippedCatalog()
  })
  afterAll(() => Promise.all(databases.map((database) => database.close())))

  /** The answer of a saved question on these activities. */
  async function answerTo(question: string, variables: Row, activities: readonly Row[], customers: readonly string[]): Promise<unknown> {
    const customer = customers.map((customer_id) => ({ customer_id }))
    const database = await openTestDatabase(engine, tablesOf({ customer, activity_stream: activities }))
    databases.push(database)
    return askOf(catalog, database)(readFileSync(path.join(modelFolder, 'queries', `${question}.graphql`), 'utf8'), variables)
  }

  test('rejections last month against the own average: months without one are 0, an order counts once in each month', async () => {
    const months = ['2024-12', ...Array.from({ length: 11 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`)]
    const activities = [
      // As many as in every month: 1 is not more than 1.
      ...months.map((month) => rejected('always', `${month}-05 10:00:00`, `${month}-1`)),
      // 1 against 1/12. What was longer ago than twelve months, or is later than November, does not count.
      rejected('once', '2024-11-30 10:00:00', '1-1'),
      rejected('once', '2025-11-01 00:00:00', '2-1'),
      rejected('once', '2025-12-01 00:00:00', '3-1'),
      // Lines of one order, rejected in October and in November: 1 against 2/12; its second line in November is no second order.
      rejected('twice', '2025-10-31 23:59:59', '4-1'),
      rejected('twice', '2025-11-01 00:00:00', '4-2'),
      rejected('twice', '2025-11-02 00:00:00', '4-3'),
      // Not last month.
      rejected('this month', '2025-12-02 10:00:00', '5-1'),
    ]
    const variables = { asOf: '2025-12-10' }
    expect(
      await answerTo('customers-rejected-more-than-usual', variables, activities, ['always', 'once', 'twice', 'this month', 'never']),
    ).toEqual({
      rows: [
        { customer: { customerId: 'once', customerName: null, state: null, rejectedOrdersLastMonth: 1, rejectedOrdersPerMonth: 1 / 12 } },
        { customer: { customerId: 'twice', customerName: null, state: null, rejectedOrdersLastMonth: 1, rejectedOrdersPerMonth: 2 / 12 } },
      ],
      rowCount: 2,
      hasMore: false,
    })
  })

  test('days to invoice are those of orders, to the first invoice; orders without one are counted apart', async () => {
    const activities = [
      // Two lines, invoiced after 2 and 5 days: the order waited 2.
      placed('ann', '2025-05-01 09:00:00', '1-1'),
      placed('ann', '2025-05-01 09:00:00', '1-2'),
      invoiced('ann', '2025-05-03 20:00:00', '1-1'),
      invoiced('ann', '2025-05-06 20:00:00', '1-2'),
      // 5 days, over the end of the month.
      placed('ann', '2025-05-30 23:00:00', '2-1'),
      invoiced('ann', '2025-06-04 01:00:00', '2-1'),
      // Rejected whole.
      placed('ann', '2025-05-10 09:00:00', '3-1'),
      rejected('ann', '2025-05-11 09:00:00', '3-1'),
      // The number of an order of another customer, and an invoice that does not exist yet.
      placed('bob', '2025-06-05 09:00:00', '1-1'),
      invoiced('bob', '2025-06-20 09:00:00', '1-1'),
    ]
    expect(await answerTo('days-to-invoice-by-month', { from: '2025-05-01', to: '2025-06-15' }, activities, ['ann', 'bob'])).toEqual({
      rows: [
        { time: { month: '2025-05-01' }, order: { countOrders: 3, countInvoiced: 2, countNotInvoiced: 1, averageDaysToInvoice: 3.5 } },
        { time: { month: '2025-06-01' }, order: { countOrders: 1, countInvoiced: 0, countNotInvoiced: 1, averageDaysToInvoice: null } },
      ],
      totals: { order: { countOrders: 4, countInvoiced: 2, countNotInvoiced: 2, averageDaysToInvoice: 3.5 } },
    })
  })

  test('a customer is new in the month of the very first order, and returns in later ones', async () => {
    const activities = [
      placed('ann', '2025-01-05 09:00:00', '1-1'),
      placed('ann', '2025-02-05 09:00:00', '2-1'),
      // Twice in the first month: new, and no one who returned.
      placed('bob', '2025-02-07 09:00:00', '3-1'),
      placed('bob', '2025-02-08 09:00:00', '4-1'),
      // Nobody known.
      placed('zoe', '2025-02-09 09:00:00', '5-1'),
    ]
    expect(await answerTo('new-and-returning-customers', { from: '2025-01-01', to: '2025-02-28' }, activities, ['ann', 'bob'])).toEqual({
      rows: [
        { time: { month: '2025-01-01' }, orderPlaced: { orderingCustomers: 1, newCustomers: 1, returningCustomers: 0 } },
        { time: { month: '2025-02-01' }, orderPlaced: { orderingCustomers: 2, newCustomers: 1, returningCustomers: 1 } },
      ],
      totals: { orderPlaced: { orderingCustomers: 2, newCustomers: 2, returningCustomers: 0 } },
    })
  })

  test('an order is rejected where one of its lines is, and counts with the lines that the question is about', async () => {
    const activities = [
      // Beer invoiced, wine rejected.
      { ...placed('ann', '2025-05-01 09:00:00', '1-1'), feature5: 'Beer' },
      { ...placed('ann', '2025-05-01 09:00:00', '1-2'), feature5: 'Wine' },
      invoiced('ann', '2025-05-03 20:00:00', '1-1'),
      rejected('ann', '2025-05-02 20:00:00', '1-2'),
      { ...placed('ann', '2025-05-04 09:00:00', '2-1'), feature5: 'Beer' },
      { ...placed('ann', '2025-05-05 09:00:00', '3-1'), feature5: 'Wine' },
    ]
    const outcomes = (categories: readonly string[] | undefined) =>
      answerTo('order-outcomes-by-channel', { from: '2025-05-01', to: '2025-05-31', ...(categories && { categories }) }, activities, [
        'ann',
      ])
    expect(await outcomes(undefined)).toMatchObject({
      totals: {
        orderPlaced: { frequency: 3 },
        orderRejected: { frequency: 1, percentageRejected: 33.33 },
        orderInvoiced: { frequency: 1, percentageInvoiced: 33.33 },
      },
    })
    expect(await outcomes(['Wine'])).toMatchObject({
      totals: {
        orderPlaced: { frequency: 2 },
        orderRejected: { frequency: 1, percentageRejected: 50 },
        orderInvoiced: { frequency: 0, percentageInvoiced: 0 },
      },
    })
  })
})
