/** Conversions: the fraction of rows that led to a row of another entity within a period; the latest row before it is the one that did. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { journey } from './journey.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('conversions', () => {
  onBothEngines(journey, (ask) => {
    test('of two visits before a purchase the later one led to it; exactly seven days later is too late', async () => {
      // Visits of May 2 by customer 1 and of May 1 by customer 3, of five.
      const slice = await ask('{ slice(by: {}) { rows { visited { visits boughtWithin7Days fromAds boughtWithin24Hours } } } }')
      // Of three from ads, that of customer 3. The purchase after the visit of May 2 came a day later to the second: too late for 24 hours.
      expect(rowsOf(slice)).toEqual([[5, 2 / 5, 1 / 3, 0]])
    })

    test('by dimensions of the visit and of its customer', async () => {
      const pages = await ask(
        '{ slice(by: { visited: [PAGE] }) { rows { visited { page visits boughtWithin7Days fromAds } } totals { visited { boughtWithin7Days } } } }',
      )
      expect(rowsOf(pages)).toEqual([
        ['ad', 3, 1 / 3, 1 / 3],
        // None of these is from an ad.
        ['home', 2, 1 / 2, null],
      ])
      expect(totalsOf(pages)).toEqual([2 / 5])
      const segments = await ask('{ slice(by: { customer: [SEGMENT] }) { rows { customer { segment } visited { boughtWithin7Days } } } }')
      expect(rowsOf(segments)).toEqual([
        ['new', 1 / 3],
        ['old', 1 / 2],
      ])
    })

    test('by what is reached many times a visit counts once in a group', async () => {
      // Customers 1 (10, 30), 2 (5), 3 (7) and 4 (100).
      const slice = await ask(
        '{ slice(by: { bought: [AMOUNT] }, of: [VISITED]) { rows { bought { amount } visited { visits boughtWithin7Days } } totals { visited { visits boughtWithin7Days } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        [5, 1, 0],
        [7, 1, 1],
        [10, 2, 1 / 2],
        [30, 2, 1 / 2],
        [100, 1, 0],
      ])
      expect(totalsOf(slice)).toEqual([5, 2 / 5])
    })

    test('filters choose which visits count, not which visits there were', async () => {
      const first = await ask('{ slice(by: {}, where: { time: { lt: "2024-05-02" } }) { rows { visited { visits boughtWithin7Days } } } }')
      // The first visit of customer 1 was followed by another one before the purchase, though that one is not counted here.
      expect(rowsOf(first)).toEqual([[3, 1 / 3]])
      const home = await ask(
        '{ slice(by: {}, where: { visited: { page: { eq: "home" } } }) { rows { visited { visits boughtWithin7Days } } } }',
      )
      expect(rowsOf(home)).toEqual([[2, 1 / 2]])
      const ads = await ask(
        '{ slice(by: {}, where: { visited: { page: { eq: "ad" } } }) { rows { visited { visits boughtWithin7Days } } } }',
      )
      expect(rowsOf(ads)).toEqual([[3, 1 / 3]])
    })

    test('groups are chosen by it', async () => {
      const slice = await ask(
        '{ slice(by: { visited: [PAGE] }, having: { visited: { boughtWithin7Days: { gt: 0.4 } } }) { rows { visited { page } } totals { visited { visits boughtWithin7Days } } } }',
      )
      expect(slice).toEqual({ rows: [{ visited: { page: 'home' } }], totals: { visited: { visits: 2, boughtWithin7Days: 0.5 } } })
    })

    test('at a date, what came later has not happened: neither the purchase nor the next visit', async () => {
      const at = async (asOf: string) =>
        rowsOf(await ask(`{ slice(by: {}, asOf: "${asOf}") { rows { visited { visits boughtWithin7Days } } } }`))
      expect(await at('2024-05-01')).toEqual([[3, 0]])
      expect(await at('2024-05-03T10:00:00Z')).toEqual([[4, 1 / 4]])
      expect(await at('2024-05-08T09:59:58Z')).toEqual([[5, 1 / 5]])
      expect(await at('2024-05-08T09:59:59Z')).toEqual([[5, 2 / 5]])
      expect(await at('2024-04-30')).toEqual([[0, null]])
    })

    test('so far: of all visits until then, as they have turned out by the date of the question', async () => {
      const slice = await ask(
        '{ slice(by: { time: [DAY] }, where: { time: { lt: "2024-05-05" } }) { rows { time { day } visited { boughtWithin7Days boughtSoFar } } totals { visited { boughtSoFar } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-05-01', 1 / 3, 1 / 3],
        ['2024-05-02', 1, 2 / 4],
        ['2024-05-03', null, 2 / 4],
        ['2024-05-04', 0, 2 / 5],
      ])
      expect(totalsOf(slice)).toEqual([2 / 5])
    })

    test('seen from a customer it is a dimension', async () => {
      const slice = await ask('{ slice(by: { customer: [CONVERSION] }) { rows { customer { conversion customers } } } }')
      expect(rowsOf(slice)).toEqual([
        [0, 2],
        [0.5, 1],
        [1, 1],
      ])
    })
  })
})

describe('conversions between dates', () => {
  onBothEngines(ledger, (ask) => {
    test('the same day counts; the next row of the same customer ends the wait', async () => {
      // Sales of January 31 and February 29. That of January 5 was followed by the one of January 31 before the balance of that day.
      const slice = await ask(
        '{ slice(by: { sale: [SALE_ID] }, limit: 4) { rows { sale { saleId followedByBalance } } totals { sale { followedByBalance } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        [1, 0],
        [2, 1],
        [3, 1],
        [4, 0],
      ])
      expect(totalsOf(slice)).toEqual([2 / 8])
    })
  })
})

const { customer, activity } = journey.tables
if (customer === undefined || activity === undefined) throw new Error('No journey')
const edges: Story = {
  ...journey,
  tables: {
    customer,
    activity: {
      ...activity,
      rows: [
        // At the very instant.
        ['1', 1, 'visited', '2024-05-01 10:00:00', 'same instant'],
        ['2', 1, 'bought', '2024-05-01 10:00:00', '1'],
        // Twice at one instant: by their keys the second is the later one.
        ['3', 2, 'visited', '2024-05-01 10:00:00', 'first of two'],
        ['4', 2, 'visited', '2024-05-01 10:00:00', 'second of two'],
        ['5', 2, 'bought', '2024-05-02 10:00:00', '1'],
        // Of no customer, though nobody bought too.
        ['6', null, 'visited', '2024-05-01 10:00:00', 'of nobody'],
        ['7', null, 'bought', '2024-05-01 11:00:00', '1'],
        // At no time.
        ['8', 3, 'visited', null, 'at no time'],
        ['9', 3, 'visited', '2024-05-01 10:00:00', 'before one at no time'],
        ['10', 3, 'bought', '2024-05-01 10:30:00', '1'],
        ['11', 4, 'visited', '2024-05-01 10:00:00', 'bought at no time'],
        ['12', 4, 'bought', null, '1'],
        // Of a customer nobody knows.
        ['13', 9, 'visited', '2024-05-01 10:00:00', 'of a stranger'],
        ['14', 9, 'bought', '2024-05-01 10:30:00', '1'],
        // Seven days over the night in which clocks are put forward in Berlin: until 8:00 UTC there, until 9:00 UTC elsewhere.
        ['15', 5, 'visited', '2024-03-28 09:00:00', 'before summer time'],
        ['16', 5, 'bought', '2024-04-04 08:30:00', '1'],
      ],
    },
  },
}

describe('the edges of conversions', () => {
  onBothEngines(edges, (ask) => {
    const pages = (zone: string) =>
      ask(
        `{ slice(by: { visited: [PAGE] }, timeZone: "${zone}") { rows { visited { page boughtWithin7Days } } totals { visited { visits boughtWithin7Days } } } }`,
      )

    test('at one instant, twice at one instant, of nobody, at no time, of a stranger', async () => {
      const slice = await pages('UTC')
      expect(rowsOf(slice)).toEqual([
        ['at no time', 0],
        ['before one at no time', 1],
        ['before summer time', 1],
        ['bought at no time', 0],
        ['first of two', 0],
        ['of a stranger', 1],
        ['of nobody', 0],
        ['same instant', 1],
        ['second of two', 1],
      ])
      expect(totalsOf(slice)).toEqual([9, 5 / 9])
    })

    test('days are counted by the clock of the zone', async () => {
      expect(rowsOf(await pages('Europe/Berlin'))).toContainEqual(['before summer time', 0])
      expect(rowsOf(await pages('Asia/Kathmandu'))).toContainEqual(['before summer time', 1])
    })
  })
})

describe('without a visit', () => {
  onBothEngines({ ...journey, tables: { customer, activity: { ...activity, rows: [] } } }, (ask) => {
    test('of no visits there is no fraction', async () => {
      expect(rowsOf(await ask('{ slice(by: {}) { rows { visited { visits boughtWithin7Days boughtSoFar } } } }'))).toEqual([
        [0, null, null],
      ])
      expect(rowsOf(await ask('{ slice(by: { visited: [PAGE] }) { rows { visited { page boughtWithin7Days } } } }'))).toEqual([])
    })
  })
})
