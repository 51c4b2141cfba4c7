import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import { openServingDatabase } from '../../src/database/serving.ts'
import { folderWith } from '../support/folders.ts'

async function run(database: Database, sql: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery(CompiledQuery.raw(sql))).rows
}

describe.each(['in memory', 'in a file'])('a DuckDB %s that serves', (place) => {
  let database: Database

  test.beforeEach(async () => {
    const folder = folderWith({ 't.csv': 'id\n1\n' })
    const url = place === 'in memory' ? 'duckdb::memory:' : `duckdb:${join(folder, 'serving.duckdb')}`
    const files = [{ table: 't', path: 't.csv', columns: [{ name: 'id', type: 'integer' as const }], key: [] }]
    const opened = await openServingDatabase({ url, files, folder })
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
    database = opened.value.database
  })
  test.afterEach(() => database.close())

  test.each([
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "copy t to 'stolen.csv'",
    "copy t from '/etc/passwd'",
    "attach 'other.duckdb' as other",
    "export database 'stolen'",
    'install httpfs',
    'load httpfs',
    'set enable_external_access = true',
    'set lock_configuration = false',
    "set TimeZone = 'Asia/Kolkata'",
    'set integer_division = false',
    'reset integer_division',
    "set memory_limit = '1TB'",
    "select getenv('HOME')",
  ])('refuses %s', async (statement) => {
    await expect(run(database, statement)).rejects.toThrow(/Permission Error|Cannot change configuration|disabled|locked|does not exist/)
  })

  test('takes one statement at a time', async () => {
    await expect(run(database, 'select 1; select 2')).rejects.toThrow('Cannot prepare multiple statements at once')
  })

  test('answers, with the settings it was locked with', async () => {
    expect(await run(database, "select id, 5 / 2 as halves, current_setting('TimeZone') as zone from t")).toEqual([
      { id: 1, halves: 2, zone: 'UTC' },
    ])
    expect(await run(database, 'select x from (values (1), (null), (2)) as v(x) order by x desc')).toEqual([
      { x: null },
      { x: 2 },
      { x: 1 },
    ])
  })
})

test('a DuckDB file that serves cannot be changed', async () => {
  const folder = folderWith({ 't.csv': 'id\n1\n' })
  const files = [{ table: 't', path: 't.csv', columns: [{ name: 'id', type: 'integer' as const }], key: [] }]
  const opened = await openServingDatabase({ url: `duckdb:${join(folder, 'serving.duckdb')}`, files, folder })
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
  await expect(run(opened.value.database, 'delete from t')).rejects.toThrow('read-only')
  await opened.value.database.close()
})

describe('a PostgreSQL that serves', () => {
  let database: Database

  beforeAll(async () => {
    const opened = await openDatabase(inject('postgresUrl'))
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
    database = opened.value
  })
  afterAll(() => database.close())

  test('cannot be changed', async () => {
    await expect(run(database, 'create table stolen (id integer)')).rejects.toThrow('read-only transaction')
  })

  test('has sessions in UTC that end long statements and notice lost clients', async () => {
    const settings = ['TimeZone', 'jit', 'statement_timeout', 'client_connection_check_interval', 'application_name', 'DateStyle']
    const rows = await run(database, `select ${settings.map((name) => `current_setting('${name}') as "${name}"`).join(', ')}`)
    expect(rows).toEqual([
      {
        TimeZone: 'UTC',
        jit: 'off',
        statement_timeout: '1h',
        client_connection_check_interval: '10s',
        application_name: 'tessera',
        DateStyle: expect.stringMatching(/^ISO/),
      },
    ])
  })

  test('survives the end of an idle session', async () => {
    await run(database, 'select 1')
    const other = await openDatabase(inject('postgresUrl'))
    if (!other.ok) throw new Error(JSON.stringify(other.issues))
    const [session] = (await database.kysely.executeQuery<{ pid: number }>(CompiledQuery.raw('select pg_backend_pid() as pid'))).rows
    await run(other.value, `select pg_terminate_backend(${session?.pid})`)
    await expect.poll(() => run(database, 'select 1 as one').catch(() => [])).toEqual([{ one: 1 }])
    await other.value.close()
  })
})
