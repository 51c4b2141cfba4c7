/**
 * Buckets around every change of clocks from 1970 to 2030, and around every turn of the year: those of PostgreSQL's own date_trunc(unit, timestamp, zone),
 * on both engines, a bucket of local days and hours whatever the clocks did.
 */
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { dialectOf } from '../../src/semantic/dialect/index.ts'
import { granularitiesIn, isDateGranularity, type WeekStart } from '../../src/semantic/time/granularity.ts'
import { columnOf } from '../semantic/dialect/run.ts'
import { engines, openTestDatabase } from '../support/databases.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  // Clocks changed at midnight, until there were no changes from 2019.
  'America/Sao_Paulo',
  // +05:30, since 1986 +05:45.
  'Asia/Kathmandu',
  // Clocks change by half an hour.
  'Australia/Lord_Howe',
  // There was no 2011-12-30.
  'Pacific/Apia',
  // Since 2018 clocks go back for Ramadan.
  'Africa/Casablanca',
  // Clocks go back from 1:00 to midnight.
  'America/Havana',
  'Atlantic/Azores',
]
const firstInstant = Temporal.Instant.from('1970-01-02T00:00:00Z')
const years = Array.from({ length: 61 }, (_, index) => 1970 + index)

const microseconds = (minutes: number, more = 0) => minutes * 60_000_000 + more
/** Before and after a change, on it, and where the local clock shows a time twice or never. */
const distances = [
  ...[-2880, -1440, -780, -90, -60, -45, -30, -15].map((minutes) => microseconds(minutes, 123_456)),
  ...[-60, -30, 0, 30, 60, 120].flatMap((minutes) => [microseconds(minutes, -1), microseconds(minutes)]),
  ...[15, 45, 75, 90, 150, 780, 1440, 2880].map((minutes) => microseconds(minutes, 654_321)),
]

/** The first instant of each change, and the first of each year on the local clock. */
function turningPoints(zone: string): readonly Temporal.Instant[] {
  const changes: Temporal.Instant[] = []
  let next = firstInstant.toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  while (next !== null && next.year <= 2030) {
    changes.push(next.toInstant())
    next = next.getTimeZoneTransition('next')
  }
  return [...changes, ...years.map((year) => Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone).toInstant())]
}

function utc(instant: Temporal.Instant): string {
  return instant.toString().replace('T', ' ').replace('Z', '')
}

const moments = zones.flatMap((zone) => {
  const instants = turningPoints(zone).flatMap((point) => distances.map((distance) => point.add({ microseconds: distance }).toString()))
  return [...new Set(instants)].map((instant) => [zone, utc(Temporal.Instant.from(instant))] as const)
})
/** The local days of the moments and those beside them, each once: `[zone, day, its first instant]`. */
const days = zones.flatMap((zone) => {
  const local = turningPoints(zone).flatMap((point) =>
    [-1, 0, 1].map((distance) => point.toZonedDateTimeISO(zone).toPlainDate().add({ days: distance }).toString()),
  )
  return [...new Set(local)].map((day) => [zone, day, utc(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant())] as const)
})

const tables = {
  days: { columns: { zone: 'string', day: 'date', start: 'timestamp' }, rows: days },
  moments: { columns: { zone: 'string', ts: 'timestamp' }, rows: moments },
} as const

const calendars = [{ weekStart: 'monday' }, { weekStart: 'sunday' }] as const
const granularities = granularitiesIn({ weekStart: 'monday' })

function oracle(granularity: string, zone: string, weekStart: WeekStart) {
  const ts = sql`(ts at time zone 'UTC')`
  if (granularity !== 'week' || weekStart === 'monday') return sql`date_trunc(${granularity}, ${ts}, ${zone})`
  // PostgreSQL has weeks from Monday only: a day later on the local clock, and the first instant of the Sunday before that Monday.
  const monday = sql`date_trunc('week', (${ts} at time zone ${zone}) + interval '1 day')`
  return sql`((${monday} - interval '1 day') at time zone ${zone})`
}

/** `zone granularity weekStart` -> one value for each moment of the zone, from PostgreSQL. */
const expected = new Map<string, readonly unknown[]>()

beforeAll(async () => {
  const postgres = await openTestDatabase('postgres', tables)
  for (const zone of zones) {
    for (const granularity of granularities) {
      for (const { weekStart } of calendars) {
        const instant = oracle(granularity, zone, weekStart)
        const isDate = isDateGranularity(granularity)
        const value = isDate ? sql`cast(${instant} at time zone ${zone} as date)` : instant
        const statement = sql`select ${value} as value from moments where zone = ${zone} order by ts`
        expected.set(`${zone} ${granularity} ${weekStart}`, await columnOf(postgres, statement, isDate ? 'date' : 'timestamp'))
      }
    }
  }
  await postgres.close()
})

test('there are thousands of moments, hundreds in every zone', () => {
  const counts = zones.map((zone) => moments.filter(([of]) => of === zone).length)
  expect(Math.min(...counts)).toBeGreaterThan(1000)
  expect(moments.length).toBeGreaterThan(20_000)
})

describe.each(engines)('on %s', (engine) => {
  const dialect = dialectOf(engine)
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, tables)
  })
  afterAll(() => database.close())

  describe.each(zones)('in %s', (zone) => {
    test('a day begins at its first instant', async () => {
      const start = dialect.startOfDay(sql.ref('day'), zone)
      const values = await columnOf(database, sql`select ${start} as value from days where zone = ${zone} order by day`, 'timestamp')
      expect(values).toEqual(
        days
          .filter(([of]) => of === zone)
          .map(([, , first]) => first)
          .sort(),
      )
    })

    test.each(granularities)("the %s is PostgreSQL's", async (granularity) => {
      for (const calendar of calendars) {
        const bucket = dialect.timestampBucket(sql.ref('ts'), granularity, zone, calendar)
        const statement = sql`select ${bucket} as value from moments where zone = ${zone} order by ts`
        const values = await columnOf(database, statement, isDateGranularity(granularity) ? 'date' : 'timestamp')
        expect(values).toEqual(expected.get(`${zone} ${granularity} ${calendar.weekStart}`))
      }
    })
  })
})
