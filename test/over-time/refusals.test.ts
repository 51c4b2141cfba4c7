/** What cannot be answered over time is refused, with what to ask instead; what is merely empty is not. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { ledger } from './ledger.ts'

const oneSpan = (what: string) =>
  `BAD_USER_INPUT: ${what} needs one span of time: write conditions on \`time\` with gte, lt, between, inTheLast, inThePrevious or toDate, not under \`or\` or \`not\`.`

describe('refused over time', () => {
  onBothEngines(ledger, (ask) => {
    const months = (where: string) =>
      ask.errors(`{ slice(by: { time: [MONTH] }, where: ${where}) { rows { time { month } sale { revenueSoFar } } } }`)
    const filled = (where: string) =>
      ask.errors(`{ slice(by: { time: [MONTH] }, where: ${where}, fill: true) { rows { time { month } sale { revenue } } } }`)

    test('a window needs a bucket to end with', async () => {
      expect(await ask.errors('{ slice(by: { call: [AT] }) { rows { call { at minutesSoFar } } } }')).toEqual([
        'BAD_USER_INPUT: A cumulative measure by `call.at` needs a granularity, such as `call.at_day` or `time.day`: a window ends with a bucket.',
      ])
    })

    test('windows by the hour need a start', async () => {
      const refused = [
        'BAD_USER_INPUT: A cumulative measure by hour needs a start: every hour since its first row would be a row. Add `time: { gte: ... }`.',
      ]
      expect(await ask.errors('{ slice(by: { time: [HOUR] }) { rows { time { hour } call { minutesSoFar } } } }')).toEqual(refused)
      expect(
        await ask.errors(
          '{ slice(by: { time: [HOUR] }, where: { time: { lt: "2024-04-01" } }) { rows { time { hour } call { minutesSoFar } } } }',
        ),
      ).toEqual(refused)
      expect(await ask.errors('{ slice(by: { call: [AT_HOUR] }) { rows { call { atHour minutesOf2Days } } } }')).toEqual(refused)
    })

    test('hours do not follow each other where clocks are set by half an hour', async () => {
      const hours = (measure: string, span: string, timeZone: string, fill = false) =>
        ask.errors(
          `{ slice(by: { time: [HOUR] }, where: { time: { between: { ${span} } } }, timeZone: "${timeZone}", fill: ${fill}) { rows { time { hour } call { ${measure} } } } }`,
        )
      // The clocks of Lord Howe went back by half an hour on April 7.
      const changed = 'from: "2024-04-01", to: "2024-04-08"'
      const problem =
        'cannot be counted in `Australia/Lord_Howe` since 2024-03-31: its clocks were set by other than whole hours. Ask for a later span, by day or by minute, or in another time zone.'
      expect(await hours('minutesSoFar', changed, 'Australia/Lord_Howe')).toEqual([
        `BAD_USER_INPUT: A cumulative measure by hour ${problem}`,
      ])
      expect(await hours('minutes', changed, 'Australia/Lord_Howe', true)).toEqual([`BAD_USER_INPUT: \`fill\` by hour ${problem}`])
      expect(await hours('minutes', changed, 'Australia/Lord_Howe')).toEqual([])
      const before = 'from: "2024-04-01", to: "2024-04-05"'
      expect(await hours('minutesSoFar', before, 'Australia/Lord_Howe', true)).toEqual([])
      expect(await hours('minutesSoFar', changed, 'Asia/Kathmandu', true)).toEqual([])
      expect(await hours('minutesSoFar', changed, 'Europe/Berlin', true)).toEqual([])
    })

    test('a granularity finer than the data', async () => {
      expect(
        await ask.errors(
          '{ slice(by: { time: [HOUR] }, where: { time: { gte: "2024-04-01" } }) { rows { time { hour } sale { revenueSoFar } } } }',
        ),
      ).toEqual([
        'BAD_USER_INPUT: `time.hour` does not exist: `sale.sold_on` is of type date, whose granularities are day, week, month, quarter, year.',
      ])
    })

    test('windows and filled buckets are shown for one span: no time under or, under not, or in pieces', async () => {
      const wheres = [
        '{ or: [{ time: { gte: "2024-01-01" } }, { sale: { channel: { eq: "web" } } }] }',
        '{ or: [{ time: { gte: "2024-01-01" } }] }',
        '{ not: { time: { gte: "2024-01-01" } } }',
        '{ and: [{ sale: { channel: { eq: "web" } } }, { not: { not: { time: { gte: "2024-01-01" } } } }] }',
        '{ time: { ne: "2024-01-01" } }',
        '{ time: { in: ["2024-01-01", "2024-02-01"] } }',
        '{ time: { isNull: false } }',
      ]
      for (const where of wheres) {
        expect([where, await months(where)]).toEqual([where, [oneSpan('A cumulative measure')]])
        expect([where, await filled(where)]).toEqual([where, [oneSpan('`fill`')]])
      }
    })

    test('other conditions may stand under or and not', async () => {
      const where =
        '{ or: [{ sale: { channel: { eq: "web" } } }, { not: { sale: { channel: { eq: "web" } } } }], time: { eq: "2024-03-01" } }'
      expect(await months(where)).toEqual([])
      expect(await filled(where)).toEqual([])
    })

    test('a measure of an entity without a time beside it', async () => {
      expect(
        await ask.errors('{ slice(by: { time: [MONTH] }) { rows { time { month } customer { customers } sale { revenueSoFar } } } }'),
      ).toEqual([
        'NO_PATH: `time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: sale.sold_on, balance.day, call.at.',
      ])
    })

    test('spans that are none: reversed, of days that do not exist, from before the calendar', async () => {
      expect(await months('{ time: { between: { from: "2024-03-01", to: "2024-02-01" } } }')).toEqual([
        'BAD_USER_INPUT: `between` goes from `2024-03-01` to `2024-02-01`, which is earlier; `from` is the earlier of the two.',
      ])
      expect(await months('{ time: { gte: "2024-02-30" } }')).toEqual([
        'undefined: TimePoint cannot be "2024-02-30". Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".',
      ])
      expect(await months('{ time: { inTheLast: { n: 0, unit: MONTH } } }')).toEqual([
        'BAD_USER_INPUT: `n` of `inTheLast` is 0; it counts whole units, 1 or more.',
      ])
      expect(await months('{ time: { inTheLast: { n: 9000, unit: YEAR } } }')).toEqual([
        'BAD_USER_INPUT: `inTheLast` reaches back before year 1.',
      ])
    })

    test('a zone nobody knows', async () => {
      expect(
        await ask.errors('{ slice(by: { time: [MONTH] }, timeZone: "Europe/Belin") { rows { time { month } sale { revenueSoFar } } } }'),
      ).toEqual(['BAD_USER_INPUT: `Europe/Belin` is not a time zone. Closest: `Europe/Berlin`.'])
    })
  })
})

describe('empty, not refused', () => {
  onBothEngines(ledger, (ask) => {
    test('a span that ends before it begins, or begins after the question, shows no window; the total is the one it ends with', async () => {
      const spans = [
        ['gte: "2024-03-01", lt: "2024-02-01"', '30.00', 1],
        ['gte: "2024-07-01"', '88.00', 5],
      ] as const
      for (const [time, revenueSoFar, buyersSoFar] of spans) {
        expect(
          await ask(`{ slice(by: { time: [MONTH] }, where: { time: { ${time} } }) { rows { time { month } sale { revenueSoFar } }
            totals { sale { revenue revenueSoFar buyersSoFar } } } }`),
        ).toEqual({ rows: [], totals: { sale: { revenue: null, revenueSoFar, buyersSoFar } } })
        expect(
          await ask(
            `{ slice(by: { time: [MONTH] }, where: { time: { ${time} } }, fill: true) { rows { time { month } sale { revenue } } } }`,
          ),
        ).toEqual({ rows: [] })
      }
    })

    test('windows and earlier periods that reach back before the calendar begins', async () => {
      expect(
        await ask(
          '{ slice(by: {}, asOf: "0001-01-02") { rows { sale { revenueOf2Months revenueYearBefore revenueYearToDate } call { minutesOf2Days } } } }',
        ),
      ).toEqual({
        rows: [{ sale: { revenueOf2Months: null, revenueYearBefore: null, revenueYearToDate: null }, call: { minutesOf2Days: null } }],
      })
    })

    test('the last day of the calendar', async () => {
      expect(
        await ask(
          '{ slice(by: { time: [YEAR] }, where: { time: { gte: "9998-06-01" } }, asOf: "9999-12-31") { rows { time { year } sale { revenueSoFar revenueOf2Months } } } }',
        ),
      ).toEqual({
        rows: [
          { time: { year: '9998-01-01' }, sale: { revenueSoFar: '1088.00', revenueOf2Months: null } },
          { time: { year: '9999-01-01' }, sale: { revenueSoFar: '1088.00', revenueOf2Months: null } },
        ],
      })
    })
  })
})
