/** Where windows begin and end: with an instant within a day, with a row of no time, with hours, with the end of the calendar. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { ledger } from './ledger.ts'

describe('the edges of windows', () => {
  onBothEngines(ledger, (ask) => {
    test('an upper bound within a day: the day is shown, and holds what came before the bound', async () => {
      expect(
        await ask(`{ slice(by: { time: [DAY] }, where: { time: { lt: "2024-03-31T01:00:00Z" } }) {
          rows { time { day } call { minutesSoFar callersSoFar minutesOf2Days minutesOfDayToDate } }
          totals { call { minutesSoFar callersSoFar minutesOf2Days minutesOfDayToDate } } } }`),
      ).toEqual({
        rows: [
          { time: { day: '2024-03-30' }, call: { minutesSoFar: 1, callersSoFar: 1, minutesOf2Days: 1, minutesOfDayToDate: 1 } },
          { time: { day: '2024-03-31' }, call: { minutesSoFar: 3, callersSoFar: 1, minutesOf2Days: 3, minutesOfDayToDate: 2 } },
        ],
        totals: { call: { minutesSoFar: 3, callersSoFar: 1, minutesOf2Days: 3, minutesOfDayToDate: 2 } },
      })
    })

    test('a lower bound within a day: the day is shown, and the window reads back before the bound', async () => {
      // 8 comes after the bound on the same day.
      expect(
        await ask(`{ slice(by: { time: [DAY] }, where: { time: { gt: "2024-03-31T01:30:00Z", lt: "2024-04-01" } }) {
          rows { time { day } call { minutes minutesSoFar minutesOfDayToDate } } } }`),
      ).toEqual({ rows: [{ time: { day: '2024-03-31' }, call: { minutes: 24, minutesSoFar: 31, minutesOfDayToDate: 30 } }] })
    })

    test('an upper bound within a day leaves out dates of that day, in rows and in the total', async () => {
      expect(
        await ask(`{ slice(by: { time: [DAY] }, where: { time: { gte: "2024-02-29", lt: "2024-03-01T12:00:00Z" } }) {
          rows { time { day } sale { revenueOf3Days } } totals { sale { revenueOf3Days } } } }`),
      ).toEqual({ rows: [{ time: { day: '2024-02-29' }, sale: { revenueOf3Days: '5.00' } }], totals: { sale: { revenueOf3Days: '5.00' } } })
    })

    test('a row without a time lies in no window, and not in the total', async () => {
      expect(
        await ask(`{ slice(by: { time: [MONTH] }) { rows { time { month } call { minutes minutesSoFar callersSoFar } }
          totals { call { minutes minutesSoFar callersSoFar } } } }`),
      ).toEqual({
        rows: [
          { time: { month: '2024-03-01' }, call: { minutes: 31, minutesSoFar: 31, callersSoFar: 2 } },
          { time: { month: '2024-04-01' }, call: { minutes: 96, minutesSoFar: 127, callersSoFar: 3 } },
          { time: { month: '2024-05-01' }, call: { minutes: null, minutesSoFar: 127, callersSoFar: 3 } },
          { time: { month: '2024-06-01' }, call: { minutes: null, minutesSoFar: 127, callersSoFar: 3 } },
          { time: { month: null }, call: { minutes: 128, minutesSoFar: null, callersSoFar: 0 } },
        ],
        totals: { call: { minutes: 255, minutesSoFar: 127, callersSoFar: 3 } },
      })
      expect(await ask('{ slice(by: {}) { rows { call { minutes minutesSoFar } } } }')).toEqual({
        rows: [{ call: { minutes: 255, minutesSoFar: 127 } }],
      })
    })

    test('windows of hours are whole hours, that of the question too; the total is the last of them', async () => {
      // The call of 22:30 lies in the windows of 22 and 23 o'clock.
      expect(
        await ask(`{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-03-30T22:00:00Z" } }, asOf: "2024-03-31T00:15:00Z") {
          rows { time { hour } call { minutesOf2Hours } } totals { call { minutesOf2Hours } } } }`),
      ).toEqual({
        rows: [
          { time: { hour: '2024-03-30T22:00:00Z' }, call: { minutesOf2Hours: 1 } },
          { time: { hour: '2024-03-30T23:00:00Z' }, call: { minutesOf2Hours: 1 } },
          { time: { hour: '2024-03-31T00:00:00Z' }, call: { minutesOf2Hours: null } },
        ],
        totals: { call: { minutesOf2Hours: null } },
      })
    })

    test('by hour a window of days ends with the hour', async () => {
      expect(
        await ask(`{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-04-01T22:00:00Z" } }, asOf: "2024-04-02T00:30:00Z") {
          rows { time { hour } call { minutesOf2Days } } totals { call { minutesOf2Days } } } }`),
      ).toEqual({
        rows: [
          // [March 30 23:00, April 1 23:00): all but the first call.
          { time: { hour: '2024-04-01T22:00:00Z' }, call: { minutesOf2Days: 126 } },
          { time: { hour: '2024-04-01T23:00:00Z' }, call: { minutesOf2Days: 126 } },
          // From 1:00 on March 31.
          { time: { hour: '2024-04-02T00:00:00Z' }, call: { minutesOf2Days: 124 } },
        ],
        totals: { call: { minutesOf2Days: 124 } },
      })
    })

    test('a bound after the question is none, up to the last day there is', async () => {
      const months = (where: string) => ask(`{ slice(by: { time: [MONTH] }, ${where}) { rows { time { month } sale { revenueSoFar } } } }`)
      const all = await months('where: { time: { gte: "2024-05-01" } }')
      expect(all).toEqual({
        rows: [
          { time: { month: '2024-05-01' }, sale: { revenueSoFar: '88.00' } },
          { time: { month: '2024-06-01' }, sale: { revenueSoFar: '88.00' } },
        ],
      })
      for (const bound of ['2024-07-15', '2030-01-01', '9999-12-31']) {
        expect(await months(`where: { time: { gte: "2024-05-01", lte: "${bound}" } }`)).toEqual(all)
      }
    })
  })
})
