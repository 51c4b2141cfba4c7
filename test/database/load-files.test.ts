import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CompiledQuery } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { LoadProgress } from '../../src/database/files/progress.ts'
import { loadFiles } from '../../src/database/load-files.ts'
import { openDatabase } from '../../src/database/open.ts'
import type { FileTable } from '../../src/semantic/catalog/catalog.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { type EngineName, emptyDatabaseUrl, engines, openTestDatabase } from '../support/databases.ts'
import { folderWith, writeFile } from '../support/folders.ts'

function table(name: string, path: string, columns: Readonly<Record<string, ValueType>>): FileTable {
  return { table: name, path, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })), key: [] }
}

/** Loads one file as table `t` and returns its rows in the file's order of `id` (or the first column). */
async function load(engine: EngineName, content: string | Uint8Array, columns: Readonly<Record<string, ValueType>>, file = 't.csv') {
  const url = await emptyDatabaseUrl(engine)
  const loaded = await loadFiles({ url, files: [table('t', file, columns)], folder: folderWith({ [file]: content }) })
  if (!loaded.ok) throw new Error(loaded.issues.map(issueMessage).join('\n'))
  return withDatabase(url, async (database) => ({
    rows: await rowsOf(database, 'select * from t order by 1'),
    types: (await database.describe({ table: 't' }))?.map(
      ({ name, sqlType }) => `${name} ${sqlType.toLowerCase().replace('numeric', 'decimal')}`,
    ),
  }))
}

async function withDatabase<T>(url: string, use: (database: Database) => Promise<T>): Promise<T> {
  const opened = await openDatabase(url)
  if (!opened.ok) throw new Error(opened.issues.map(issueMessage).join('\n'))
  try {
    return await use(opened.value)
  } finally {
    await opened.value.close()
  }
}

/** As messages call it. */
function databaseName(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

async function rowsOf(database: Database, statement: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery(CompiledQuery.raw(statement))).rows
}

describe.each(engines)('%s: CSV', (engine) => {
  test('every type is the one of the model', async () => {
    const { rows, types } = await load(
      engine,
      [
        'id,text,whole,big,price,rate,flag,day,at',
        '1,007,42,9007199254740993,12.50,0.1,true,2024-02-29,2024-03-10 02:30:00',
        '2,TRUE,-1,-5,-0.125,1e-3,f,1999-12-31,2024-03-10T02:30:00.250',
        '3,2024-01-01,3.0,0,1000,NaN,0,2024-01-01T00:00:00Z,2024-03-10T02:30:00+02:00',
        '4,,,,,,,,',
      ].join('\n'),
      { id: 'integer', whole: 'integer', big: 'bigint', price: 'decimal', rate: 'float', flag: 'boolean', day: 'date', at: 'timestamp' },
    )
    expect(rows).toEqual([
      {
        id: 1,
        text: '007',
        whole: 42,
        big: '9007199254740993',
        price: '12.500',
        rate: 0.1,
        flag: true,
        day: '2024-02-29',
        at: '2024-03-10 02:30:00',
      },
      {
        id: 2,
        text: 'TRUE',
        whole: -1,
        big: expect.anything(),
        price: '-0.125',
        rate: 0.001,
        flag: false,
        day: '1999-12-31',
        at: '2024-03-10 02:30:00.25',
      },
      {
        id: 3,
        text: '2024-01-01',
        whole: 3,
        big: expect.anything(),
        price: '1000.000',
        rate: Number.NaN,
        flag: false,
        day: '2024-01-01',
        at: '2024-03-10 00:30:00',
      },
      { id: 4, text: null, whole: null, big: null, price: null, rate: null, flag: null, day: null, at: null },
    ])
    expect(types?.[4]).toBe('price decimal(18,3)')
  })

  test('an empty cell is NULL, a quoted one is empty text, and NULL in other types', async () => {
    const { rows } = await load(engine, 'id,a,b\n1,,\n2,"",""\n3," ", \n', { id: 'integer', a: 'string', b: 'integer' })
    expect(rows).toEqual([
      { id: 1, a: null, b: null },
      { id: 2, a: '', b: null },
      { id: 3, a: ' ', b: null },
    ])
  })

  test('quoted cells hold delimiters, quotes and line ends', async () => {
    const { rows } = await load(engine, 'id,a\r\n1,"x,y"\r\n2,"say ""hi"""\r\n3,"two\nlines"\r\n4,\\N\r\n', { id: 'integer' })
    expect(rows).toEqual([
      { id: 1, a: 'x,y' },
      { id: 2, a: 'say "hi"' },
      { id: 3, a: 'two\nlines' },
      { id: 4, a: '\\N' },
    ])
  })

  test('decimals keep every digit, 38 of them, and are as wide as the data', async () => {
    const { rows, types } = await load(engine, 'id,a,b,c\n1,12345678901234567890123456789012.345678,1.5e-3,99\n2,-0.000001,2,-1\n', {
      id: 'integer',
      a: 'decimal',
      b: 'decimal',
      c: 'decimal',
    })
    expect(rows).toEqual([
      { id: 1, a: '12345678901234567890123456789012.345678', b: '0.0015', c: '99' },
      { id: 2, a: '-0.000001', b: '2.0000', c: '-1' },
    ])
    expect(types).toEqual(['id integer', 'a decimal(38,6)', 'b decimal(18,4)', 'c decimal(18,0)'])
  })

  test.each([
    ['semicolons', 'id;name\n1;a,b\n', 'a,b'],
    ['tabs', 'id\tname\n1\ta,b\n', 'a,b'],
    ['a byte order mark', '\ufeffid,name\n1,ä\n', 'ä'],
    ['mixed line ends', 'id,name\r\n1,a\n\n', 'a'],
    ['no line end at the end', 'id,name\n1,a', 'a'],
  ])('%s', async (_, text, name) => {
    expect((await load(engine, text, { id: 'integer', name: 'string' })).rows).toEqual([{ id: 1, name }])
  })

  test('packed with gzip', async () => {
    expect((await load(engine, gzipSync('id,name\n1,a\n'), { id: 'integer' }, 't.csv.gz')).rows).toEqual([{ id: 1, name: 'a' }])
  })

  test('a file with a header alone is a table without rows', async () => {
    expect((await load(engine, 'id,name\n', { id: 'integer' })).rows).toEqual([])
  })

  test('an empty line of a file with one column is no row', async () => {
    expect((await load(engine, 'id\n1\n\n2\n\n', { id: 'integer' })).rows).toEqual([{ id: 1 }, { id: 2 }])
  })
})

describe.each(engines)('%s: other formats', (engine) => {
  test('JSON: an array or one object a line, numbers exact, missing keys NULL', async () => {
    const columns = { id: 'integer', price: 'decimal', name: 'string', big: 'bigint' } as const
    const expected = [
      { id: 1, price: '12.5', name: 'x', big: '9007199254740993' },
      { id: 2, price: '3.0', name: null, big: null },
    ]
    const objects = ['{"id":1,"price":12.50,"name":"x","big":9007199254740993}', '{"id":2,"price":"3"}']
    expect((await load(engine, `[${objects.join(',\n')}]`, columns, 't.json')).rows).toEqual(expected)
    expect((await load(engine, objects.join('\n'), columns, 't.ndjson')).rows).toEqual(expected)
  })

  test('Parquet: types of the file where they are those of the model, else by their text', async () => {
    const source = await openTestDatabase('duckdb', {})
    const folder = folderWith({})
    await rowsOf(
      source,
      `copy (select 1::smallint as id, 9007199254740993::bigint as big, 1.25::decimal(9,2) as price, 0.1::double as money, date '2024-02-29' as day,
         timestamptz '2024-01-01 00:30:00+02' as at, 7 as code) to '${join(folder, 't.parquet')}' (format parquet)`,
    )
    await source.close()
    const url = await emptyDatabaseUrl(engine)
    const columns = {
      id: 'integer',
      big: 'bigint',
      price: 'decimal',
      money: 'decimal',
      day: 'date',
      at: 'timestamp',
      code: 'string',
    } as const
    expect(await loadFiles({ url, files: [table('t', 't.parquet', columns)], folder })).toEqual({ ok: true, value: undefined })
    expect(await withDatabase(url, (database) => rowsOf(database, 'select * from t'))).toEqual([
      { id: 1, big: '9007199254740993', price: '1.25', money: '0.1', day: '2024-02-29', at: '2023-12-31 22:30:00', code: '7' },
    ])
  })
})

describe.each(engines)('%s: loading again', (engine) => {
  test('replaces the table', async () => {
    const url = await emptyDatabaseUrl(engine)
    const folder = folderWith({ 't.csv': 'id\n1\n' })
    const files = [table('t', 't.csv', { id: 'integer' })]
    await loadFiles({ url, files, folder })
    writeFile(folder, 't.csv', 'id,name\n2,b\n')
    expect(await loadFiles({ url, files, folder })).toEqual({ ok: true, value: undefined })
    expect(await withDatabase(url, (database) => rowsOf(database, 'select * from t'))).toEqual([{ id: 2, name: 'b' }])
  })

  test('a problem in one file leaves all tables as they were', async () => {
    const url = await emptyDatabaseUrl(engine)
    const folder = folderWith({ 'a.csv': 'id\n1\n', 'b.csv': 'id\n1\n' })
    const files = [table('a', 'a.csv', { id: 'integer' }), table('b', 'b.csv', { id: 'integer' })]
    await loadFiles({ url, files, folder })
    writeFile(folder, 'a.csv', 'id\n2\n')
    writeFile(folder, 'b.csv', 'id\nx\n')
    expect((await loadFiles({ url, files, folder })).ok).toBe(false)
    expect(await withDatabase(url, (database) => rowsOf(database, 'select id from a union all select id from b'))).toEqual([
      { id: 1 },
      { id: 1 },
    ])
  })

  test('a table that somebody else made is left alone', async () => {
    const url = await emptyDatabaseUrl(engine)
    const opened = await openDatabase(url, { mode: 'write' })
    if (!opened.ok) throw new Error('not opened')
    await rowsOf(opened.value, 'create table t (id integer)')
    await opened.value.close()
    const loaded = await loadFiles({ url, files: [table('t', 't.csv', { id: 'integer' })], folder: folderWith({ 't.csv': 'id\n1\n' }) })
    const name = engine === 'duckdb' ? url : databaseName(url)
    expect(loaded.ok ? [] : loaded.issues.map(issueMessage)).toEqual([
      `Table \`t\` of \`${name}\` was not loaded from a file, and \`t.csv\` is not loaded over it. Another name for the entity, or \`table: t\` instead of \`file:\`, settles it.`,
    ])
  })

  test('progress goes from 0 to 1 for each file', async () => {
    const url = await emptyDatabaseUrl(engine)
    const seen: LoadProgress[] = []
    const folder = folderWith({ 'a.csv': 'id\n1\n', 'b.csv': 'id\n1\n' })
    const files = [table('a', 'a.csv', { id: 'integer' }), table('b', 'b.csv', { id: 'integer' })]
    await loadFiles({ url, files, folder, onProgress: (progress) => seen.push(progress) })
    expect(seen[0]).toEqual({ table: 'a', file: 'a.csv', index: 0, count: 2, fraction: 0 })
    expect(seen.at(-1)).toEqual({ table: 'b', file: 'b.csv', index: 1, count: 2, fraction: 1 })
  })
})

test('postgres: a view on the table keeps it from being replaced', async () => {
  const url = await emptyDatabaseUrl('postgres')
  const folder = folderWith({ 't.csv': 'id\n1\n' })
  const files = [table('t', 't.csv', { id: 'integer' })]
  await loadFiles({ url, files, folder })
  const opened = await openDatabase(url, { mode: 'write' })
  if (!opened.ok) throw new Error('not opened')
  await rowsOf(opened.value, 'create view v as select * from t')
  const loaded = await loadFiles({ url, files, folder })
  expect(loaded.ok ? [] : loaded.issues.map(issueMessage)).toEqual([
    `Nothing can be loaded into the database \`${databaseName(url)}\`: views or other objects depend on a table that is to be replaced.`,
  ])
  expect(await rowsOf(opened.value, 'select * from v')).toEqual([{ id: 1 }])
  await opened.value.close()
})

test('the zone of the process moves no timestamp while loading', async () => {
  const zoneBefore = process.env.TZ
  process.env.TZ = 'America/New_York'
  try {
    const { rows } = await load('duckdb', 'id,at\n1,2024-03-10 02:30:00\n2,2024-03-10T02:30:00Z\n', { id: 'integer', at: 'timestamp' })
    expect(rows).toEqual([
      { id: 1, at: '2024-03-10 02:30:00' },
      { id: 2, at: '2024-03-10 02:30:00' },
    ])
  } finally {
    if (zoneBefore === undefined) delete process.env.TZ
    else process.env.TZ = zoneBefore
  }
})
