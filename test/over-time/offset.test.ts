/** Earlier periods: rows are moved forward, so that no month end is lost; differences and growth compare with them. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('earlier periods', () => {
  onBothEngines(ledger, (ask) => {
    test('the month before, the difference and the growth; a month is there if only the one before had sales', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }) {
        rows { time { month } sale { revenue revenueMonthBefore revenueChange revenueGrowth buyersMonthBefore averageMonthBefore } }
        totals { sale { revenue revenueMonthBefore revenueChange revenueGrowth buyersMonthBefore averageMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30.00', null, null, null, 0, null],
        ['2024-02-01', '5.00', '30.00', '-25.00', -25 / 30, 1, 15],
        ['2024-03-01', '10.00', '5.00', '5.00', 1, 1, 5],
        ['2024-04-01', null, '10.00', null, null, 2, 5],
        ['2024-05-01', '43.00', null, null, null, 0, null],
        ['2024-06-01', null, '43.00', null, null, 3, 43 / 3],
      ])
      // What was sold until May, of all of it a month later.
      expect(totalsOf(slice)).toEqual(['88.00', '88.00', '0.00', 0, 5, 11])
    })

    test('January 31 was a month before February 29, and February 29 a month before March 29', async () => {
      const slice = await ask(`{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-02-01", lt: "2024-04-01" } }) {
        rows { time { day } sale { revenue revenueMonthBefore } } totals { sale { revenue revenueMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-05', null, '10.00'],
        ['2024-02-29', '5.00', '20.00'],
        ['2024-03-01', '7.00', null],
        ['2024-03-03', '3.00', null],
        ['2024-03-29', null, '5.00'],
      ])
      expect(totalsOf(slice)).toEqual(['15.00', '35.00'])
    })

    test('February 29 was a year before February 28; a year loses nothing', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2025-01-01" } }, asOf: "2025-06-30") {
        rows { time { month } sale { revenue revenueYearBefore } } totals { sale { revenue revenueYearBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2025-01-01', null, '30.00'],
        ['2025-02-01', null, '5.00'],
        ['2025-03-01', null, '10.00'],
        ['2025-05-01', null, '43.00'],
      ])
      expect(totalsOf(slice)).toEqual([null, '88.00'])
      const february =
        await ask(`{ slice(by: { time: [DAY] }, where: { time: { gte: "2025-02-01", lt: "2025-03-01" } }, asOf: "2025-06-30") {
        rows { time { day } sale { revenueYearBefore } } } }`)
      expect(rowsOf(february)).toEqual([['2025-02-28', '5.00']])
    })

    test('a month before a month before takes each step by itself; two months are one step', async () => {
      const slice = await ask(`{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-03-15", lt: "2024-04-15" } }) {
        rows { time { day } sale { revenue2MonthsBefore monthBeforeMonthBefore } } totals { sale { revenue2MonthsBefore monthBeforeMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        // January 31, by February 29.
        ['2024-03-29', null, '20.00'],
        ['2024-03-31', '20.00', null],
      ])
      expect(totalsOf(slice)).toEqual(['20.00', '20.00'])
    })

    test('growth from 0 is null, to 0 it is -1', async () => {
      const slice = await ask(
        '{ slice(by: { time: [MONTH] }) { rows { time { month } sale { sales salesGrowth } } totals { sale { salesGrowth } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', 2, null],
        ['2024-02-01', 1, -0.5],
        ['2024-03-01', 2, 1],
        ['2024-04-01', 0, -1],
        ['2024-05-01', 3, null],
        ['2024-06-01', 0, -1],
      ])
      expect(totalsOf(slice)).toEqual([0])
    })

    test('the running total a month before is the running total, a row later', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }) { rows { time { month } sale { revenueSoFar soFarMonthBefore soFarGrowth } } totals { sale { soFarMonthBefore soFarGrowth } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30.00', null, null],
        ['2024-02-01', '35.00', '30.00', 5 / 30],
        ['2024-03-01', '45.00', '35.00', 10 / 35],
        ['2024-04-01', '45.00', '45.00', 0],
        ['2024-05-01', '88.00', '45.00', 43 / 45],
        ['2024-06-01', '88.00', '88.00', 0],
      ])
      expect(totalsOf(slice)).toEqual(['88.00', 0])
    })

    test('within a period that is not over, the earlier one is whole', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-02-01" } }, asOf: "2024-03-01") {
        rows { time { month } sale { revenue revenueMonthBefore revenueSoFar soFarMonthBefore } }
        totals { sale { revenue revenueMonthBefore revenueSoFar soFarMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '5.00', '30.00', '35.00', '30.00'],
        // February 29 is a month before March 29, which is not over yet.
        ['2024-03-01', '7.00', '5.00', '42.00', '35.00'],
      ])
      expect(totalsOf(slice)).toEqual(['12.00', '35.00', '42.00', '35.00'])
    })

    test('without time in the grain an earlier period ends with the question', async () => {
      const slice = await ask(
        '{ slice(by: {}, asOf: "2024-03-01") { rows { sale { revenue revenueMonthBefore soFarMonthBefore revenueChange } } } }',
      )
      // January 5 and 31 by February 5 and 29.
      expect(rowsOf(slice)).toEqual([['42.00', '30.00', '30.00', '12.00']])
      const states = await ask(
        '{ slice(by: { customer: [STATE] }, asOf: "2024-04-01") { rows { customer { state } sale { revenue revenueMonthBefore } } totals { sale { revenueMonthBefore } } } }',
      )
      expect(rowsOf(states)).toEqual([
        ['CA', '5.00', '5.00'],
        ['NY', '40.00', '37.00'],
      ])
      expect(totalsOf(states)).toEqual(['42.00'])
    })

    test('by quarter, a month before moves a month into the next quarter', async () => {
      const slice = await ask(
        '{ slice(by: { time: [QUARTER] }, asOf: "2024-05-11") { rows { time { quarter } sale { revenue revenueMonthBefore } } totals { sale { revenue revenueMonthBefore } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '45.00', '35.00'],
        // 10 of March, 41 of May: in June, which is of this quarter.
        ['2024-04-01', '41.00', '51.00'],
      ])
      expect(totalsOf(slice)).toEqual(['86.00', '86.00'])
    })

    test('a span of time is the span that is shown: rows are read from before it', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-02-15", lt: "2024-04-02" } }) {
        rows { time { month } sale { revenue revenueMonthBefore soFarMonthBefore } } totals { sale { revenue revenueMonthBefore revenueChange soFarMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        // January 31 alone: the 5th is of February 5.
        ['2024-02-01', '5.00', '20.00', '30.00'],
        ['2024-03-01', '10.00', '5.00', '35.00'],
        // March 1 alone.
        ['2024-04-01', null, '7.00', '42.00'],
      ])
      expect(totalsOf(slice)).toEqual(['15.00', '32.00', '-17.00', '42.00'])
    })

    test('other filters are about the rows as they are', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { sale: { soldOn: { gte: "2024-02-01" } } }) {
        rows { time { month } sale { revenue revenueMonthBefore } } totals { sale { revenue revenueMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '5.00', null],
        ['2024-03-01', '10.00', '5.00'],
        ['2024-04-01', null, '10.00'],
        ['2024-05-01', '43.00', null],
        ['2024-06-01', null, '43.00'],
      ])
      expect(totalsOf(slice)).toEqual(['58.00', '58.00'])
    })

    test('time may stand under or and not', async () => {
      const slice =
        await ask(`{ slice(by: { time: [MONTH] }, where: { or: [{ time: { lt: "2024-03-01" } }, { sale: { channel: { eq: "shop" } } }] }) {
        rows { time { month } sale { revenue revenueMonthBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '30.00', null],
        ['2024-02-01', '5.00', '30.00'],
        ['2024-03-01', '3.00', '5.00'],
        ['2024-04-01', null, '3.00'],
      ])
      const rest = await ask(
        `{ slice(by: { time: [MONTH] }, where: { not: { time: { lt: "2024-03-01" } } }) { rows { time { month } sale { revenue revenueMonthBefore } } } }`,
      )
      expect(rowsOf(rest)).toEqual([
        ['2024-03-01', '10.00', '5.00'],
        ['2024-04-01', null, '10.00'],
        ['2024-05-01', '43.00', null],
        ['2024-06-01', null, '43.00'],
      ])
    })

    test('by other dimensions, ordered by it, a page of it', async () => {
      const slice =
        await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: [{ sale: { revenueMonthBefore: DESC } }], limit: 3) {
        rows { customer { state } time { month } sale { revenueMonthBefore } } totals { sale { revenueMonthBefore } } rowCount hasMore } }`)
      expect(rowsOf(slice)).toEqual([
        ['CA', '2024-06-01', '40.00'],
        ['NY', '2024-02-01', '30.00'],
        ['NY', '2024-04-01', '10.00'],
      ])
      // And CA in March, the unknown state in June: months in which something was sold a month before.
      expect(slice).toMatchObject({ totals: { sale: { revenueMonthBefore: '88.00' } }, rowCount: 5, hasMore: true })
    })

    test('groups are chosen by it; totals are of the rows of those groups', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, having: { sale: { revenueMonthBefore: { gt: "5" } } }) {
        rows { time { month } sale { revenue revenueMonthBefore } } totals { sale { revenue revenueMonthBefore revenueChange } } rowCount } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-02-01', '5.00', '30.00'],
        ['2024-04-01', null, '10.00'],
        ['2024-06-01', null, '43.00'],
      ])
      expect(totalsOf(slice)).toEqual(['5.00', '83.00', '-78.00'])
    })

    test('before all rows there is nothing before', async () => {
      expect(
        await ask(
          '{ slice(by: { time: [MONTH] }, asOf: "2023-12-31") { rows { time { month } sale { revenueMonthBefore } } totals { sale { revenueMonthBefore salesGrowth } } } }',
        ),
      ).toEqual({ rows: [], totals: { sale: { revenueMonthBefore: null, salesGrowth: null } } })
    })
  })
})

describe('earlier instants', () => {
  onBothEngines(ledger, (ask) => {
    test('the day before, by the clock of the zone: half past eleven stays half past eleven', async () => {
      const days = async (zone: string) =>
        rowsOf(
          await ask(
            `{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-03-01" } }, asOf: "2024-04-03", timeZone: "${zone}") { rows { time { day } call { minutes minutesDayBefore } } } }`,
          ),
        )
      expect(await days('UTC')).toEqual([
        ['2024-03-30', 1, null],
        ['2024-03-31', 30, 1],
        ['2024-04-01', 96, 30],
        ['2024-04-02', null, 96],
      ])
      expect(await days('Europe/Berlin')).toEqual([
        ['2024-03-30', 1, null],
        ['2024-03-31', 14, 1],
        ['2024-04-01', 112, 14],
        ['2024-04-02', null, 112],
      ])
      expect(await days('Asia/Kathmandu')).toEqual([
        ['2024-03-31', 7, null],
        ['2024-04-01', 56, 7],
        ['2024-04-02', 64, 56],
        ['2024-04-03', null, 64],
      ])
    })

    test('the hour before is an hour that passed, also where clocks skip one', async () => {
      const slice =
        await ask(`{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-03-30", lt: "2024-03-31T12:00:00" } }, timeZone: "Europe/Berlin") {
        rows { time { hour } call { minutes minutesHourBefore } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-03-30T23:00:00+01:00', 1, null],
        ['2024-03-31T00:00:00+01:00', null, 1],
        ['2024-03-31T01:00:00+01:00', 2, null],
        ['2024-03-31T03:00:00+02:00', 4, 2],
        ['2024-03-31T04:00:00+02:00', null, 4],
      ])
    })

    test('within an hour that is not over, the hour before is whole', async () => {
      const slice =
        await ask(`{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-03-31T01:00:00Z" } }, asOf: "2024-03-31T01:10:00Z") {
        rows { time { hour } call { minutes minutesHourBefore } } totals { call { minutes minutesHourBefore } } } }`)
      expect(rowsOf(slice)).toEqual([['2024-03-31T01:00:00Z', null, 2]])
      expect(totalsOf(slice)).toEqual([null, 2])
    })

    test('a row without a time was at no time a day before', async () => {
      const slice = await ask(
        '{ slice(by: { time: [YEAR] }) { rows { time { year } call { minutes minutesDayBefore } } totals { call { minutes minutesDayBefore } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', 127, 127],
        [null, 128, null],
      ])
      expect(totalsOf(slice)).toEqual([255, 127])
    })
  })
})
