import { setTimeout as delay } from 'node:timers/promises'
import { CompiledQuery, type RootOperationNode } from 'kysely'
import { expect, inject, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import type { OpenOptions } from '../../src/database/options.ts'
import { toDatabaseIssue } from '../../src/database/to-database-issue.ts'
import { engines } from '../support/databases.ts'

/** Runs for minutes when nobody stops it. */
const endless =
  'select count(*) as never_ends from generate_series(1, 3000000) as a(x), generate_series(1, 3000000) as b(y) where a.x + b.y < 0'

async function open(engine: (typeof engines)[number], options: OpenOptions = {}): Promise<Database> {
  const opened = await openDatabase(engine === 'duckdb' ? 'duckdb::memory:' : inject('postgresUrl'), options)
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
  return opened.value
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  )
}

function run(database: Database, sql: string, signal?: AbortSignal): Promise<{ readonly rows: readonly unknown[] }> {
  const query: CompiledQuery<unknown> & { readonly query: RootOperationNode } = CompiledQuery.raw(sql)
  return database.kysely.executeQuery(query, signal === undefined ? undefined : { signal, inflightQueryAbortStrategy: 'cancel query' })
}

test.each(engines)('%s: a cancelled query ends in the database, and its connection serves the next', async (engine) => {
  const database = await open(engine, { connections: 1 })
  const started = Date.now()
  const error = await failureOf(run(database, endless, AbortSignal.timeout(200)))
  expect(toDatabaseIssue(error)).toEqual({ code: 'TIMEOUT', facts: {} })
  // One connection: the answer comes only when the cancelled query has let go of it.
  expect((await run(database, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  expect(Date.now() - started).toBeLessThan(5000)
  await database.close()
})

test('postgres: a cancelled query is gone from pg_stat_activity', async () => {
  const database = await open('postgres')
  await failureOf(run(database, endless, AbortSignal.timeout(200)))
  const running = async () =>
    (
      await run(
        database,
        `select 1 from pg_stat_activity where state = 'active' and query like '%never\\_ends%' and pid <> pg_backend_pid()`,
      )
    ).rows
  await expect.poll(running).toEqual([])
  await database.close()
})

test.each(engines)('%s: a statement that runs longer than it may ends with TIMEOUT', async (engine) => {
  const database = await open(engine, { statementTimeoutMs: 200 })
  expect(toDatabaseIssue(await failureOf(run(database, endless)))).toEqual({ code: 'TIMEOUT', facts: {} })
  expect((await run(database, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  await database.close()
})

test.each(engines)('%s: aborting by the asker is CANCELLED', async (engine) => {
  const database = await open(engine)
  const asker = new AbortController()
  const answer = failureOf(run(database, endless, asker.signal))
  setTimeout(() => asker.abort(), 100)
  expect(toDatabaseIssue(await answer)).toEqual({ code: 'CANCELLED', facts: {} })
  await database.close()
})

/** More rows than either driver hands over ahead of its reader. */
const many = 'select n from generate_series(1, 200000) as s(n)'

test.each(engines)('%s: a slow reader of rows takes no time from the statement', async (engine) => {
  const database = await open(engine, { connections: 1, statementTimeoutMs: 500 })
  let rows = 0
  for await (const batch of database.kysely.getExecutor().stream(CompiledQuery.raw(many), 1000)) {
    if (rows === 0) await delay(1500)
    rows += batch.rows.length
  }
  expect(rows).toBe(200_000)
  await database.close()
})

test.each(engines)('%s: a stream that keeps its reader waiting for too long ends with TIMEOUT', async (engine) => {
  const database = await open(engine, { connections: 1, statementTimeoutMs: 300 })
  const read = async () => {
    for await (const _ of database.kysely.getExecutor().stream(CompiledQuery.raw(endless), 100));
  }
  expect(toDatabaseIssue(await failureOf(read()))).toEqual({ code: 'TIMEOUT', facts: {} })
  expect((await run(database, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  await database.close()
})

test.each(engines)('%s: a stream is cancelled while it waits for its first row', async (engine) => {
  const database = await open(engine, { connections: 1, statementTimeoutMs: 2000 })
  const read = async () => {
    for await (const _ of database.kysely.getExecutor().stream(CompiledQuery.raw(endless), 100, { signal: AbortSignal.timeout(200) }));
  }
  expect(toDatabaseIssue(await failureOf(read()))).toEqual({ code: 'TIMEOUT', facts: {} })
  expect((await run(database, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  await database.close()
})

test('duckdb: more questions than connections are answered in turn', async () => {
  const database = await open('duckdb', { connections: 2 })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => run(database, `select ${n} as n`)))
  expect(answers.map(({ rows }) => rows)).toEqual(Array.from({ length: 20 }, (_, n) => [{ n }]))
  await database.close()
})

test.each(engines)('%s: closing waits for the query that runs', async (engine) => {
  const database = await open(engine)
  const answer = run(database, 'select count(*) as n from generate_series(1, 2000000) as a(x)')
  await run(database, 'select 1')
  await database.close()
  expect((await answer).rows).toHaveLength(1)
  expect(await failureOf(run(database, 'select 1'))).toBeInstanceOf(Error)
})
