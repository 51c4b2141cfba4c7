import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { LoadProgress } from '../../src/database/files/progress.ts'
import { openDatabase } from '../../src/database/open.ts'
import { openServingDatabase, type ServingDatabase } from '../../src/database/serving.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { emptyDatabaseUrl } from '../support/databases.ts'
import { folderWith, writeFile } from '../support/folders.ts'

function table(name: string, type: ValueType = 'integer') {
  return { table: name, path: `${name}.csv`, columns: [{ name: 'id', type }], key: [] }
}

interface Opening {
  readonly url: string
  readonly folder: string
  readonly files?: readonly ReturnType<typeof table>[]
}

/** With the names of the tables that opening loaded. */
async function serve({
  url,
  folder,
  files = [table('a'), table('b')],
}: Opening): Promise<ServingDatabase & { readonly loaded: readonly string[] }> {
  const progress: LoadProgress[] = []
  const opened = await openServingDatabase({ url, folder, files, onProgress: (seen) => progress.push(seen) })
  if (!opened.ok) throw new Error(opened.issues.map(issueMessage).join('\n'))
  const { database } = opened.value
  return { database, refresh: () => opened.value.refresh(), loaded: [...new Set(progress.map((seen) => seen.table))] }
}

async function run(database: Database, sql: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery(CompiledQuery.raw(sql))).rows
}

const twoFiles = { 'a.csv': 'id\n1\n', 'b.csv': 'id\n10\n' }

describe('a second start', () => {
  test('loads nothing when nothing changed', async () => {
    const folder = folderWith(twoFiles)
    const url = `duckdb:${join(folder, 'shop.duckdb')}`
    const first = await serve({ url, folder })
    expect(first.loaded).toEqual(['a', 'b'])
    await first.database.close()
    const before = statSync(join(folder, 'shop.duckdb')).ino
    const second = await serve({ url, folder })
    expect(second.loaded).toEqual([])
    expect(await run(second.database, 'select a.id as a, b.id as b from a, b')).toEqual([{ a: 1, b: 10 }])
    await second.database.close()
    expect(statSync(join(folder, 'shop.duckdb')).ino).toBe(before)
  })

  test('loads the file that changed, or whose types did, and no other', async () => {
    const folder = folderWith(twoFiles)
    const url = `duckdb:${join(folder, 'shop.duckdb')}`
    await (await serve({ url, folder })).database.close()
    writeFile(folder, 'b.csv', 'id\n20\n')
    const second = await serve({ url, folder })
    expect(second.loaded).toEqual(['b'])
    expect(await run(second.database, 'select a.id as a, b.id as b from a, b')).toEqual([{ a: 1, b: 20 }])
    await second.database.close()
    const third = await serve({ url, folder, files: [table('a', 'string'), table('b')] })
    expect(third.loaded).toEqual(['a'])
    expect(await run(third.database, 'select * from a')).toEqual([{ id: '1' }])
    await third.database.close()
  })

  test('keeps tables that were not loaded from files', async () => {
    const folder = folderWith(twoFiles)
    const url = `duckdb:${join(folder, 'shop.duckdb')}`
    const opened = await openDatabase(url, { mode: 'write' })
    if (!opened.ok) throw new Error('not opened')
    await run(opened.value, 'create table own as select 5 as id')
    await opened.value.close()
    const serving = await serve({ url, folder })
    expect(await run(serving.database, 'select own.id as own, a.id as a from own, a')).toEqual([{ own: 5, a: 1 }])
    await serving.database.close()
  })
})

test('a load that fails leaves no database behind, and names its problems', async () => {
  const folder = folderWith({ 'a.csv': 'id\n1\n', 'b.csv': 'id\nx\n' })
  const opened = await openServingDatabase({ url: `duckdb:${join(folder, 'shop.duckdb')}`, folder, files: [table('a'), table('b')] })
  expect(opened).toEqual({
    ok: false,
    issues: [
      {
        code: 'FILE_CELL_INVALID',
        facts: { column: 'id', value: 'x', expected: 'an integer of 32 bits' },
        span: { file: 'b.csv', line: 2, column: 1, length: 1 },
      },
    ],
  })
  expect(readdirSync(folder)).toEqual(['a.csv', 'b.csv'])
})

test('a half-written database of a start that died is removed, never served', async () => {
  const folder = folderWith(twoFiles)
  const ended = 2 ** 22 + 1
  writeFileSync(join(folder, `shop.duckdb.loading-${ended}-x`), 'half')
  const serving = await serve({ url: `duckdb:${join(folder, 'shop.duckdb')}`, folder })
  expect(readdirSync(folder)).toEqual(['a.csv', 'b.csv', 'shop.duckdb'])
  await serving.database.close()
})

describe.each(['duckdb::memory:', 'file'])('refreshing a server on %s', (place) => {
  const urlIn = (folder: string): string => (place === 'file' ? `duckdb:${join(folder, 'shop.duckdb')}` : place)

  test('is nothing when nothing changed', async () => {
    const folder = folderWith(twoFiles)
    const serving = await serve({ url: urlIn(folder), folder })
    expect(await serving.refresh()).toEqual({ ok: true, value: 'unchanged' })
    await serving.database.close()
  })

  test('shows the new rows through the same Kysely', async () => {
    const folder = folderWith(twoFiles)
    const serving = await serve({ url: urlIn(folder), folder })
    const { kysely } = serving.database
    writeFile(folder, 'a.csv', 'id,name\n2,new\n')
    expect(await serving.refresh()).toEqual({ ok: true, value: 'reloaded' })
    expect(await kysely.selectFrom('a').selectAll().execute()).toEqual([{ id: 2, name: 'new' }])
    expect(await kysely.selectFrom('b').selectAll().execute()).toEqual([{ id: 10 }])
    expect((await serving.database.describe({ table: 'a' }))?.map(({ name }) => name)).toEqual(['id', 'name'])
    await expect(run(serving.database, "select * from read_text('/etc/passwd')")).rejects.toThrow('disabled')
    await serving.database.close()
  })

  test('keeps the old rows when the new file is wrong, and shows them once it is mended', async () => {
    const folder = folderWith(twoFiles)
    const serving = await serve({ url: urlIn(folder), folder })
    writeFile(folder, 'a.csv', 'id\noops\n')
    const refused = await serving.refresh()
    expect(refused.ok ? [] : refused.issues.map(issueMessage)).toEqual(['Column `id` holds `oops`, which is not an integer of 32 bits.'])
    expect(await run(serving.database, 'select * from a')).toEqual([{ id: 1 }])
    writeFile(folder, 'a.csv', 'id\n33\n')
    expect(await serving.refresh()).toEqual({ ok: true, value: 'reloaded' })
    expect(await run(serving.database, 'select * from a')).toEqual([{ id: 33 }])
    await serving.database.close()
  })

  test('lets a query that runs end on the old rows, while new ones see the new', async () => {
    const folder = folderWith(twoFiles)
    const serving = await serve({ url: urlIn(folder), folder })
    const executor = serving.database.kysely.getExecutor()
    const running = executor.stream<readonly unknown[]>(CompiledQuery.raw('select a.id from a, generate_series(1, 200000) as s(n)'), 1000)
    const first = await running.next()
    writeFile(folder, 'a.csv', 'id\n2\n')
    expect(await serving.refresh()).toEqual({ ok: true, value: 'reloaded' })
    expect(await run(serving.database, 'select * from a')).toEqual([{ id: 2 }])
    let rows = first.value?.rows ?? []
    for await (const batch of running) rows = [...rows, ...batch.rows]
    expect(rows).toHaveLength(200_000)
    expect(new Set(rows.map(([id]: readonly unknown[]) => id))).toEqual(new Set([1]))
    await serving.database.close()
    if (place === 'file') expect(readdirSync(folder)).toEqual(['a.csv', 'b.csv', 'shop.duckdb'])
  })

  test('called many times at once loads once', async () => {
    const folder = folderWith(twoFiles)
    const serving = await serve({ url: urlIn(folder), folder })
    writeFile(folder, 'a.csv', 'id\n2\n')
    const answers = await Promise.all([serving.refresh(), serving.refresh(), serving.refresh()])
    expect(answers.map((answer) => (answer.ok ? answer.value : 'failed'))).toEqual(['reloaded', 'unchanged', 'unchanged'])
    await serving.database.close()
  })
})

test('a database file that another process replaced is taken up', async () => {
  const folder = folderWith(twoFiles)
  const url = `duckdb:${join(folder, 'shop.duckdb')}`
  const one = await serve({ url, folder })
  const other = await serve({ url, folder })
  writeFile(folder, 'a.csv', 'id\n2\n')
  expect(await other.refresh()).toEqual({ ok: true, value: 'reloaded' })
  expect(await run(one.database, 'select * from a')).toEqual([{ id: 1 }])
  expect(await one.refresh()).toEqual({ ok: true, value: 'reloaded' })
  expect(await run(one.database, 'select * from a')).toEqual([{ id: 2 }])
  await one.database.close()
  await other.database.close()
})

test('a database without files of the model is served as it is', async () => {
  const folder = folderWith({})
  const url = `duckdb:${join(folder, 'shop.duckdb')}`
  const opened = await openDatabase(url, { mode: 'write' })
  if (!opened.ok) throw new Error('not opened')
  await run(opened.value, 'create table own as select 5 as id')
  await opened.value.close()
  const serving = await serve({ url, folder, files: [] })
  expect(await run(serving.database, 'select * from own')).toEqual([{ id: 5 }])
  await serving.database.close()
})

test('in PostgreSQL a server loads nothing', async () => {
  const folder = folderWith(twoFiles)
  const serving = await serve({ url: await emptyDatabaseUrl('postgres'), folder })
  expect(serving.loaded).toEqual([])
  expect(await serving.database.describe({ table: 'a' })).toBeUndefined()
  expect(await serving.refresh()).toEqual({ ok: true, value: 'unchanged' })
  await serving.database.close()
})
