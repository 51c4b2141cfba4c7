/** Cumulative measures: since ever, over the last days and months, to date; at every grain, for any span, at any date, in any zone. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('cumulative measures', () => {
  onBothEngines(ledger, (ask) => {
    test('since ever: a row for every month from the first sale to the question, with or without sales; the total is the last', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }) {
        rows { time { month } sale { revenue revenueSoFar salesSoFar buyersSoFar middleSoFar averageSoFar meanSoFar } }
        totals { sale { revenueSoFar salesSoFar buyersSoFar middleSoFar averageSoFar meanSoFar } } } }`)
      expect(rowsOf(slice)).toEqual([
        // Customer 1 twice.
        ['2024-01-01', '30.00', '30.00', 2, 1, 15, 15, 15],
        // Of 5, 10 and 20.
        ['2024-02-01', '5.00', '35.00', 3, 2, 10, 35 / 3, 35 / 3],
        // Of 3, 5, 7, 10 and 20.
        ['2024-03-01', '10.00', '45.00', 5, 3, 7, 9, 9],
        ['2024-04-01', null, '45.00', 5, 3, 7, 9, 9],
        // Of 1, 2, 3, 5, 7, 10, 20 and 40.
        ['2024-05-01', '43.00', '88.00', 8, 5, 6, 11, 11],
        ['2024-06-01', null, '88.00', 8, 5, 6, 11, 11],
      ])
      expect(totalsOf(slice)).toEqual(['88.00', 8, 5, 6, 11, 11])
    })

    test('the last two months: this one and the one before, whatever was sold in between', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }) {
        rows { time { month } sale { revenueOf2Months buyersOf2Months middleOf2Months } }
        totals { sale { revenueOf2Months buyersOf2Months middleOf2Months } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30.00', 1, 15],
        ['2024-02-01', '35.00', 2, 10],
        // Customer 3 in February, 1 and 2 in March.
        ['2024-03-01', '15.00', 3, 5],
        ['2024-04-01', '10.00', 2, 5],
        ['2024-05-01', '43.00', 3, 2],
        ['2024-06-01', '43.00', 3, 2],
      ])
      expect(totalsOf(slice)).toEqual(['43.00', 3, 2])
    })

    test('the last three days: by day, and by month those with which the month ends', async () => {
      const days = await ask(`{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-03-01", lte: "2024-03-06" } }) {
        rows { time { day } sale { revenueOf3Days } } totals { sale { revenueOf3Days } } } }`)
      expect(rowsOf(days)).toEqual([
        // February 28 and 29, March 1.
        ['2024-03-01', '12.00'],
        ['2024-03-02', '12.00'],
        ['2024-03-03', '10.00'],
        ['2024-03-04', '3.00'],
        ['2024-03-05', '3.00'],
        ['2024-03-06', null],
      ])
      expect(totalsOf(days)).toEqual([null])
      const months = await ask(
        '{ slice(by: { time: [MONTH] }) { rows { time { month } sale { revenueOf3Days } } totals { sale { revenueOf3Days } } } }',
      )
      expect(rowsOf(months)).toEqual([
        ['2024-01-01', '20.00'],
        ['2024-02-01', '5.00'],
        ['2024-03-01', null],
        ['2024-04-01', null],
        ['2024-05-01', null],
        ['2024-06-01', null],
      ])
      expect(totalsOf(months)).toEqual([null])
    })

    test('the month to date begins again with each month: by day, by week as of its last day, by quarter as of its last month', async () => {
      const days = await ask(
        `{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-05-09", lte: "2024-05-13" } }) { rows { time { day } sale { revenueMonthToDate } } } }`,
      )
      expect(rowsOf(days)).toEqual([
        ['2024-05-09', null],
        ['2024-05-10', '40.00'],
        ['2024-05-11', '41.00'],
        ['2024-05-12', '43.00'],
        ['2024-05-13', '43.00'],
      ])
      const weeks = await ask(
        `{ slice(by: { time: [WEEK] }, where: { time: { gte: "2024-01-22", lte: "2024-02-04" } }) { rows { time { week } sale { revenue revenueMonthToDate } } } }`,
      )
      expect(rowsOf(weeks)).toEqual([
        ['2024-01-22', null, '10.00'],
        // Ends on February 4: the 20 of January 31 are of the week, and not of the month.
        ['2024-01-29', '20.00', null],
      ])
      const quarters = await ask(
        '{ slice(by: { time: [QUARTER] }) { rows { time { quarter } sale { revenueMonthToDate } } totals { sale { revenueMonthToDate } } } }',
      )
      expect(rowsOf(quarters)).toEqual([
        ['2024-01-01', '10.00'],
        ['2024-04-01', null],
      ])
      expect(totalsOf(quarters)).toEqual([null])
    })

    test('the year to date ends with December; of the new year sums are null and counts 0 until something is sold', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-11-01" } }, asOf: "2025-02-15") {
        rows { time { month } sale { revenueYearToDate largeBuyersYearToDate revenueSoFar } } totals { sale { revenueYearToDate largeBuyersYearToDate } } } }`)
      expect(rowsOf(slice)).toEqual([
        // 40 and 1000 were large.
        ['2024-11-01', '1088.00', 2, '1088.00'],
        ['2024-12-01', '1088.00', 2, '1088.00'],
        ['2025-01-01', null, 0, '1088.00'],
        ['2025-02-01', null, 0, '1088.00'],
      ])
      expect(totalsOf(slice)).toEqual([null, 0])
    })

    test('by month and week together: a week that two months share is two rows, each as of its own last day', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH, WEEK] }, where: { time: { gte: "2024-02-26", lte: "2024-03-10" } }) {
        rows { time { month week } sale { revenue revenueSoFar buyersSoFar revenueOf3Days revenueMonthToDate } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '2024-02-26', '5.00', '35.00', 2, '5.00', '5.00'],
        ['2024-03-01', '2024-02-26', '10.00', '45.00', 3, '10.00', '10.00'],
        ['2024-03-01', '2024-03-04', null, '45.00', 3, null, '10.00'],
      ])
    })

    test('by the date itself and by a bucket of it, under their own names', async () => {
      const days = await ask(`{ slice(by: { sale: [SOLD_ON] }, where: { time: { gte: "2024-05-09", lte: "2024-05-12" } }) {
        rows { sale { soldOn revenueSoFar revenueOf3Days } } } }`)
      expect(rowsOf(days)).toEqual([
        ['2024-05-09', '45.00', null],
        ['2024-05-10', '85.00', '40.00'],
        ['2024-05-11', '86.00', '41.00'],
        ['2024-05-12', '88.00', '43.00'],
      ])
      const quarters = await ask('{ slice(by: { sale: [SOLD_ON_QUARTER] }) { rows { sale { soldOnQuarter revenueSoFar } } } }')
      expect(rowsOf(quarters)).toEqual([
        ['2024-01-01', '45.00'],
        ['2024-04-01', '88.00'],
      ])
    })

    test('by other dimensions: every month of every state that occurs, the unknown one too', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, where: { time: { gte: "2024-04-01" } }) {
        rows { customer { state } time { month } sale { revenueSoFar buyersSoFar averageSoFar } } totals { sale { revenueSoFar buyersSoFar } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['CA', '2024-04-01', '5.00', 1, 5],
        ['CA', '2024-05-01', '45.00', 1, 22.5],
        ['CA', '2024-06-01', '45.00', 1, 22.5],
        ['NY', '2024-04-01', '40.00', 2, 10],
        ['NY', '2024-05-01', '40.00', 2, 10],
        ['NY', '2024-06-01', '40.00', 2, 10],
        // Customer 4 has no state, customer 9 does not exist: nothing of either before May.
        [null, '2024-04-01', null, 0, null],
        [null, '2024-05-01', '3.00', 2, 1.5],
        [null, '2024-06-01', '3.00', 2, 1.5],
      ])
      expect(totalsOf(slice)).toEqual(['88.00', 5])
    })

    test("a measure's own filter leaves no group and no bucket out", async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [QUARTER] }) {
        rows { customer { state } time { quarter } sale { largeBuyersSoFar largeRevenueSoFar } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['CA', '2024-01-01', 0, null],
        ['CA', '2024-04-01', 1, '40.00'],
        ['NY', '2024-01-01', 0, null],
        ['NY', '2024-04-01', 0, null],
        [null, '2024-01-01', 0, null],
        [null, '2024-04-01', 0, null],
      ])
      const alone = await ask(
        '{ slice(by: { customer: [STATE], time: [QUARTER] }) { rows { customer { state } time { quarter } sale { largeBuyersSoFar } } } }',
      )
      expect(rowsOf(alone)).toEqual(rowsOf(slice).map((row) => row.slice(0, 3)))
    })

    test('by what is reached many times, a row counts once in each of its groups', async () => {
      // Account A has two days of balances, customers without an account are the null group.
      const slice = await ask(`{ slice(by: { balance: [ACCOUNT], time: [QUARTER] }, of: [SALE]) {
        rows { balance { account } time { quarter } sale { revenueSoFar buyersSoFar } } totals { sale { revenueSoFar } } columns { path overlapping } } }`)
      expect(rowsOf(slice)).toEqual([
        ['A', '2024-01-01', '33.00', 1],
        ['A', '2024-04-01', '33.00', 1],
        ['B', '2024-01-01', '7.00', 1],
        ['B', '2024-04-01', '7.00', 1],
        ['C', '2024-01-01', '5.00', 1],
        ['C', '2024-04-01', '45.00', 1],
        [null, '2024-01-01', null, 0],
        [null, '2024-04-01', '3.00', 2],
      ])
      expect(totalsOf(slice)).toEqual(['88.00'])
    })

    test('a span that begins within a month shows that month, and reads back before it', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-02-15" } }, limit: 2) {
        rows { time { month } sale { revenue revenueSoFar revenueOf2Months } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '5.00', '35.00', '35.00'],
        ['2024-03-01', '10.00', '45.00', '15.00'],
      ])
    })

    test('a span that ends within a month ends its window there, and months are counted back from that day', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-02-01", lt: "2024-03-21" } }) {
        rows { time { month } sale { revenueSoFar revenueOf2Months revenueMonthToDate } } totals { sale { revenueSoFar revenueOf2Months revenueMonthToDate } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '35.00', '35.00', '5.00'],
        // From January 21: 20, 5, 7 and 3.
        ['2024-03-01', '45.00', '35.00', '10.00'],
      ])
      expect(totalsOf(slice)).toEqual(['45.00', '35.00', '10.00'])
      const before = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { between: { from: "2024-02-01", to: "2024-03-02" } } }) {
        rows { time { month } sale { revenueSoFar } } } }`)
      expect(rowsOf(before)).toEqual([
        ['2024-02-01', '35.00'],
        ['2024-03-01', '42.00'],
      ])
    })

    test('spans relative to the question', async () => {
      const months = async (time: string) =>
        rowsOf(
          await ask(
            `{ slice(by: { time: [MONTH] }, where: { time: { ${time} } }, asOf: "2024-05-10") { rows { time { month } sale { revenueSoFar } } } }`,
          ),
        )
      expect(await months('inTheLast: { n: 2, unit: MONTH }')).toEqual([
        ['2024-03-01', '45.00'],
        ['2024-04-01', '45.00'],
        ['2024-05-01', '85.00'],
      ])
      expect(await months('toDate: QUARTER')).toEqual([
        ['2024-04-01', '45.00'],
        ['2024-05-01', '85.00'],
      ])
      expect(await months('inThePrevious: { n: 2, unit: MONTH }')).toEqual([
        ['2024-03-01', '45.00'],
        ['2024-04-01', '45.00'],
      ])
    })

    test('two conditions on time are one span, the narrower of both', async () => {
      const slice =
        await ask(`{ slice(by: { time: [MONTH] }, where: { and: [{ time: { gte: "2024-02-01" } }, { time: { gte: "2024-01-01", lt: "2024-04-01" } }] }) {
        rows { time { month } sale { revenueSoFar } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '35.00'],
        ['2024-03-01', '45.00'],
      ])
    })

    test('a span before the first sale shows nothing, and its window holds nothing; one after the question shows nothing either', async () => {
      const early = await ask(
        `{ slice(by: { time: [MONTH] }, where: { time: { lt: "2024-01-01" } }) { rows { time { month } sale { revenueSoFar } } totals { sale { revenueSoFar buyersSoFar } } rowCount hasMore } }`,
      )
      expect(early).toEqual({ rows: [], totals: { sale: { revenueSoFar: null, buyersSoFar: 0 } }, rowCount: 0, hasMore: false })
      const late = await ask(
        `{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-08-01" } }) { rows { time { month } sale { revenueSoFar } } rowCount } }`,
      )
      expect(late).toEqual({ rows: [], rowCount: 0 })
    })

    test('other filters restrict the rows', async () => {
      const web = await ask(
        `{ slice(by: { time: [QUARTER] }, where: { sale: { channel: { eq: "web" } } }) { rows { time { quarter } sale { revenueSoFar buyersSoFar } } totals { sale { revenueSoFar } } } }`,
      )
      expect(rowsOf(web)).toEqual([
        ['2024-01-01', '37.00', 2],
        ['2024-04-01', '80.00', 5],
      ])
      expect(totalsOf(web)).toEqual(['80.00'])
      // Nothing was sold there before the last day of February.
      const california = await ask(
        `{ slice(by: { time: [MONTH] }, where: { customer: { state: { eq: "CA" } } }, limit: 2) { rows { time { month } sale { revenueSoFar } } } }`,
      )
      expect(rowsOf(california)).toEqual([
        ['2024-02-01', '5.00'],
        ['2024-03-01', '5.00'],
      ])
      const withAccountB = await ask(
        `{ slice(by: { time: [QUARTER] }, where: { customer: { balances: { some: { account: { eq: "B" } } } } }) { rows { time { quarter } sale { revenueSoFar } } } }`,
      )
      expect(rowsOf(withAccountB)).toEqual([
        ['2024-01-01', '7.00'],
        ['2024-04-01', '7.00'],
      ])
    })

    test('in a page: ordered by it, the rest counted', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, orderBy: [{ sale: { revenueSoFar: DESC } }], limit: 2, offset: 1) {
        rows { time { month } sale { revenueSoFar } } totals { sale { revenueSoFar } } rowCount hasMore } }`)
      expect(slice).toEqual({
        rows: [
          { time: { month: '2024-06-01' }, sale: { revenueSoFar: '88.00' } },
          { time: { month: '2024-03-01' }, sale: { revenueSoFar: '45.00' } },
        ],
        totals: { sale: { revenueSoFar: '88.00' } },
        rowCount: 6,
        hasMore: true,
      })
    })

    test('groups are chosen by it and beside it; of the chosen ones together there is no window', async () => {
      const above = await ask(`{ slice(by: { time: [MONTH] }, having: { sale: { revenueSoFar: { gt: "40" } } }) {
        rows { time { month } sale { revenueSoFar } } totals { sale { revenue revenueSoFar buyersSoFar averageSoFar meanSoFar } } rowCount } }`)
      expect(rowsOf(above)).toEqual([
        ['2024-03-01', '45.00'],
        ['2024-04-01', '45.00'],
        ['2024-05-01', '88.00'],
        ['2024-06-01', '88.00'],
      ])
      // 10 of March and 43 of May.
      expect(totalsOf(above)).toEqual(['53.00', null, null, null, null])
      const beside = await ask(
        `{ slice(by: { time: [MONTH] }, having: { sale: { revenue: { gt: "5" } } }) { rows { time { month } sale { revenueSoFar } } } }`,
      )
      expect(rowsOf(beside)).toEqual([
        ['2024-01-01', '30.00'],
        ['2024-03-01', '45.00'],
        ['2024-05-01', '88.00'],
      ])
    })

    test('ordered by what makes no groups the total stays; of groups that another entity makes there is no window', async () => {
      const ordered = await ask(`{ slice(by: { customer: [STATE] }, orderBy: [{ customer: { customers: DESC } }]) {
        rows { customer { state } sale { revenueSoFar } } totals { sale { revenueSoFar } } } }`)
      expect(rowsOf(ordered)).toEqual([
        ['NY', '40.00'],
        ['CA', '45.00'],
        [null, '3.00'],
      ])
      expect(totalsOf(ordered)).toEqual(['88.00'])
      const others = await ask(`{ slice(by: { customer: [STATE] }, of: [CUSTOMER]) {
        rows { customer { state } sale { revenueSoFar } } totals { customer { customers } sale { revenue revenueSoFar } } } }`)
      expect(rowsOf(others)).toEqual([
        ['CA', '45.00'],
        ['NY', '40.00'],
        [null, '3.00'],
      ])
      expect(totalsOf(others)).toEqual([4, '88.00', null])
    })

    test('subtotals by month are windows of the months, those by state the last window', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [QUARTER] }) {
        rows { customer { state } time { quarter } sale { revenueSoFar } }
        byQuarter: subtotals(by: { time: [QUARTER] }) { time { quarter } sale { revenueSoFar buyersSoFar revenueOf2Months } }
        byState: subtotals(by: { customer: [STATE] }) { customer { state } sale { revenueSoFar buyersSoFar revenueOf2Months } } } }`)
      const { byQuarter, byState } = slice as { readonly byQuarter: unknown; readonly byState: unknown }
      expect(rowsOf({ rows: byQuarter })).toEqual([
        ['2024-01-01', '45.00', 3, '15.00'],
        ['2024-04-01', '88.00', 5, '43.00'],
      ])
      expect(rowsOf({ rows: byState })).toEqual([
        ['CA', '45.00', 1, '40.00'],
        ['NY', '40.00', 2, null],
        [null, '3.00', 2, '3.00'],
      ])
    })

    test('without a bucket there is one window: the one that ends with the question', async () => {
      const slice = await ask(`{ slice(by: {}, asOf: "2024-05-11") {
        rows { sale { revenueSoFar buyersSoFar middleSoFar averageSoFar revenueOf3Days revenueOf2Months buyersOf2Months revenueMonthToDate revenueYearToDate } } } }`)
      // 87 in 7 sales; of May 9 to 11; of March 12 to May 11.
      expect(rowsOf(slice)).toEqual([['86.00', 4, 7, 86 / 7, '41.00', '41.00', 2, '41.00', '86.00']])
      const states = await ask(
        '{ slice(by: { customer: [STATE] }, asOf: "2024-05-11") { rows { customer { state } sale { revenueSoFar revenueOf3Days } } } }',
      )
      // Of a window without rows there is no group.
      expect(rowsOf(states)).toEqual([
        ['CA', '45.00', '40.00'],
        ['NY', '40.00', null],
        [null, '1.00', '1.00'],
      ])
    })

    test('a question within a month: its bucket ends there, and so does the total', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-02-01" } }, asOf: "2024-03-02") {
        rows { time { month } sale { revenueSoFar revenueOf3Days revenueOf2Months } } totals { sale { revenueSoFar revenueOf3Days revenueOf2Months } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '35.00', '5.00', '35.00'],
        // February 29 to March 2; January 3 to March 2.
        ['2024-03-01', '42.00', '12.00', '42.00'],
      ])
      expect(totalsOf(slice)).toEqual(['42.00', '12.00', '42.00'])
    })

    test('before the first sale there is nothing', async () => {
      expect(
        await ask(
          `{ slice(by: { time: [MONTH] }, asOf: "2023-12-31") { rows { time { month } sale { revenueSoFar buyersSoFar } } totals { sale { revenueSoFar buyersSoFar middleOf2Months } } rowCount } }`,
        ),
      ).toEqual({ rows: [], totals: { sale: { revenueSoFar: null, buyersSoFar: 0, middleOf2Months: null } }, rowCount: 0 })
    })

    test('of two streams each begins with its own first row', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, asOf: "2024-04-30") { rows { time { month } sale { revenueSoFar } call { minutesSoFar callersSoFar } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30.00', null, 0],
        ['2024-02-01', '35.00', null, 0],
        ['2024-03-01', '45.00', 31, 2],
        ['2024-04-01', '45.00', 127, 3],
      ])
    })
  })
})

describe('in zones', () => {
  onBothEngines(ledger, (ask) => {
    const days = (zone: string) =>
      ask(`{ slice(by: { time: [DAY] }, asOf: "2024-04-02", timeZone: "${zone}") {
        rows { time { day } call { minutesSoFar callersSoFar minutesOf2Days minutesOfDayToDate } }
        totals { call { minutesSoFar callersSoFar minutesOf2Days minutesOfDayToDate } } } }`)

    test('a day of 23 hours in Berlin', async () => {
      const slice = await days('Europe/Berlin')
      expect(rowsOf(slice)).toEqual([
        ['2024-03-30', 1, 1, 1, 1],
        ['2024-03-31', 15, 2, 15, 14],
        ['2024-04-01', 127, 3, 126, 112],
        ['2024-04-02', 127, 3, 112, null],
      ])
      expect(totalsOf(slice)).toEqual([127, 3, 112, null])
    })

    test('midnight at 18:15 in Kathmandu', async () => {
      const slice = await days('Asia/Kathmandu')
      expect(rowsOf(slice)).toEqual([
        ['2024-03-31', 7, 2, 7, 7],
        ['2024-04-01', 63, 3, 63, 56],
        ['2024-04-02', 127, 3, 120, 64],
      ])
      expect(totalsOf(slice)).toEqual([127, 3, 120, 64])
    })

    test('by hour over the hour that is left out: two hours are two hours that pass', async () => {
      const slice =
        await ask(`{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-03-31", lt: "2024-03-31T04:00:00" } }, timeZone: "Europe/Berlin") {
        rows { time { hour } call { minutesSoFar minutesOf2Hours minutesOfDayToDate } } totals { call { minutesSoFar minutesOf2Hours minutesOfDayToDate } } } }`)
      expect(rowsOf(slice)).toEqual([
        // 23:30 of the day before.
        ['2024-03-31T00:00:00+01:00', 1, 1, null],
        ['2024-03-31T01:00:00+01:00', 3, 2, 2],
        ['2024-03-31T03:00:00+02:00', 7, 6, 6],
      ])
      expect(totalsOf(slice)).toEqual([7, 6, 6])
    })

    test('by hour and day together', async () => {
      const slice =
        await ask(`{ slice(by: { time: [DAY, HOUR] }, where: { time: { gte: "2024-04-01T23:00:00", lt: "2024-04-02T01:00:00" } }, timeZone: "Asia/Kathmandu") {
        rows { time { day hour } call { minutesSoFar minutesOfDayToDate } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-04-01', '2024-04-01T23:00:00+05:45', 63, 56],
        ['2024-04-02', '2024-04-02T00:00:00+05:45', 127, 64],
      ])
    })

    test('months of a zone: the same calls are of other months elsewhere', async () => {
      const months = async (zone: string) =>
        rowsOf(
          await ask(
            `{ slice(by: { time: [MONTH] }, asOf: "2024-04-30", timeZone: "${zone}") { rows { time { month } call { minutesSoFar minutesOf2Days } } } }`,
          ),
        )
      expect(await months('UTC')).toEqual([
        ['2024-03-01', 31, 31],
        ['2024-04-01', 127, null],
      ])
      expect(await months('Europe/Berlin')).toEqual([
        ['2024-03-01', 15, 15],
        ['2024-04-01', 127, null],
      ])
      expect(await months('Asia/Kathmandu')).toEqual([
        ['2024-03-01', 7, 7],
        ['2024-04-01', 127, null],
      ])
    })
  })
})

const { sale } = ledger.tables
if (sale === undefined) throw new Error('No sales')
const nothingSold: Story = { ...ledger, tables: { ...ledger.tables, sale: { ...sale, rows: [] } } }

describe('without a sale', () => {
  onBothEngines(nothingSold, (ask) => {
    test('a table without rows has no windows', async () => {
      const selection = '{ sale { revenueSoFar buyersSoFar averageSoFar middleOf2Months revenueOf3Days revenueYearToDate } }'
      expect(
        await ask(
          `{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-01-01" } }) { rows ${selection.replace('{', '{ time { month }')} totals ${selection} } }`,
        ),
      ).toEqual({
        rows: [],
        totals: {
          sale: {
            revenueSoFar: null,
            buyersSoFar: 0,
            averageSoFar: null,
            middleOf2Months: null,
            revenueOf3Days: null,
            revenueYearToDate: null,
          },
        },
      })
      expect(rowsOf(await ask(`{ slice(by: {}) { rows ${selection} } }`))).toEqual([[null, 0, null, null, null, null]])
      expect(rowsOf(await ask(`{ slice(by: { customer: [STATE] }) { rows ${selection} } }`))).toEqual([])
    })
  })
})
