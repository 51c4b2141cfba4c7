/** Aggregates of a customer's own rows within a window seen from the question's date: as dimensions, in filters, in other expressions. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { journey } from './journey.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('aggregates in windows', () => {
  onBothEngines(journey, (ask) => {
    const list = async (fields: string, words: string, args = '') =>
      rowsOf(await ask(`{ slice(by: { customer: [CUSTOMER_ID, ${words}] }, ${args}) { rows { customer { customerId ${fields} } } } }`))

    test('the last 30 days are the day of the question and the 29 before it', async () => {
      const orders = (asOf: string) => list('ordersLast30Days', 'ORDERS_LAST_30_DAYS', `asOf: "${asOf}"`)
      // From May 3: all of May but nothing of April. June 1 belongs to customer 9, whom nobody knows.
      expect(await orders('2024-06-01')).toEqual([
        [1, 2],
        [2, 1],
        [3, 1],
        [4, 0],
      ])
      expect(await orders('2024-06-02')).toEqual([
        [1, 0],
        [2, 1],
        [3, 1],
        [4, 0],
      ])
    })

    test('last month and the last twelve are whole months before the one of the question', async () => {
      const orders = (asOf: string) =>
        list('ordersLastMonth ordersLast12Months', 'ORDERS_LAST_MONTH, ORDERS_LAST_12_MONTHS', `asOf: "${asOf}"`)
      // May 2024, and June 2023 to May 2024, wherever in June the question is asked.
      const inJune = [
        [1, 2, 2],
        [2, 1, 1],
        [3, 1, 1],
        [4, 0, 1],
      ]
      expect(await orders('2024-06-01')).toEqual(inJune)
      expect(await orders('2024-06-30')).toEqual(inJune)
      // The purchase of June 2023 is out, that of July 1 is not of a whole month yet.
      expect(await orders('2024-07-01')).toEqual([
        [1, 0, 2],
        [2, 0, 1],
        [3, 0, 1],
        [4, 0, 0],
      ])
    })

    test('this year to date', async () => {
      const orders = (asOf: string) =>
        list('ordersThisYear largeOrdersThisYear', 'ORDERS_THIS_YEAR, LARGE_ORDERS_THIS_YEAR', `asOf: "${asOf}"`)
      expect(await orders('2024-12-31')).toEqual([
        // 10 and 30 are above 8.
        [1, 2, 2],
        [2, 1, 0],
        [3, 1, 0],
        [4, 1, 0],
      ])
      expect(await orders('2025-01-01')).toEqual([
        [1, 0, 0],
        [2, 0, 0],
        [3, 0, 0],
        [4, 0, 0],
      ])
    })

    test('a sum of no rows in its window is null, a count 0', async () => {
      expect(await list('spentLastMonth ordersLastMonth', 'SPENT_LAST_MONTH, ORDERS_LAST_MONTH')).toEqual([
        [1, 40, 2],
        [2, 5, 1],
        [3, 7, 1],
        [4, null, 0],
      ])
    })

    test('before all purchases', async () => {
      expect(
        await list(
          'orders ordersLast12Months spentLastMonth firstMonth aboveOwnAverage',
          'ORDERS, ORDERS_LAST_12_MONTHS, SPENT_LAST_MONTH, FIRST_MONTH, ABOVE_OWN_AVERAGE',
          'asOf: "2020-01-01", limit: 1',
        ),
      ).toEqual([[1, 0, 0, null, null, false]])
    })

    test('a histogram: customers by their number of orders, those without any too', async () => {
      const histogram = async (asOf: string) =>
        rowsOf(await ask(`{ slice(by: { customer: [ORDERS] }, asOf: "${asOf}") { rows { customer { orders customers } } } }`))
      expect(await histogram('2024-06-30')).toEqual([
        [1, 3],
        [2, 1],
      ])
      expect(await histogram('2024-05-05')).toEqual([
        [0, 2],
        [1, 1],
        [2, 1],
      ])
    })

    test('filters and groups of the question do not change them', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [ORDERS] }, where: { bought: { amount: { gt: 8 } }, time: { gte: "2024-01-01" } }) { rows { customer { orders } bought { spent } } totals { bought { spent } } } }',
      )
      // Customer 1, who bought for 10 and 30, has two orders.
      expect(rowsOf(slice)).toEqual([[2, 40]])
      const buyers = await ask(
        '{ slice(by: { customer: [ORDERS] }, where: { bought: { amount: { gt: 8 } } }) { rows { customer { orders customers } } } }',
      )
      expect(rowsOf(buyers)).toEqual([
        [1, 1],
        [2, 1],
      ])
    })

    test('in filters and in the order', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [CUSTOMER_ID, ORDERS_LAST_MONTH] }, where: { customer: { ordersLastMonth: { gte: 1 }, averageBasket: { lt: 10 } } },
        orderBy: [{ customer: { ordersLastMonth: DESC } }, { customer: { customerId: DESC } }]) { rows { customer { customerId ordersLastMonth } } } }`)
      expect(rowsOf(slice)).toEqual([
        [3, 1],
        [2, 1],
      ])
      const filtered = await ask(
        '{ slice(by: { customer: [SEGMENT] }, where: { customer: { ordersLastMonth: { eq: 0 } } }) { rows { customer { segment } visited { visits } } } }',
      )
      expect(rowsOf(filtered)).toEqual([['old', 1]])
    })

    test('the month of the first purchase', async () => {
      const slice = await ask('{ slice(by: { customer: [FIRST_MONTH] }) { rows { customer { firstMonth customers } bought { spent } } } }')
      expect(rowsOf(slice)).toEqual([
        ['2023-06-01', 1, 100],
        ['2024-05-01', 3, 52],
        // Of customer 9.
        [null, 0, 1],
      ])
    })

    test('averages of what each customer has, by segment and in all; every customer counts once', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [SEGMENT] }) { rows { customer { segment averageOrders meanBasket } bought { averageBasket } } totals { customer { averageOrders meanBasket } bought { averageBasket } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        // Baskets of 20 and 5: 12.5 a customer, 15 an order.
        ['new', 1.5, 12.5, 15],
        ['old', 1, 53.5, 53.5],
        [null, null, null, 1],
      ])
      // Of 20, 5, 7 and 100; of 153 in six orders, that of customer 9 among them.
      expect(totalsOf(slice)).toEqual([1.25, 33, 153 / 6])
    })
  })
})

const { customer, activity } = journey.tables
if (customer === undefined || activity === undefined) throw new Error('No journey')
const monthly = [
  '2023-06',
  '2023-07',
  '2023-08',
  '2023-09',
  '2023-10',
  '2023-11',
  '2023-12',
  '2024-01',
  '2024-02',
  '2024-03',
  '2024-04',
  '2024-05',
]
const history: Story = {
  ...journey,
  tables: {
    customer: {
      ...customer,
      rows: [
        [1, 'some months'],
        [2, 'every month'],
        [3, 'more and more'],
        [4, 'never'],
        [5, 'not of late'],
        [6, 'at the turn of the month'],
      ],
    },
    activity: {
      ...activity,
      rows: [
        // 3 in January and 2 in May: 5 / 12 a month, though 2.5 in a month with orders.
        ['a1', 1, 'bought', '2024-01-10 10:00:00', '1'],
        ['a2', 1, 'bought', '2024-01-11 10:00:00', '1'],
        ['a3', 1, 'bought', '2024-01-12 10:00:00', '1'],
        ['a4', 1, 'bought', '2024-05-10 10:00:00', '1'],
        ['a5', 1, 'bought', '2024-05-11 10:00:00', '1'],
        // Exactly the average is not more than it.
        ...monthly.map((month, index) => [`b${index}`, 2, 'bought', `${month}-15 10:00:00`, '1']),
        // One more than every month.
        ...monthly.map((month, index) => [`c${index}`, 3, 'bought', `${month}-15 10:00:00`, '1']),
        ['c99', 3, 'bought', '2024-05-31 23:59:59', '1'],
        ['e1', 5, 'bought', '2023-12-24 10:00:00', '1'],
        // May in New York, June in Berlin.
        ['f1', 6, 'bought', '2024-06-01 00:30:00', '1'],
      ],
    },
  },
}

describe('their own history', () => {
  onBothEngines(history, (ask) => {
    const above = async (args = '') =>
      rowsOf(
        await ask(
          `{ slice(by: { customer: [SEGMENT] }, where: { customer: { aboveOwnAverage: { eq: true } } }, ${args}) { rows { customer { segment } } } }`,
        ),
      ).flat()

    test('customers with more orders last month than in a month of the last twelve, months without orders counted', async () => {
      expect(await above()).toEqual(['more and more', 'some months'])
      const slice = await ask(
        '{ slice(by: { customer: [ABOVE_OWN_AVERAGE] }) { rows { customer { aboveOwnAverage customers } } totals { customer { customers } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        [false, 4],
        [true, 2],
      ])
      expect(totalsOf(slice)).toEqual([6])
    })

    test('months are those of the zone', async () => {
      expect(await above('timeZone: "America/New_York"')).toEqual(['at the turn of the month', 'more and more', 'some months'])
      expect(await above('timeZone: "Europe/Berlin"')).toEqual(['some months'])
    })

    test('a month later it is another month', async () => {
      expect(await above('asOf: "2024-07-01"')).toEqual(['at the turn of the month'])
    })
  })
})
