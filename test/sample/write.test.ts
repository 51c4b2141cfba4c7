/** The sample in real databases: same rows on both engines, all or nothing, never over what is there. */
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { sampleTableNames } from '../../src/sample/tables.ts'
import { type SampleProgress, writeSample } from '../../src/sample/write.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { cents, type Row, rowsOf, sum } from './base.ts'

const open: Database[] = []
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
})

async function emptyDatabase(engine: (typeof engines)[number]): Promise<Database> {
  const database = await openTestDatabase(engine, {})
  open.push(database)
  return database
}

const contents = sql<Row>`
  select count(*) as rows, count(distinct entity_id) as customers, min(activity_ts) as first, max(activity_ts) as last,
    count(activity_repeated_at) as repeated, sum(activity_occurrence) as occurrences, sum(cast(feature9 as numeric(18, 2))) as value
  from activity_stream`

/** The same, counted from the rows that were generated. */
function contentsOf(rows: readonly Row[]): Row {
  const times = rows.map((row) => String(row.activity_ts)).sort()
  return {
    rows: rows.length,
    customers: new Set(rows.map((row) => row.entity_id)).size,
    first: times.at(0) ?? null,
    last: times.at(-1) ?? null,
    repeated: rows.filter((row) => row.activity_repeated_at !== null).length,
    occurrences: sum(rows.map((row) => Number(row.activity_occurrence))),
    value: (sum(rows.map(cents)) / 100).toFixed(2),
  }
}

describe.each(engines)('on %s', (engine) => {
  test('all tables are made and filled', async () => {
    const database = await emptyDatabase(engine)
    expect(await writeSample(database, { customers: 300 })).toEqual({
      ok: true,
      value: { customers: 300, activities: 6000, engagements: 900 },
    })
    const customers = await sql<Row>`select * from customer order by customer_id`.execute(database.kysely)
    expect(customers.rows).toEqual(rowsOf({ customers: 300 }, 'customer'))
    const engagements = await sql<Row>`select * from engagement_stream order by activity_uuid`.execute(database.kysely)
    expect(engagements.rows).toEqual(rowsOf({ customers: 300 }, 'engagement_stream').sort(byIdentifier))
    const stream = await contents.execute(database.kysely)
    expect(stream.rows.map(texts)).toEqual([texts(contentsOf(rowsOf({ customers: 300 }, 'activity_stream')))])
    expect((await database.describe({ table: 'activity_stream' }))?.filter((column) => column.type !== 'string')).toMatchObject([
      { name: 'activity_ts', type: 'timestamp' },
      { name: 'activity_occurrence', type: 'integer' },
      { name: 'activity_repeated_at', type: 'timestamp' },
    ])
  })

  test('an empty base is what there is without customers: products and stores', async () => {
    const database = await emptyDatabase(engine)
    expect(await writeSample(database, { customers: 0 })).toEqual({ ok: true, value: { customers: 0, activities: 0, engagements: 0 } })
    const counts = sampleTableNames.map(
      async (table) => (await sql`select * from ${sql.table(table)}`.execute(database.kysely)).rows.length,
    )
    expect(await Promise.all(counts)).toEqual([0, 0, 0, 114, 20])
  })

  test('progress counts rows of all tables up to all of them', async () => {
    const seen: SampleProgress[] = []
    await writeSample(await emptyDatabase(engine), { customers: 100, activities: 3000 }, (progress) => seen.push(progress))
    expect(seen.map((progress) => progress.rows)).toEqual([...seen.map((progress) => progress.rows)].sort((a, b) => a - b))
    expect(seen.at(-1)).toEqual({ rows: 3534, of: 3534 })
  })

  test('a table that is there already is left alone', async () => {
    const database = await openTestDatabase(engine, { customer: { columns: { customer_id: 'string' }, rows: [['mine']] } })
    open.push(database)
    expect(await writeSample(database, { customers: 10 })).toEqual({
      ok: false,
      issues: [{ code: 'SAMPLE_TABLE_EXISTS', facts: { table: 'customer' } }],
    })
    expect((await sql`select * from customer`.execute(database.kysely)).rows).toEqual([{ customer_id: 'mine' }])
  })

  test('what fails half-way leaves nothing behind', async () => {
    const database = await emptyDatabase(engine)
    const failing = writeSample(database, { customers: 100 }, () => {
      throw new Error('stopped')
    })
    await expect(failing).rejects.toThrow('stopped')
    expect(await database.describe({ table: 'customer' })).toBeUndefined()
  })

  test('wrong options are refused before anything is made', async () => {
    const database = await emptyDatabase(engine)
    expect(await writeSample(database, { customers: -5 })).toMatchObject({
      ok: false,
      issues: [{ code: 'BAD_SAMPLE_OPTION' }, { code: 'BAD_SAMPLE_OPTION' }],
    })
    expect(await database.describe({ table: 'customer' })).toBeUndefined()
  })
})

test('PostgreSQL gets the indexes that questions about customers use', async () => {
  const database = await emptyDatabase('postgres')
  await writeSample(database, { customers: 10 })
  const { rows } = await sql<{ indexdef: string }>`
    select regexp_replace(indexdef, '^.* USING btree ', tablename || ' ') as indexdef from pg_indexes
    where schemaname = current_schema() order by 1`.execute(database.kysely)
  expect(rows.map((row) => row.indexdef)).toEqual([
    'activity_stream (activity, activity_ts) INCLUDE (entity_id, feature9)',
    'activity_stream (activity_uuid)',
    'activity_stream (entity_id, activity, activity_ts)',
    'activity_stream (feature1)',
    'customer (customer_id)',
    'customer (state)',
    'engagement_stream (activity_uuid)',
    'engagement_stream (entity_id, activity, activity_ts)',
    'product (product_id)',
    'store (store_no)',
  ])
})

function byIdentifier(a: Row, b: Row): number {
  return String(a.activity_uuid) < String(b.activity_uuid) ? -1 : 1
}

/** Engines differ in how the driver hands over counts; their text is the same. */
function texts(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]))
}
