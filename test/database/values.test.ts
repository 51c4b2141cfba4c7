import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'

const zones = ['UTC', 'America/New_York'] as const
const cases = engines.flatMap((engine) => zones.map((zone) => ({ engine, zone })))

/** SQL that both engines know, and the primitive it is read as. */
const sameOnBoth: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['cast(7 as smallint)', 7],
  ['cast(-2147483648 as integer)', -2147483648],
  ["cast('1.5' as double precision)", 1.5],
  ["cast('0.1' as real)", 0.1],
  ["cast('1e20' as double precision)", 1e20],
  ["cast('NaN' as double precision)", Number.NaN],
  ["cast('Infinity' as double precision)", Number.POSITIVE_INFINITY],
  ["cast('12.50' as decimal(18,2))", '12.50'],
  ["cast('-0.05' as decimal(4,2))", '-0.05'],
  ["cast('12345678901234567890123456789012.345678' as decimal(38,6))", '12345678901234567890123456789012.345678'],
  ["cast('-99999999999999999999999999999999999999' as decimal(38,0))", '-99999999999999999999999999999999999999'],
  ["cast('2024-03-10' as date)", '2024-03-10'],
  ["cast('0001-01-01' as date)", '0001-01-01'],
  ["cast('infinity' as timestamp)", 'infinity'],
  ["cast('2024-03-10 02:30:00' as timestamp)", '2024-03-10 02:30:00'],
  ["cast('1969-12-31 23:59:59.000001' as timestamp)", '1969-12-31 23:59:59.000001'],
  ["cast('2024-03-10 02:30:00.120000' as timestamp)", '2024-03-10 02:30:00.12'],
  ["cast('2024-03-10 02:30:00' as timestamp with time zone)", '2024-03-10 02:30:00+00'],
  ["cast('2024-11-03 01:30:00-04:00' as timestamp with time zone)", '2024-11-03 05:30:00+00'],
  ["cast('a' as text)", 'a'],
  ["cast('' as text)", ''],
  ["cast('f47ac10b-58cc-4372-a567-0e02b2c3d479' as uuid)", 'f47ac10b-58cc-4372-a567-0e02b2c3d479'],
  ...['boolean', 'integer', 'bigint', 'decimal(18,2)', 'double precision', 'text', 'date', 'timestamp', 'timestamp with time zone'].map(
    (type): [string, null] => [`cast(null as ${type})`, null],
  ),
]

describe.each(cases)('$engine in a process in $zone', ({ engine, zone }) => {
  const zoneBefore = process.env.TZ
  let database: Database

  beforeAll(async () => {
    process.env.TZ = zone
    expect(new Date(2024, 0, 1).getTimezoneOffset()).toBe(zone === 'UTC' ? 0 : 300)
    database = await openTestDatabase(engine, {})
  })
  afterAll(async () => {
    await database.close()
    if (zoneBefore === undefined) delete process.env.TZ
    else process.env.TZ = zoneBefore
  })

  const read = async (expression: string): Promise<unknown> => {
    const { rows } = await database.kysely.executeQuery<{ value: unknown }>(CompiledQuery.raw(`select ${expression} as value`))
    return rows[0]?.value
  }

  test.each(sameOnBoth)('%s', async (expression, expected) => {
    expect(await read(expression)).toEqual(expected)
  })

  test('whole numbers are exact at any size, as number or text', async () => {
    expect(Number(await read('cast(42 as bigint)'))).toBe(42)
    expect(await read('cast(9007199254740993 as bigint)')).toBe('9007199254740993')
    expect(await read('cast(-9223372036854775808 as bigint)')).toBe('-9223372036854775808')
    const sum = await read('(select sum(x) from (values (cast(9223372036854775807 as bigint)), (9223372036854775807)) as t(x))')
    expect(sum).toBe('18446744073709551614')
  })

  test('the session is in UTC', async () => {
    expect(await read("cast(cast('2024-01-01 00:30:00+00' as timestamp with time zone) as date)")).toBe('2024-01-01')
  })

  test('parameters come back as they went', async () => {
    const { rows } = await database.kysely.executeQuery<{ same: boolean }>(
      CompiledQuery.raw(
        `select cast($1 as text) = 'it''s' and cast($2 as integer) = -5 and cast($3 as bigint) = 9007199254740993
           and cast($4 as double precision) = 0.5 and cast($5 as boolean) and cast($6 as text) is null
           and cast($7 as date) = cast('2024-03-10' as date) and cast($8 as bigint) = 3000000000 as same`,
        ["it's", -5, 9007199254740993n, 0.5, true, null, '2024-03-10', 3_000_000_000],
      ),
    )
    expect(rows).toEqual([{ same: true }])
  })
})

test.each(engines)('%s: a count in a column named count is a row like any other', async (engine) => {
  const database = await openTestDatabase(engine, { t: { columns: { id: 'integer' }, rows: [[1], [2]] } })
  expect(await rowsOf(database, 'select cast(count(*) as integer) as count from t')).toEqual([{ count: 2 }])
  expect(await rowsOf(database, 'select cast(count(*) as integer) as "Count" from t')).toEqual([{ Count: 2 }])
  await database.close()
})

test.each(engines)('%s: tables of tests hold every type, with decimals as wide as their data', async (engine) => {
  const wide = '123456789012345678901234.5'
  const database = await openTestDatabase(engine, {
    t: {
      columns: { s: 'string', i: 'integer', b: 'bigint', d: 'decimal', w: 'decimal', f: 'float', o: 'boolean', a: 'date', t: 'timestamp' },
      rows: [
        ['007', 1, 9007199254740993n, '1.50', wide, 0.25, true, '2024-02-29', '2024-02-29 12:00:00'],
        [null, null, null, '-2.125', null, null, null, null, null],
      ],
    },
  })
  expect(await rowsOf(database, 'select * from t order by i nulls last')).toEqual([
    { s: '007', i: 1, b: '9007199254740993', d: '1.500', w: wide, f: 0.25, o: true, a: '2024-02-29', t: '2024-02-29 12:00:00' },
    { s: null, i: null, b: null, d: '-2.125', w: null, f: null, o: null, a: null, t: null },
  ])
  const described = await database.describe({ table: 't' })
  expect(described?.map(({ type }) => type)).toEqual([
    'string',
    'integer',
    'bigint',
    'decimal',
    'decimal',
    'float',
    'boolean',
    'date',
    'timestamp',
  ])
  expect(
    described?.flatMap(({ type, sqlType }) => (type === 'decimal' ? [sqlType.toLowerCase().replace('numeric', 'decimal')] : [])),
  ).toEqual(['decimal(18,3)', 'decimal(38,1)'])
  await database.close()
})

test.each(engines)('%s: a SELECT is described without being run, an unknown table is undefined', async (engine: EngineName) => {
  const database = await openTestDatabase(engine, { t: { columns: { id: 'integer', 'odd "name"': 'string' }, rows: [[0, 'a']] } })
  expect(
    await database.describe({ sql: 'select id / 0 as broken, "odd ""name""", cast(1.5 as decimal(10,2)) as price from t' }),
  ).toMatchObject([
    { name: 'broken', type: 'integer' },
    { name: 'odd "name"', type: 'string' },
    { name: 'price', type: 'decimal' },
  ])
  expect(await database.describe({ table: 'nothing' })).toBeUndefined()
  expect(await database.describe({ table: 't', schema: 'nowhere' })).toBeUndefined()
  const elsewhere = engine === 'duckdb' ? { table: 't', schema: 'main' } : { table: 'pg_class', schema: 'pg_catalog' }
  expect(await database.describe(elsewhere)).toBeDefined()
  expect(await database.describe({ sql: 'select array[1, 2] as list' })).toMatchObject([{ name: 'list', type: 'other' }])
  await database.close()
})

test('duckdb: a Date, an object or undefined is no parameter', async () => {
  const database = await openTestDatabase('duckdb', {})
  const bind = (value: unknown) => database.kysely.executeQuery(CompiledQuery.raw('select $1 as x', [value]))
  await expect(bind(new Date(0))).rejects.toThrow('Parameter $1 is a Date; only text, number, bigint, boolean and null can be bound')
  await expect(bind({})).rejects.toThrow('Parameter $1 is a value of type object; only text, number, bigint, boolean and null can be bound')
  await expect(bind(undefined)).rejects.toThrow('Parameter $1 is a value of type undefined; only text')
  await database.close()
})

test('duckdb: whole numbers beyond 64 bits, nanoseconds and dates far away are text', async () => {
  const database = await openTestDatabase('duckdb', {})
  expect(
    await rowsOf(
      database,
      `select 170141183460469231731687303715884105727::hugeint as huge, '2024-01-01 00:00:00.123456789'::timestamp_ns as nanos,
         '2024-01-01 00:00:01'::timestamp_s as seconds, '12345-06-07'::date as far, '0044-03-15 (BC)'::date as ides,
         '0044-03-15 (BC) 12:00:00+00'::timestamptz as noon, 'b'::enum('a', 'b') as letter`,
    ),
  ).toEqual([
    {
      huge: '170141183460469231731687303715884105727',
      nanos: '2024-01-01 00:00:00.123456',
      seconds: '2024-01-01 00:00:01',
      far: '12345-06-07',
      ides: '0044-03-15 BC',
      noon: '0044-03-15 12:00:00+00 BC',
      letter: 'b',
    },
  ])
  await database.close()
})

test.each(engines)('%s: a changing statement tells how many rows it changed', async (engine) => {
  const database = await openTestDatabase(engine, { t: { columns: { id: 'integer' }, rows: [[1], [2], [3]] } })
  const deleted = await database.kysely.deleteFrom('t').where('id', '>', 1).executeTakeFirst()
  expect(deleted.numDeletedRows).toBe(2n)
  expect(await database.kysely.insertInto('t').values({ id: 9 }).returning('id').execute()).toEqual([{ id: 9 }])
  await database.close()
})

test.each(engines)('%s: a failed transaction leaves nothing behind', async (engine) => {
  const database = await openTestDatabase(engine, { t: { columns: { id: 'integer' }, rows: [] } })
  const failing = database.kysely.transaction().execute(async (transaction) => {
    await transaction.insertInto('t').values({ id: 1 }).execute()
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(await rowsOf(database, 'select * from t')).toEqual([])
  await database.close()
})

test.each(engines)('%s: rows are streamed in batches, as arrays, and leaving early frees the connection', async (engine) => {
  const database = await openTestDatabase(engine, {})
  const query = sql<readonly unknown[]>`select i from generate_series(1, 100000) as s(i)`.compile(database.kysely)
  let rows = 0
  for await (const batch of database.kysely.getExecutor().stream(query, 1000)) {
    expect(batch.rows.length).toBeLessThanOrEqual(1000)
    expect(batch.rows[0]).toEqual([rows + 1])
    rows += batch.rows.length
    if (rows >= 2500) break
  }
  expect(rows).toBeLessThan(7000)
  expect(await rowsOf(database, 'select 1 as one')).toEqual([{ one: 1 }])
  await database.close()
})

async function rowsOf(database: Database, statement: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery(CompiledQuery.raw(statement))).rows
}
