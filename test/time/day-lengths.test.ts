/** A tick every quarter of an hour: a day has as many as its clocks say, whether they are grouped or chosen. */
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

/** Zone, day, ticks of that day, and its hours on the clock. */
const days = [
  ['UTC', '2024-03-31', 96, 24],
  ['Europe/Berlin', '2024-03-31', 92, 23],
  ['Europe/Berlin', '2024-10-27', 100, 25],
  ['America/New_York', '2024-03-10', 92, 23],
  ['America/New_York', '2024-11-03', 100, 25],
  // Summer time begins at midnight, the day at 1:00; its last day shows 23:00 twice; since 2019 there is none.
  ['America/Sao_Paulo', '2018-11-04', 92, 23],
  ['America/Sao_Paulo', '2019-02-16', 100, 25],
  ['America/Sao_Paulo', '2019-11-03', 96, 24],
  ['Asia/Kathmandu', '2024-06-01', 96, 24],
  // From +05:30 to +05:45: the clocks skipped the first quarter of the day.
  ['Asia/Kathmandu', '1986-01-01', 95, 24],
  // Half an hour: 1:30 to 2:00 twice, the second time in an hour that began half an hour later; or 2:00 to 2:30 never.
  ['Australia/Lord_Howe', '2024-04-07', 98, 25],
  ['Australia/Lord_Howe', '2024-10-06', 94, 24],
  ['Africa/Casablanca', '2024-03-10', 100, 25],
  ['Africa/Casablanca', '2024-04-14', 92, 23],
  ['America/Havana', '2024-11-03', 100, 25],
  ['Pacific/Apia', '2011-12-31', 96, 24],
] as const

const quarters = new Set(
  days.flatMap(([, day]) => {
    const first = Temporal.PlainDate.from(day).subtract({ days: 3 }).toZonedDateTime('UTC').toInstant()
    return Array.from({ length: 7 * 96 }, (_, quarter) => first.add({ minutes: 15 * quarter }).toString())
  }),
)

const model = `
version: 1
model: clock
entities:
  - name: tick
    table: tick
    primary_key: tick_id
    time: at
    dimensions:
      - { name: tick_id, type: integer }
      - { name: at, type: timestamp }
    measures: [{ name: ticks, type: count }]
`
const rows = [...quarters].map((instant, index) => [index, instant.replace('T', ' ').replace('Z', '')])
const tables = { tick: { columns: { tick_id: 'integer', at: 'timestamp' }, rows } } as const

const shifted = (day: string, by: number) => Temporal.PlainDate.from(day).add({ days: by }).toString()

describe('days', () => {
  onBothEngines({ model, tables }, (ask) => {
    const counted = async (timeZone: string, where: string, asOf = '2024-12-31') => {
      const slice = await ask(
        `{ slice(by: {}, timeZone: "${timeZone}", asOf: "${asOf}", where: { time: ${where} }) { rows { tick { ticks } } } }`,
      )
      return (slice as { rows: { tick: { ticks: number } }[] }).rows[0]?.tick.ticks
    }
    const grouped = async (timeZone: string, granularity: string, where: string) => {
      const field = granularity.toLowerCase()
      const slice = await ask(
        `{ slice(by: { time: [${granularity}] }, timeZone: "${timeZone}", asOf: "2024-12-31", where: { time: ${where} }) { rows { time { ${field} } tick { ticks } } } }`,
      )
      return (slice as { rows: { time: Record<string, string>; tick: { ticks: number } }[] }).rows.map(
        ({ time, tick }) => [time[field], tick.ticks] as const,
      )
    }

    describe.each(days)('in %s, %s', (zone, day, ticks, hours) => {
      test('the bucket of the day has its ticks, and its neighbours have theirs', async () => {
        const next = [shifted(day, 1), 96] as const
        const before = zone === 'Pacific/Apia' ? shifted(day, -2) : shifted(day, -1)
        const found = await grouped(zone, 'DAY', `{ between: { from: "${before}", to: "${next[0]}" } }`)
        expect(found).toEqual([[before, 96], [day, ticks], next])
      })

      test('a condition finds what the bucket has', async () => {
        expect(await counted(zone, `{ eq: "${day}" }`)).toBe(ticks)
        expect(await counted(zone, `{ gte: "${day}", lt: "${shifted(day, 1)}" }`)).toBe(ticks)
        expect(await counted(zone, `{ gt: "${shifted(day, -1)}", lte: "${day}" }`)).toBe(ticks)
        expect(await counted(zone, '{ inTheLast: { n: 1, unit: DAY } }', day)).toBe(ticks)
        expect(await counted(zone, '{ inThePrevious: { n: 1, unit: DAY } }', shifted(day, 1))).toBe(ticks)
        expect(await counted(zone, '{ toDate: DAY }', day)).toBe(ticks)
      })

      test('hours are those of the clock, which may show one twice', async () => {
        const found = await grouped(zone, 'HOUR', `{ eq: "${day}" }`)
        expect(found.length).toBe(hours)
        expect(found.reduce((sum, [, count]) => sum + count, 0)).toBe(ticks)
      })

      test('24 hours are 24 hours', async () => {
        expect(await counted(zone, '{ inTheLast: { n: 24, unit: HOUR } }', day)).toBe(96)
      })
    })

    test('the hour that comes twice is told apart by its offset', async () => {
      const night = '{ gte: "2024-10-27T01:00:00", lt: "2024-10-27T04:00:00" }'
      expect(await grouped('Europe/Berlin', 'HOUR', night)).toEqual([
        ['2024-10-27T01:00:00+02:00', 4],
        ['2024-10-27T02:00:00+02:00', 4],
        ['2024-10-27T02:00:00+01:00', 4],
        ['2024-10-27T03:00:00+01:00', 4],
      ])
    })

    test('a local time that comes twice is the first, one that never comes is as much later', async () => {
      expect(await counted('Europe/Berlin', '{ gte: "2024-10-27T02:30:00", lt: "2024-10-27T03:00:00" }')).toBe(6)
      expect(await counted('Europe/Berlin', '{ gte: "2024-10-27T02:30:00+01:00", lt: "2024-10-27T03:00:00" }')).toBe(2)
      expect(await counted('Europe/Berlin', '{ gte: "2024-03-31T02:30:00", lt: "2024-03-31T04:00:00" }')).toBe(2)
    })

    test('a day that the clocks of a zone skipped has nothing', async () => {
      expect(await counted('Pacific/Apia', '{ eq: "2011-12-30" }')).toBe(0)
      expect(await counted('Pacific/Apia', '{ between: { from: "2011-12-30", to: "2011-12-30" } }')).toBe(0)
      expect(await counted('Pacific/Apia', '{ between: { from: "2011-12-29", to: "2011-12-30" } }')).toBe(96)
    })
  })
})
