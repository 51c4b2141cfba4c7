/** The base of the bench: as many rows of each kind as promised, and the same ones on both engines. */
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { duckdbFingerprint } from '../../bench/data/duckdb.ts'
import { ensurePostgresBase, postgresFingerprint } from '../../bench/data/postgres.ts'
import { customerKeyOf } from '../../bench/data/rows.ts'
import { fileOf } from '../../bench/targets/open.ts'
import { openTinyBase, type TinyBase } from './tiny-base.ts'

let base: TinyBase
const url = (engine: 'postgres' | 'duckdb') => base.urls.get(engine) ?? ''

beforeAll(async () => {
  base = await openTinyBase({ customers: 301 })
})
afterAll(() => base.close())

/** Rows as text, from both engines. */
async function bothAnswer(sql: string): Promise<readonly [readonly string[], readonly string[]]> {
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
  await client.end()
  const instance = await DuckDBInstance.create(fileOf(url('duckdb')), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const read = (await connection.runAndReadAll(sql)).getRows()
  connection.disconnectSync()
  instance.closeSync()
  return [rows.map((row) => row.join(' ')), read.map((row) => row.join(' '))]
}

test('both engines hold the same rows', async () => {
  const [activities, , , , , , , customers] = await postgresFingerprint(url('postgres'))
  expect([activities, customers]).toEqual(['3000', '301'])
  expect(await duckdbFingerprint(fileOf(url('duckdb')))).toEqual(await postgresFingerprint(url('postgres')))
  const sample =
    "select activity_id, entity_id, activity, cast(activity_ts as varchar), order_id, product_category, quantity, order_value from activity where order_id like '%7' order by 1"
  const [ofPostgres, ofDuckDB] = await bothAnswer(sample)
  expect(ofDuckDB).toEqual(ofPostgres)
  expect(ofDuckDB.length).toBeGreaterThan(200)
})

test('of 25 activities 13 are placed, 11 invoiced and 1 is rejected, all between 2023 and 2025', async () => {
  for (const rows of await bothAnswer('select activity, count(*) from activity group by 1 order by 1')) {
    expect(rows).toEqual(['order_invoiced 1320', 'order_placed 1560', 'order_rejected 120'])
  }
  for (const [years] of await bothAnswer('select min(extract(year from activity_ts)), max(extract(year from activity_ts)) from activity')) {
    expect(years).toBe('2023 2025')
  }
})

test('every activity belongs to a customer, and a line is invoiced or rejected to the one who placed it, later', async () => {
  const lost = 'select count(*) from activity left join customer on customer_id = entity_id where customer_id is null'
  for (const rows of await bothAnswer(lost)) expect(rows).toEqual(['0'])
  const early = `select count(*) from activity as later join activity as placed on placed.order_id = later.order_id
    where placed.activity = 'order_placed' and later.activity <> 'order_placed'
      and (placed.entity_id <> later.entity_id or placed.activity_ts >= later.activity_ts)`
  for (const rows of await bothAnswer(early)) expect(rows).toEqual(['0'])
})

test('the key of a customer is computed as the generator does', async () => {
  const keys = Array.from({ length: 301 }, (_, rank) => customerKeyOf(rank, base.size)).sort()
  for (const rows of await bothAnswer('select customer_id from customer order by 1')) expect(rows).toEqual(keys)
})

test('a base that is there is used again', async () => {
  const again = await ensurePostgresBase(inject('postgresUrl'), base.size, () => {})
  expect(again).toEqual({ url: url('postgres'), isNew: false })
})
