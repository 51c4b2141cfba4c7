/** Time buckets of both engines; PostgreSQL's own date_trunc(unit, timestamp, zone) is the oracle. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import { granularitiesIn, isDateGranularity, type WeekStart } from '../../../src/semantic/time/granularity.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { columnOf, oneValue } from './run.ts'

/** PostgreSQL knows no fiscal years; those are in test/time/fiscal-buckets.test.ts. */
const granularities = granularitiesIn({ weekStart: 'monday' })
const dateGranularities = granularities.filter(isDateGranularity)

/** Around every hour that a clock was moved, and where offsets are not whole hours. */
const zones = {
  UTC: ['1969-12-31 23:59:59.999999', '1970-01-01 00:00:00', '2024-02-29 12:34:56.789'],
  'Europe/Berlin': [
    ...['2024-03-30 22:59:59', '2024-03-30 23:00:00', '2024-03-31 00:59:59', '2024-03-31 01:00:00', '2024-03-31 22:00:00'],
    ...['2024-10-26 22:00:00', '2024-10-27 00:30:00', '2024-10-27 01:30:00', '2024-10-27 22:59:59', '2024-10-27 23:00:00'],
    ...['1945-05-24 02:30:00', '1946-04-14 01:00:00', '1980-04-06 00:30:00', '2023-12-31 23:30:00'],
  ],
  'Asia/Kathmandu': ['1985-12-31 18:29:59', '1985-12-31 18:30:00', '2024-01-31 18:14:59', '2024-01-31 18:15:00', '2024-07-01 00:20:00'],
  'America/Sao_Paulo': [
    ...['2018-11-04 02:59:59', '2018-11-04 03:00:00', '2019-02-17 01:30:00', '2019-02-17 02:30:00', '2019-11-03 03:30:00'],
    ...['1964-10-31 03:30:00', '1985-11-02 03:00:00'],
  ],
  'Australia/Lord_Howe': ['2024-04-06 14:45:00', '2024-04-06 15:15:00', '2024-10-05 15:29:59', '2024-10-05 15:30:00'],
} as const

const instants = Object.entries(zones).flatMap(([zone, times]) => times.map((time) => [zone, time] as const))

/** Filled in from PostgreSQL before the tests run. */
const expected = new Map<string, readonly unknown[]>()

async function oracle(postgres: Database, granularity: string, zone: string, weekStart: WeekStart): Promise<readonly unknown[]> {
  const isDate = dateGranularities.some((known) => known === granularity)
  const ts = sql`cast(cast(ts as text) || '+00' as timestamptz)`
  const day = sql`interval '1 day'`
  const isSunday = granularity === 'week' && weekStart === 'sunday'
  const local = sql`${ts} at time zone ${zone}`
  const start = isSunday
    ? sql`date_trunc('week', (${local}) + ${day}) - ${day}`
    : sql`date_trunc(${granularity}, ${ts}, ${zone}) at time zone ${zone}`
  const value = isDate ? sql`cast(${start} as date)` : sql`date_trunc(${granularity}, ${ts}, ${zone})`
  return columnOf(postgres, sql`select ${value} as value from moments where zone = ${zone} order by ts`, isDate ? 'date' : 'timestamp')
}

const moments = {
  columns: { zone: 'string', ts: 'timestamp', d: 'date' },
  rows: instants.map(([zone, time]) => [zone, time, time.slice(0, 10)]),
} as const

beforeAll(async () => {
  const postgres = await openTestDatabase('postgres', { moments })
  for (const zone of Object.keys(zones))
    for (const granularity of granularities)
      for (const weekStart of ['monday', 'sunday'] as const)
        expected.set(`${zone} ${granularity} ${weekStart}`, await oracle(postgres, granularity, zone, weekStart))
  await postgres.close()
})

describe.each(engines)('on %s', (engine) => {
  const dialect = dialectOf(engine)
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, { moments })
    await sql`create table zoned as select zone, ts, cast(ts as timestamptz) as tstz from moments`.execute(database.kysely)
  })
  afterAll(() => database.close())

  for (const zone of Object.keys(zones)) {
    for (const column of ['ts', 'tstz']) {
      test.each(granularities)(`the %s of ${column} in ${zone} is PostgreSQL's`, async (granularity) => {
        for (const weekStart of ['monday', 'sunday'] as const) {
          const bucket = dialect.timestampBucket(sql.ref(column), granularity, zone, { weekStart })
          const type = dateGranularities.some((known) => known === granularity) ? 'date' : 'timestamp'
          const values = await columnOf(database, sql`select ${bucket} as value from zoned where zone = ${zone} order by ts`, type)
          expect(values).toEqual(expected.get(`${zone} ${granularity} ${weekStart}`))
        }
      })
    }
  }

  test.each(dateGranularities)('the %s of a date knows no zone', async (granularity) => {
    for (const weekStart of ['monday', 'sunday'] as const) {
      const ofDate = dialect.dateBucket(sql.ref('d'), granularity, { weekStart })
      const ofInstant = dialect.timestampBucket(sql`cast(d as timestamp)`, granularity, 'UTC', { weekStart })
      const differing = await columnOf(database, sql`select d as value from moments where ${ofDate} <> ${ofInstant}`, 'date')
      expect(differing).toEqual([])
    }
  })

  test('weeks begin on Monday or on Sunday', async () => {
    const sunday = sql`date '2024-03-10'`
    expect(await oneValue(database, dialect.dateBucket(sunday, 'week', { weekStart: 'monday' }), 'date')).toBe('2024-03-04')
    expect(await oneValue(database, dialect.dateBucket(sunday, 'week', { weekStart: 'sunday' }), 'date')).toBe('2024-03-10')
    expect(await oneValue(database, dialect.dateBucket(sql`date '2024-03-09'`, 'week', { weekStart: 'sunday' }), 'date')).toBe('2024-03-03')
  })

  test('the hour repeated in autumn is two buckets', async () => {
    const hour = (time: string) => dialect.timestampBucket(dialect.instant(time), 'hour', 'Europe/Berlin', { weekStart: 'monday' })
    expect(await oneValue(database, hour('2024-10-27T00:30:00Z'), 'timestamp')).toBe('2024-10-27 00:00:00')
    expect(await oneValue(database, hour('2024-10-27T01:30:00Z'), 'timestamp')).toBe('2024-10-27 01:00:00')
  })

  test('a null has no bucket', async () => {
    const bucket = dialect.timestampBucket(dialect.nullOf('timestamp'), 'hour', 'Asia/Kathmandu', { weekStart: 'monday' })
    expect(await oneValue(database, bucket, 'timestamp')).toBeNull()
    expect(await oneValue(database, dialect.dateBucket(dialect.nullOf('date'), 'week', { weekStart: 'sunday' }), 'date')).toBeNull()
  })

  test('a date has no hours', () => {
    expect(() => dialect.dateBucket(sql.ref('d'), 'hour', { weekStart: 'monday' })).toThrow('A date has no buckets of a hour.')
  })

  test('buckets group by a parameter of the question', async () => {
    const bucket = dialect.timestampBucket(sql.ref('ts'), 'year', 'Europe/Berlin', { weekStart: 'monday' })
    const statement = sql`with bucketed as (select ${bucket} as bucket from moments where zone = 'UTC') select count(*) as value from bucketed group by bucket order by bucket`
    expect(await columnOf(database, statement, 'integer')).toEqual(['2', '1'])
  })

  test('a day begins at its first instant, also where there is no midnight', async () => {
    const start = (day: string, zone: string) => oneValue(database, dialect.startOfDay(dialect.date(day), zone), 'timestamp')
    expect(await start('2024-03-31', 'Europe/Berlin')).toBe('2024-03-30 23:00:00')
    expect(await start('2024-04-01', 'Europe/Berlin')).toBe('2024-03-31 22:00:00')
    expect(await start('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04 03:00:00')
  })

  test('a bound instant compares with columns with and without zone', async () => {
    const statement = (column: string) =>
      sql`select count(*) as value from zoned where ${sql.ref(column)} >= ${dialect.instant('2024-10-27T01:30:00+00:00')}`
    expect(await columnOf(database, statement('ts'), 'integer')).toEqual(['3'])
    expect(await columnOf(database, statement('tstz'), 'integer')).toEqual(['3'])
  })
})
