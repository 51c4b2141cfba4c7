/** The date of a question: two of them in one operation, and the same answer as on data that ends there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { askOf, catalogOf, onBothEngines, type Story } from '../support/story.ts'
import { journey } from './journey.ts'
import { ledger } from './ledger.ts'

describe('two dates in one operation', () => {
  onBothEngines(ledger, (ask) => {
    test('each slice is of its own date, in everything it shows', async () => {
      const fields =
        '{ rows { sale { revenue revenueSoFar revenueOf2Months revenueMonthBefore revenueChange } balance { currentBalance } } }'
      expect(
        await ask.raw(
          `{ march: slice(by: {}, asOf: "2024-03-02") ${fields} january: slice(by: {}, asOf: "2024-01-31") ${fields} now: slice(by: {}) ${fields} }`,
        ),
      ).toEqual({
        data: {
          // January 5 by February 5, January 31 by February 29; of January 3 to March 2 everything.
          march: {
            rows: [
              {
                sale: {
                  revenue: '42.00',
                  revenueSoFar: '42.00',
                  revenueOf2Months: '42.00',
                  revenueMonthBefore: '30.00',
                  revenueChange: '12.00',
                },
                balance: { currentBalance: '139.00' },
              },
            ],
          },
          january: {
            rows: [
              {
                sale: { revenue: '30.00', revenueSoFar: '30.00', revenueOf2Months: '30.00', revenueMonthBefore: null, revenueChange: null },
                balance: { currentBalance: '150.00' },
              },
            ],
          },
          now: {
            rows: [
              {
                sale: {
                  revenue: '88.00',
                  revenueSoFar: '88.00',
                  revenueOf2Months: '43.00',
                  revenueMonthBefore: '88.00',
                  revenueChange: '0.00',
                },
                balance: { currentBalance: '139.00' },
              },
            ],
          },
        },
      })
    })
  })

  onBothEngines(journey, (ask) => {
    test('so is each histogram', async () => {
      const fields = '{ rows { customer { orders customers } } }'
      expect(
        await ask.raw(
          `{ before: slice(by: { customer: [ORDERS] }, asOf: "2024-05-03T10:30:00Z") ${fields} after: slice(by: { customer: [ORDERS] }, asOf: "2024-07-01") ${fields} }`,
        ),
      ).toEqual({
        data: {
          before: {
            rows: [{ customer: { orders: 0, customers: 2 } }, { customer: { orders: 1, customers: 2 } }],
          },
          after: {
            rows: [{ customer: { orders: 1, customers: 2 } }, { customer: { orders: 2, customers: 2 } }],
          },
        },
      })
    })
  })
})

/** The rows there were at the end of a date, and those of no time. */
function until(story: Story, times: Readonly<Record<string, string>>, asOf: string): TestTables {
  const tables = Object.entries(story.tables).map(([name, table]): [string, TestTables[string]] => {
    const position = Object.keys(table.columns).indexOf(times[name] ?? '')
    const isThere = (row: readonly unknown[]) => position === -1 || row[position] === null || String(row[position]) <= `${asOf} 23:59:59`
    return [name, { ...table, rows: table.rows.filter(isThere) }]
  })
  return Object.fromEntries(tables)
}

const sales =
  'revenue revenueSoFar buyersSoFar middleOf2Months revenueOf3Days revenueMonthToDate revenueMonthBefore soFarMonthBefore revenueChange salesGrowth revenueShare revenueRank followedByBalance'
const ofLedger = (asOf: string): readonly string[] => [
  `{ slice(by: { time: [MONTH] }, asOf: "${asOf}") { rows { time { month } sale { ${sales} } balance { currentBalance lastBalance } call { minutesSoFar } } totals { sale { ${sales} } balance { currentBalance } } rowCount } }`,
  `{ slice(by: { customer: [STATE, HELD], time: [WEEK] }, asOf: "${asOf}") { rows { customer { state held } time { week } sale { ${sales} } } } }`,
  `{ slice(by: {}, asOf: "${asOf}") { rows { sale { ${sales} } call { minutes minutesOf2Days minutesDayBefore } } } }`,
  `{ slice(by: { time: [DAY] }, where: { time: { inTheLast: { n: 40, unit: DAY } } }, fill: true, asOf: "${asOf}") { rows { time { day } sale { revenue revenueSoFar revenueMonthBefore } call { minutes callersSoFar } } } }`,
]
const ofJourney = (asOf: string): readonly string[] => [
  `{ slice(by: { customer: [CUSTOMER_ID, ORDERS, ORDERS_LAST_30_DAYS, ORDERS_LAST_MONTH, ORDERS_THIS_YEAR, ABOVE_OWN_AVERAGE, AVERAGE_BASKET, FIRST_MONTH, CONVERSION] }, asOf: "${asOf}") {
     rows { customer { customerId orders ordersLast30Days ordersLastMonth ordersThisYear aboveOwnAverage averageBasket firstMonth conversion } visited { visits boughtWithin7Days fromAds } bought { spent } } } }`,
  `{ slice(by: { visited: [PAGE, OCCURRENCE, REPEATED_AT], time: [DAY] }, asOf: "${asOf}") { rows { visited { page occurrence repeatedAt visits boughtWithin7Days boughtSoFar } time { day } } totals { visited { boughtWithin7Days } } } }`,
]

const whole: readonly {
  readonly name: string
  readonly story: Story
  readonly times: Readonly<Record<string, string>>
  readonly questions: typeof ofLedger
  readonly dates: readonly string[]
}[] = [
  {
    name: 'the ledger',
    story: ledger,
    times: { sale: 'sold_on', balance: 'day', phone_call: 'at' },
    questions: ofLedger,
    dates: ['2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31', '2024-05-10', '2024-06-30'],
  },
  {
    name: 'the journey',
    story: journey,
    times: { activity: 'ts' },
    questions: ofJourney,
    dates: ['2023-01-01', '2024-05-01', '2024-05-03', '2024-05-08', '2024-06-30'],
  },
]

describe.each(engines)('%s answers at a date as on data that ends there', (engine) => {
  describe.each(whole)('$name', ({ story, times, questions, dates }) => {
    let opened: { readonly catalog: Catalog; readonly database: Database } | undefined
    beforeAll(async () => {
      opened = { catalog: await catalogOf(story.model), database: await openTestDatabase(engine, story.tables) }
    })
    afterAll(() => opened?.database.close())

    test.each(dates)('%s', async (asOf) => {
      if (opened === undefined) throw new Error('The story is not open yet')
      const cut = await openTestDatabase(engine, until(story, times, asOf))
      for (const question of questions(asOf)) {
        expect(await askOf(opened.catalog, opened.database)(question)).toEqual(await askOf(opened.catalog, cut)(question))
      }
      await cut.close()
    })
  })
})
