/** Shares of the whole and of a level, ranks among the groups. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('shares', () => {
  onBothEngines(ledger, (ask) => {
    test('of everything: a part of what all groups are together; the total is all of it', async () => {
      const slice = await ask(
        `{ slice(by: { customer: [STATE] }) { rows { customer { state } sale { revenue revenueShare } } totals { sale { revenueShare } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['CA', '45.00', 45 / 88],
        ['NY', '40.00', 40 / 88],
        [null, '3.00', 3 / 88],
      ])
      expect(totalsOf(slice)).toEqual([1])
      expect(rowsOf(await ask('{ slice(by: {}) { rows { sale { revenueShare buyersShare averageShare } } } }'))).toEqual([[1, 1, 1]])
    })

    test('of a month, of a state: of the groups that are equal there, the null group too', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ time: { month: ASC } }]) {
        rows { time { month } customer { state } sale { revenueShareOfMonth revenueShareOfState revenueShare } }
        totals { sale { revenueShareOfMonth revenueShareOfState revenueShare } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', 'NY', 1, 30 / 40, 30 / 88],
        ['2024-02-01', 'CA', 1, 5 / 45, 5 / 88],
        ['2024-03-01', 'NY', 1, 10 / 40, 10 / 88],
        ['2024-05-01', 'CA', 40 / 43, 40 / 45, 40 / 88],
        ['2024-05-01', null, 3 / 43, 1, 3 / 88],
      ])
      expect(totalsOf(slice)).toEqual([1, 1, 1])
    })

    test('of what does not add up: the whole is computed from its rows', async () => {
      const slice = await ask(
        `{ slice(by: { sale: [CHANNEL] }) { rows { sale { channel buyers buyersShare averageShare } } totals { sale { buyers buyersShare averageShare } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        // Customers 1 and 3 of five; 4 a sale, where all are 11.
        ['shop', 2, 2 / 5, 4 / 11],
        ['web', 5, 1, 80 / 6 / 11],
      ])
      expect(totalsOf(slice)).toEqual([5, 1, 1])
    })

    test('of what is reached many times: of the rows, each once; of groups that overlap there is no total', async () => {
      const slice = await ask(
        `{ slice(by: { balance: [ACCOUNT] }, of: [SALE]) { rows { balance { account } sale { revenueShare } } totals { sale { revenue revenueShare } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['A', 33 / 88],
        ['B', 7 / 88],
        ['C', 45 / 88],
        [null, 3 / 88],
      ])
      expect(totalsOf(slice)).toEqual(['88.00', null])
    })

    test('filters on rows change the whole, filters on groups and pages do not', async () => {
      const web = await ask(
        `{ slice(by: { customer: [STATE] }, where: { sale: { channel: { eq: "web" } } }) { rows { customer { state } sale { revenueShare } } totals { sale { revenueShare } } } }`,
      )
      expect(rowsOf(web)).toEqual([
        ['CA', 40 / 80],
        ['NY', 37 / 80],
        [null, 3 / 80],
      ])
      expect(totalsOf(web)).toEqual([1])
      const large = await ask(
        `{ slice(by: { customer: [STATE] }, having: { sale: { revenue: { gt: "40" } } }) { rows { customer { state } sale { revenueShare } } totals { sale { revenue revenueShare } } } }`,
      )
      expect(rowsOf(large)).toEqual([['CA', 45 / 88]])
      expect(totalsOf(large)).toEqual(['45.00', 1])
      const page = await ask(
        '{ slice(by: { customer: [STATE] }, orderBy: [{ sale: { revenueShare: ASC } }], limit: 1) { rows { customer { state } sale { revenueShare } } hasMore } }',
      )
      expect(page).toEqual({ rows: [{ customer: { state: null }, sale: { revenueShare: 3 / 88 } }], hasMore: true })
    })

    test('groups are chosen by a share', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }, having: { sale: { revenueShare: { lt: 0.5 } } }) { rows { customer { state } } totals { sale { revenue revenueShare } } rowCount } }',
      )
      expect(slice).toEqual({
        rows: [{ customer: { state: 'NY' } }, { customer: { state: null } }],
        totals: { sale: { revenue: '43.00', revenueShare: 1 } },
        rowCount: 2,
      })
    })

    test('of nothing there is no share', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE] }, of: [CUSTOMER], where: { sale: { channel: { eq: "none" } } }) {
        rows { customer { state } sale { salesShare revenueShare } } totals { sale { salesShare revenueShare } } } }`)
      expect(slice).toEqual({ rows: [], totals: { sale: { salesShare: null, revenueShare: null } } })
      const before = await ask('{ slice(by: {}, asOf: "2023-12-31") { rows { sale { sales salesShare revenueShare } } } }')
      expect(rowsOf(before)).toEqual([[0, null, null]])
      const customers = await ask(
        '{ slice(by: { customer: [STATE] }, of: [CUSTOMER], asOf: "2023-12-31") { rows { customer { state } sale { salesShare } } } }',
      )
      expect(rowsOf(customers)).toEqual([
        ['CA', null],
        ['NY', null],
        [null, null],
      ])
    })

    test('subtotals: a share of the whole, of a level where they have it', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ time: { month: ASC } }]) {
        rows { time { month } customer { state } sale { revenueShare } }
        byMonth: subtotals(by: { time: [MONTH] }) { time { month } sale { revenueShare revenueShareOfMonth } }
        byState: subtotals(by: { customer: [STATE] }) { customer { state } sale { revenueShare revenueShareOfMonth } } } }`)
      const { byMonth, byState } = slice as { readonly byMonth: unknown; readonly byState: unknown }
      expect(rowsOf({ rows: byMonth })).toEqual([
        ['2024-01-01', 30 / 88, 1],
        ['2024-02-01', 5 / 88, 1],
        ['2024-03-01', 10 / 88, 1],
        ['2024-05-01', 43 / 88, 1],
      ])
      expect(rowsOf({ rows: byState })).toEqual([
        ['CA', 45 / 88, 45 / 88],
        ['NY', 40 / 88, 40 / 88],
        [null, 3 / 88, 3 / 88],
      ])
    })

    test('of running totals, and a month before', async () => {
      const months = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-03-01" } }) {
        rows { time { month } sale { soFarShare revenueShare shareMonthBefore } } totals { sale { soFarShare revenueShare shareMonthBefore } } } }`)
      expect(rowsOf(months)).toEqual([
        ['2024-03-01', 45 / 88, 10 / 53, 5 / 58],
        ['2024-04-01', 45 / 88, null, 10 / 58],
        ['2024-05-01', 1, 43 / 53, null],
        ['2024-06-01', 1, null, 43 / 58],
      ])
      expect(totalsOf(months)).toEqual([1, 1, 1])
      const states =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ time: { month: ASC } }], where: { time: { gte: "2024-04-01", lt: "2024-06-01" } }) {
        rows { time { month } customer { state } sale { soFarShareOfMonth } } } }`)
      expect(rowsOf(states)).toEqual([
        ['2024-04-01', 'CA', 5 / 45],
        ['2024-04-01', 'NY', 40 / 45],
        ['2024-04-01', null, null],
        ['2024-05-01', 'CA', 45 / 88],
        ['2024-05-01', 'NY', 40 / 88],
        ['2024-05-01', null, 3 / 88],
      ])
    })

    test('of a level that is not in the grain it is refused; in the total it needs none', async () => {
      expect(await ask.errors('{ slice(by: { customer: [STATE] }) { rows { sale { revenueShareOfMonth } } } }')).toEqual([
        'NOT_IN_GRAIN: A measure is counted within `time.month`, but the grain is `customer.state`. Add it to `by`: a selected measure is counted within it.',
      ])
      expect(
        await ask.errors(
          '{ slice(by: { customer: [STATE] }, orderBy: [{ sale: { revenueRankInMonth: ASC } }]) { rows { customer { state } } } }',
        ),
      ).toEqual([
        'NOT_IN_GRAIN: A measure is counted within `time.month`, but the grain is `customer.state`. Add it to `by`: a selected measure is counted within it.',
      ])
      expect(
        totalsOf(await ask('{ slice(by: { customer: [STATE] }) { totals { sale { revenueShareOfMonth revenueRankInMonth } } } }')),
      ).toEqual([1, null])
    })
  })
})

describe('ranks', () => {
  onBothEngines(ledger, (ask) => {
    test('the highest is first; of all together there is no rank', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }) { rows { customer { state } sale { revenueRank } } totals { sale { revenueRank } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['CA', 1],
        ['NY', 2],
        [null, 3],
      ])
      expect(totalsOf(slice)).toEqual([null])
      expect(rowsOf(await ask('{ slice(by: {}) { rows { sale { revenue revenueRank } } } }'))).toEqual([['88.00', null]])
    })

    test('equal values rank equal, and the next rank says how many are before it; ascending the least is first', async () => {
      const slice = await ask('{ slice(by: { sale: [CUSTOMER_ID] }) { rows { sale { customerId sales salesRank fewestSales } } } }')
      expect(rowsOf(slice)).toEqual([
        [1, 3, 1, 5],
        [2, 1, 3, 1],
        [3, 2, 2, 4],
        [4, 1, 3, 1],
        [9, 1, 3, 1],
      ])
    })

    test('what has no value has no rank', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }) { rows { customer { state } sale { largeRevenue largeRank smallestLarge } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['CA', '40.00', 1, 1],
        ['NY', null, null, null],
        [null, null, null, null],
      ])
    })

    test('within a month, of sums and of running totals', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ time: { month: ASC } }], where: { time: { gte: "2024-05-01", lt: "2024-06-01" } }) {
        rows { time { month } customer { state } sale { revenueRank revenueRankInMonth soFarRank } } totals { sale { revenueRankInMonth soFarRank } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-05-01', 'CA', 1, 1, 1],
        // Nothing in May, 40 so far.
        ['2024-05-01', 'NY', null, null, 2],
        ['2024-05-01', null, 2, 2, 3],
      ])
      expect(totalsOf(slice)).toEqual([null, null])
    })

    test('the best of each month: groups are chosen by their rank among all of them', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ time: { month: ASC } }], having: { sale: { revenueRankInMonth: { lte: 1 } } }) {
        rows { time { month } customer { state } sale { revenue revenueRank } } totals { sale { revenue revenueRank } } rowCount } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', 'NY', '30.00', 2],
        ['2024-02-01', 'CA', '5.00', 4],
        ['2024-03-01', 'NY', '10.00', 3],
        ['2024-05-01', 'CA', '40.00', 1],
      ])
      expect(slice).toMatchObject({ totals: { sale: { revenue: '85.00', revenueRank: null } }, rowCount: 4 })
    })

    test('by what is reached many times, ordered by it', async () => {
      const slice = await ask(
        '{ slice(by: { balance: [ACCOUNT] }, of: [SALE], orderBy: [{ sale: { revenueRank: ASC } }]) { rows { balance { account } sale { revenueRank } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['C', 1],
        ['A', 2],
        ['B', 3],
        [null, 4],
      ])
    })

    test('a page shows ranks among all groups', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }, limit: 1, offset: 1) { rows { customer { state } sale { revenueRank } } } }',
      )
      expect(rowsOf(slice)).toEqual([['NY', 2]])
    })

    test('of nothing there is nothing to rank', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [STATE] }, asOf: "2023-12-31") { rows { customer { state } sale { revenueRank } } totals { sale { revenueRank } } } }',
        ),
      ).toEqual({
        rows: [],
        totals: { sale: { revenueRank: null } },
      })
    })
  })
})
