/** What does not fit into DuckDB's memory goes to a folder: on a served, locked database too, within its limit, and gone afterwards. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import type { OpenOptions } from '../../src/database/options.ts'
import { toDatabaseIssue } from '../../src/database/to-database-issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { folderWith } from '../support/folders.ts'

/** A million groups, each under a text of 32 letters: more than the 25 MB there are. */
const large = `select cast(count(*) as integer) as groups, cast(sum(n) as integer) as "rows"
  from (select md5(cast(range as varchar)) as k, count(*) as n from range(1000000) group by k)`
const small: OpenOptions = { memoryLimit: '25MB', threads: 1 }

async function open(url: string, options: OpenOptions): Promise<Database> {
  const opened = await openDatabase(url, options)
  if (!opened.ok) throw new Error(opened.issues.map(issueMessage).join('\n'))
  onTestFinished(() => opened.value.close())
  return opened.value
}

async function run(database: Database, sql: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery(CompiledQuery.raw(sql))).rows
}

async function fileIn(folder: string): Promise<string> {
  const url = `duckdb:${join(folder, 'shop.duckdb')}`
  const opened = await openDatabase(url, { mode: 'write' })
  if (!opened.ok) throw new Error('not opened')
  await run(opened.value, 'create table own as select 5 as id')
  await opened.value.close()
  return url
}

test.each(['memory', 'file'])('a question larger than the memory is answered on a locked database in a %s', async (place) => {
  const folder = folderWith({})
  const tempFolder = join(folder, 'scratch', 'deep')
  const database = await open(place === 'file' ? await fileIn(folder) : 'duckdb::memory:', { ...small, tempFolder })
  const answer = run(database, large)
  await expect.poll(() => readdirSync(tempFolder).flatMap((name) => readdirSync(join(tempFolder, name))), { interval: 5 }).not.toEqual([])
  expect(await answer).toEqual([{ groups: 1_000_000, rows: 1_000_000 }])
  await database.close()
  expect(readdirSync(tempFolder)).toEqual([])
})

test('without a wish it is the folder of the database file', async () => {
  const folder = folderWith({})
  const database = await open(await fileIn(folder), small)
  const answer = run(database, large)
  await expect.poll(() => readdirSync(folder).filter((name) => name.startsWith('tessera-spill-')), { interval: 5 }).toHaveLength(1)
  expect(await answer).toEqual([{ groups: 1_000_000, rows: 1_000_000 }])
  await database.close()
  expect(readdirSync(folder)).toEqual(['shop.duckdb'])
})

test('a question that needs more than the folder may hold ends with UNAVAILABLE, and the next one is answered', async () => {
  const database = await open('duckdb::memory:', { ...small, tempFolder: folderWith({}), tempLimit: '2MB' })
  const failure = await run(database, large).catch((error: unknown) => error)
  expect(toDatabaseIssue(failure)).toEqual({ code: 'UNAVAILABLE', facts: { what: 'Memory enough for this question' } })
  expect(await run(database, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two databases with one folder do not remove what the other has written', async () => {
  const tempFolder = folderWith({})
  const first = await open('duckdb::memory:', { ...small, tempFolder })
  const second = await open('duckdb::memory:', { ...small, tempFolder })
  const answer = run(first, large)
  await expect.poll(() => readdirSync(tempFolder), { interval: 5 }).toHaveLength(1)
  await second.close()
  expect(readdirSync(tempFolder)).toHaveLength(1)
  expect(await answer).toEqual([{ groups: 1_000_000, rows: 1_000_000 }])
})

test('a folder that cannot be written to is a problem at start', async () => {
  const tempFolder = join(folderWith({ taken: 'a file' }), 'taken')
  const opened = await openDatabase('duckdb::memory:', { tempFolder })
  expect(opened.ok ? [] : opened.issues.map(issueMessage)).toEqual([
    'The database `duckdb::memory:` cannot be opened: the folder of `TESSERA_DUCKDB_TEMP` cannot be written to.',
  ])
})

test('what a process that was killed has left behind is removed; what belongs to others stays', async () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid
  const left = `tessera-spill-${hostname()}-${ended}-0123abcd-1`
  const others = [`tessera-spill-${hostname()}-${process.ppid}-0123abcd-1`, `tessera-spill-elsewhere-${ended}-0123abcd-1`, 'notes']
  const tempFolder = folderWith({})
  for (const name of [left, ...others]) {
    mkdirSync(join(tempFolder, name))
    writeFileSync(join(tempFolder, name, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'x')
  }
  await open('duckdb::memory:', { tempFolder })
  expect(existsSync(join(tempFolder, left))).toBe(false)
  expect(readdirSync(tempFolder).sort()).toEqual(others.toSorted())
})
