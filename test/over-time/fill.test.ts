/** `fill`: buckets in which nothing happened are rows too. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('fill', () => {
  onBothEngines(ledger, (ask) => {
    test('from the first bucket there is to the last: sums and counts are 0 there, everything else null; decimals have no closing zeros', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, fill: true) {
        rows { time { month } sale { revenue sales buyers largeRevenue middle average } } totals { sale { revenue sales middle } } rowCount } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30', 2, 1, '0', 15, 15],
        ['2024-02-01', '5', 1, 1, '0', 5, 5],
        ['2024-03-01', '10', 2, 2, '0', 5, 5],
        ['2024-04-01', '0', 0, 0, '0', null, null],
        ['2024-05-01', '43', 3, 3, '40', 2, 43 / 3],
      ])
      expect(slice).toMatchObject({ totals: { sale: { revenue: '88', sales: 8, middle: 6 } }, rowCount: 5 })
    })

    test('from the bounds of time where there are some, and never past the question', async () => {
      const months = async (where: string) =>
        rowsOf(
          await ask(
            `{ slice(by: { time: [MONTH] }, where: { time: { ${where} } }, fill: true) { rows { time { month } sale { sales } } } }`,
          ),
        )
      expect(await months('gte: "2023-12-31", lt: "2024-02-01"')).toEqual([
        ['2023-12-01', 0],
        ['2024-01-01', 2],
      ])
      // March from the 15th on; the question is of June 30.
      expect(await months('gte: "2024-03-15", lt: "2024-09-01"')).toEqual([
        ['2024-03-01', 0],
        ['2024-04-01', 0],
        ['2024-05-01', 3],
        ['2024-06-01', 0],
      ])
      expect(await months('inTheLast: { n: 2, unit: MONTH }')).toEqual([
        ['2024-05-01', 3],
        ['2024-06-01', 0],
      ])
      // Without an upper bound to the last bucket there is.
      expect(await months('gte: "2024-04-01"')).toEqual([
        ['2024-04-01', 0],
        ['2024-05-01', 3],
      ])
      expect(await months('lte: "9999-12-31"')).toEqual([
        ['2024-01-01', 2],
        ['2024-02-01', 1],
        ['2024-03-01', 2],
        ['2024-04-01', 0],
        ['2024-05-01', 3],
        ['2024-06-01', 0],
      ])
    })

    test('every bucket of every combination of the other dimensions that occurs', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, where: { time: { gte: "2024-04-01", lt: "2024-06-01" } }, fill: true) {
        rows { customer { state } time { month } sale { revenue sales } } totals { sale { revenue } } rowCount } }`)
      // Nothing in New York in these months.
      expect(rowsOf(slice)).toEqual([
        ['CA', '2024-04-01', '0', 0],
        ['CA', '2024-05-01', '40', 1],
        [null, '2024-04-01', '0', 0],
        [null, '2024-05-01', '3', 2],
      ])
      expect(slice).toMatchObject({ totals: { sale: { revenue: '43' } }, rowCount: 4 })
    })

    test('bounds within a day: instants of that day are of a bucket that is filled', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [DAY] }, where: { time: { gt: "2024-03-30T22:00:00Z", lt: "2024-04-01T18:14:59.5Z" } }, fill: true) {
        rows { customer { state } time { day } call { minutes } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['CA', '2024-03-30', 0],
        ['CA', '2024-03-31', 20],
        ['CA', '2024-04-01', 0],
        ['NY', '2024-03-30', 1],
        ['NY', '2024-03-31', 10],
        ['NY', '2024-04-01', 0],
        [null, '2024-03-30', 0],
        [null, '2024-03-31', 0],
        [null, '2024-04-01', 32],
      ])
    })

    test('over several streams: one calendar for all; balances of no day are null, not 0', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, fill: true) { rows { time { month } sale { revenue } call { minutes callers } balance { currentBalance accounts } } totals { sale { revenue } balance { currentBalance } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30', 0, 0, '150', 2],
        ['2024-02-01', '5', 0, 0, '89', 2],
        ['2024-03-01', '10', 31, 2, null, 0],
        ['2024-04-01', '0', 96, 2, null, 0],
        ['2024-05-01', '43', 0, 0, null, 0],
        // Of the call nobody knows the time of.
        [null, '0', 128, 1, null, 0],
      ])
      expect(totalsOf(slice)).toEqual(['88', '139'])
    })

    test('without time in the grain there is nothing to add, but a group of another stream has 0', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }, fill: true) { rows { customer { state } sale { revenue } balance { currentBalance } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['CA', '45', '9'],
        ['NY', '40', '130'],
        [null, '3', null],
      ])
      const accounts = await ask(
        '{ slice(by: { balance: [ACCOUNT] }, of: [BALANCE, SALE], where: { sale: { channel: { eq: "shop" } } }, fill: true) { rows { balance { account } sale { revenue largeRevenue } } } }',
      )
      expect(rowsOf(accounts)).toEqual([
        ['A', '3', '0'],
        ['C', '5', '0'],
      ])
    })

    test('by a date of an entity instead of the shared time nothing is added', async () => {
      const slice = await ask(
        '{ slice(by: { sale: [SOLD_ON_QUARTER] }, where: { sale: { channel: { eq: "shop" } } }, fill: true) { rows { sale { soldOnQuarter sales } } } }',
      )
      expect(rowsOf(slice)).toEqual([['2024-01-01', 2]])
    })

    test('groups are chosen, ordered and counted after buckets were added', async () => {
      const empty = await ask(
        '{ slice(by: { time: [MONTH] }, having: { sale: { sales: { eq: 0 } } }, fill: true) { rows { time { month } sale { revenue } } totals { sale { revenue sales } } rowCount } }',
      )
      expect(empty).toEqual({
        rows: [{ time: { month: '2024-04-01' }, sale: { revenue: '0' } }],
        totals: { sale: { revenue: null, sales: 0 } },
        rowCount: 1,
      })
      const least = await ask(
        '{ slice(by: { time: [MONTH] }, orderBy: [{ sale: { revenue: ASC } }], limit: 2, offset: 0, fill: true) { rows { time { month } sale { revenue } } rowCount hasMore } }',
      )
      expect(least).toEqual({
        rows: [
          { time: { month: '2024-04-01' }, sale: { revenue: '0' } },
          { time: { month: '2024-02-01' }, sale: { revenue: '5' } },
        ],
        rowCount: 5,
        hasMore: true,
      })
    })

    test('running totals, earlier periods, shares and ranks of filled groups', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, fill: true) { rows { time { month } sale { revenueSoFar revenueMonthBefore revenueChange revenueGrowth revenueShare revenueRank } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30', '0', '30', null, 30 / 88, 2],
        ['2024-02-01', '35', '30', '-25', -25 / 30, 5 / 88, 4],
        ['2024-03-01', '45', '5', '5', 1, 10 / 88, 3],
        ['2024-04-01', '45', '10', '-10', -1, 0, 5],
        ['2024-05-01', '88', '0', '43', null, 43 / 88, 1],
        ['2024-06-01', '88', '43', '-43', -1, 0, 5],
      ])
    })

    test('month and week together: the weeks of each month, those that two share twice', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH, WEEK] }, where: { time: { gte: "2024-02-26", lt: "2024-03-11" } }, fill: true) { rows { time { month week } sale { sales } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '2024-02-26', 1],
        ['2024-03-01', '2024-02-26', 2],
        ['2024-03-01', '2024-03-04', 0],
      ])
    })

    test('hours of a zone, the one that is left out left out', async () => {
      const slice = await ask(
        `{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-03-31", lt: "2024-03-31T05:00:00" } }, timeZone: "Europe/Berlin", fill: true) { rows { time { hour } call { minutes } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-03-31T00:00:00+01:00', 0],
        ['2024-03-31T01:00:00+01:00', 2],
        ['2024-03-31T03:00:00+02:00', 4],
        ['2024-03-31T04:00:00+02:00', 0],
      ])
    })

    test('where nothing occurs, buckets alone: none without bounds, none of other dimensions', async () => {
      const none = 'sale: { channel: { eq: "none" } }'
      expect(
        rowsOf(await ask(`{ slice(by: { time: [MONTH] }, where: { ${none} }, fill: true) { rows { time { month } sale { revenue } } } }`)),
      ).toEqual([])
      expect(
        rowsOf(
          await ask(
            `{ slice(by: { time: [MONTH] }, where: { ${none}, time: { gte: "2024-01-01", lt: "2024-03-01" } }, fill: true) { rows { time { month } sale { revenue sales average } } } }`,
          ),
        ),
      ).toEqual([
        ['2024-01-01', '0', 0, null],
        ['2024-02-01', '0', 0, null],
      ])
      expect(
        rowsOf(
          await ask(
            `{ slice(by: { customer: [STATE], time: [MONTH] }, where: { ${none}, time: { gte: "2024-01-01", lt: "2024-03-01" } }, fill: true) { rows { time { month } sale { revenue } } } }`,
          ),
        ),
      ).toEqual([])
    })

    test('subtotals are filled as well', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, where: { time: { gte: "2024-03-01", lt: "2024-06-01" } }, fill: true) {
        rows { customer { state } time { month } sale { revenue } } subtotals(by: { time: [MONTH] }) { time { month } sale { revenue sales } } } }`)
      const { subtotals } = slice as { readonly subtotals: unknown }
      expect(rowsOf({ rows: subtotals })).toEqual([
        ['2024-03-01', '10', 2],
        ['2024-04-01', '0', 0],
        ['2024-05-01', '43', 3],
      ])
    })

    test('what is listed without a measure is filled too', async () => {
      const slice = await ask(
        '{ slice(by: { sale: [CHANNEL], time: [MONTH] }, where: { time: { gte: "2024-04-01", lt: "2024-06-01" } }, fill: true) { rows { sale { channel } time { month } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['web', '2024-04-01'],
        ['web', '2024-05-01'],
      ])
    })
  })
})
