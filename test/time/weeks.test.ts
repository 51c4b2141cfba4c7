/** Weeks from Monday (ISO) and from Sunday, over the ends of years. */
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dialectOf } from '../../src/semantic/dialect/index.ts'
import { columnOf } from '../semantic/dialect/run.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { onBothEngines } from '../support/story.ts'

const modelFrom = (weekStart: string) => `
version: 1
model: weeks
week_start: ${weekStart}
entities:
  - name: visit
    table: visit
    primary_key: day
    time: day
    dimensions:
      - { name: day, type: date }
      - { name: iso_week, type: integer, sql: "extract(week from \${day})" }
      - { name: week_of_visit, type: date, sql: "date_trunc('week', \${day})" }
    measures: [{ name: visits, type: count }]
`
/** Saturday 2020-12-26 to Tuesday 2021-01-05, a visit a day. */
const days = Array.from({ length: 11 }, (_, index) => Temporal.PlainDate.from('2020-12-26').add({ days: index }).toString())
const tables = { visit: { columns: { day: 'date' }, rows: days.map((day) => [day]) } } as const

const weeks = {
  monday: [
    ['2020-12-21', 2],
    ['2020-12-28', 7],
    ['2021-01-04', 2],
  ],
  sunday: [
    ['2020-12-20', 1],
    ['2020-12-27', 7],
    ['2021-01-03', 3],
  ],
} as const

describe.each(['monday', 'sunday'] as const)('weeks from %s', (weekStart) => {
  onBothEngines({ model: modelFrom(weekStart), tables }, (ask) => {
    const rowsOf = async (query: string) =>
      ((await ask(query)) as { rows: Record<string, Record<string, unknown>>[] }).rows.map((row) =>
        Object.values(row).flatMap((members) => Object.values(members)),
      )

    test('are whole over the end of a year', async () => {
      expect(await rowsOf('{ slice(by: { time: [WEEK] }) { rows { time { week } visit { visits } } } }')).toEqual(weeks[weekStart])
      expect(await rowsOf('{ slice(by: { visit: [WEEK_OF_VISIT] }) { rows { visit { weekOfVisit visits } } } }')).toEqual(weeks[weekStart])
    })

    test('are what inThePrevious, toDate and inTheLast count', async () => {
      const chosen = async (condition: string) =>
        (
          await rowsOf(
            `{ slice(by: { visit: [DAY] }, asOf: "2021-01-05", where: { time: { ${condition} } }) { rows { visit { day } } of: rows { visit { visits } } } }`,
          )
        ).flat()
      const [, [previous], [current]] = weeks[weekStart]
      const from = (day: string, length: number) => days.slice(days.indexOf(day), days.indexOf(day) + length)
      expect(await chosen('inThePrevious: { n: 1, unit: WEEK }')).toEqual(from(previous, 7))
      expect(await chosen('toDate: WEEK')).toEqual(from(current, 7))
      // Seven days that end with the question's, whichever day weeks begin with.
      expect(await chosen('inTheLast: { n: 1, unit: WEEK }')).toEqual(from('2020-12-30', 7))
    })

    test('have numbers from Monday all the same: ISO has no others', async () => {
      expect(await rowsOf('{ slice(by: { visit: [ISO_WEEK] }) { rows { visit { isoWeek visits } } } }')).toEqual([
        [1, 2],
        [52, 2],
        [53, 7],
      ])
    })
  })
})

describe.each(engines)('every day from 1990 to 2039 on %s', (engine) => {
  const first = Temporal.PlainDate.from('1990-01-01')
  const all = Array.from({ length: 50 * 365 }, (_, index) => first.add({ days: index }))

  test.each([
    ['monday', 1],
    ['sunday', 7],
  ] as const)('is in the week of the latest %s', async (weekStart, dayOfWeek) => {
    const expected: string[] = []
    let start = first.subtract({ days: 7 })
    while (start.dayOfWeek !== dayOfWeek) start = start.add({ days: 1 })
    for (const day of all) {
      if (day.dayOfWeek === dayOfWeek) start = day
      expected.push(start.toString())
    }
    const database = await openTestDatabase(engine, { days: { columns: { day: 'date' }, rows: all.map((day) => [day.toString()]) } })
    const bucket = dialectOf(engine).dateBucket(sql.ref('day'), 'week', { weekStart })
    expect(await columnOf(database, sql`select ${bucket} as value from days order by day`, 'date')).toEqual(expected)
    await database.close()
  })
})
