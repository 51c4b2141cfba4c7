/** Fiscal buckets of every month a year may start in, of every day of five years: SQL of both engines and the arithmetic of ranges agree with counting. */
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Sql } from '../../src/semantic/dialect/dialect.ts'
import { dialectOf } from '../../src/semantic/dialect/index.ts'
import { startOfUnit } from '../../src/semantic/time/range.ts'
import { columnOf } from '../semantic/dialect/run.ts'
import { engines, openTestDatabase } from '../support/databases.ts'

const firstDay = Temporal.PlainDate.from('2019-12-25')
const days = Array.from({ length: 5 * 366 }, (_, index) => firstDay.add({ days: index }))

/** The latest first of a month, at or before the day, that begins a fiscal year (or one of its quarters). */
function latestStart(day: Temporal.PlainDate, fiscalYearStart: number, everyMonths: 3 | 12): string {
  let start = day.with({ day: 1 })
  while ((start.month - fiscalYearStart + 12) % everyMonths !== 0) start = start.subtract({ months: 1 })
  return start.toString()
}

const sizes = [
  ['fiscal_year', 12],
  ['fiscal_quarter', 3],
] as const
const starts = Array.from({ length: 12 }, (_, index) => index + 1)

describe.each(engines)('on %s', (engine) => {
  const dialect = dialectOf(engine)
  let database: Database
  beforeAll(async () => {
    const rows = days.map((day) => [day.toString(), `${day} 23:59:59.999999`])
    database = await openTestDatabase(engine, { days: { columns: { day: 'date', last: 'timestamp' }, rows } })
  })
  afterAll(() => database.close())

  const bucketsOf = (bucket: Sql) => columnOf(database, sql`select ${bucket} as value from days order by day`, 'date')

  describe.each(starts)('from month %i', (fiscalYearStart) => {
    const calendar = { weekStart: 'monday', fiscalYearStart } as const
    test.each(sizes)('every %s', async (granularity, months) => {
      const expected = days.map((day) => latestStart(day, fiscalYearStart, months))
      expect(await bucketsOf(dialect.dateBucket(sql.ref('day'), granularity, calendar))).toEqual(expected)
      expect(await bucketsOf(dialect.timestampBucket(sql.ref('last'), granularity, 'UTC', calendar))).toEqual(expected)
      // What is the last instant of a day in UTC lies in the next day there.
      const nextDays = days.map((day) => latestStart(day.add({ days: 1 }), fiscalYearStart, months))
      expect(await bucketsOf(dialect.timestampBucket(sql.ref('last'), granularity, 'Asia/Kathmandu', calendar))).toEqual(nextDays)
    })
  })

  test('a null has no fiscal year', async () => {
    const bucket = dialect.dateBucket(dialect.nullOf('date'), 'fiscal_year', { weekStart: 'monday', fiscalYearStart: 4 })
    expect(await columnOf(database, sql`select ${bucket} as value`, 'date')).toEqual([null])
  })
})

test.each(starts)('ranges from month %i', (fiscalYearStart) => {
  const calendar = { weekStart: 'monday', fiscalYearStart } as const
  for (const [granularity, months] of sizes) {
    expect(days.map((day) => startOfUnit(day, granularity, calendar).toString())).toEqual(
      days.map((day) => latestStart(day, fiscalYearStart, months)),
    )
  }
})

test('a calendar without a fiscal year has no fiscal buckets', () => {
  expect(() => dialectOf('duckdb').dateBucket(sql.ref('day'), 'fiscal_year', { weekStart: 'monday' })).toThrow(
    'The calendar has no fiscal_year.',
  )
})
