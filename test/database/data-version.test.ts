/** What DuckDB's rows are told from those of another time by: files that are loaded anew, views that read the clock. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import { openServingDatabase } from '../../src/database/serving.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { keptAnswers } from '../../src/server/kept-answers.ts'
import { counting } from '../support/counting.ts'
import { emptyDatabaseUrl } from '../support/databases.ts'
import { folderWith } from '../support/folders.ts'
import { catalogOf, storyNow } from '../support/story.ts'

async function fileWith(...statements: readonly string[]): Promise<string> {
  const url = await emptyDatabaseUrl('duckdb')
  const database = await opened(url, 'write')
  for (const statement of statements) await database.kysely.executeQuery(CompiledQuery.raw(statement))
  await database.close()
  return url
}

async function opened(url: string, mode: 'read' | 'write' = 'read'): Promise<Database> {
  const database = await openDatabase(url, { mode })
  if (!database.ok) throw new Error(JSON.stringify(database.issues))
  return database.value
}

async function versionOf(url: string, mode: 'read' | 'write' = 'read'): Promise<string | undefined> {
  const database = await opened(url, mode)
  onTestFinished(() => database.close())
  return database.dataVersion?.()
}

test('a file that is read has one version; one that is written to, or PostgreSQL, has none to tell', async () => {
  const url = await fileWith('create table t (n integer)', 'create view v as select n + 1 as n from t', 'create macro twice(x) as x * 2')
  expect(await versionOf(url)).toBe('opened')
  expect(await versionOf(await fileWith('create table t (n integer)'), 'write')).toBeUndefined()
  expect(await versionOf(await emptyDatabaseUrl('postgres'))).toBeUndefined()
})

test('nor has a file with a view or a macro that answers otherwise tomorrow', async () => {
  const table = 'create table t (d date)'
  expect(await versionOf(await fileWith(table, 'create view late as select * from t where d > current_date - 30'))).toBeUndefined()
  expect(await versionOf(await fileWith(table, 'create macro today_plus(n) as today() + n'))).toBeUndefined()
})

test('a file that is loaded anew changes the next answer; until then it is asked for once', async () => {
  const folder = folderWith({ 'orders.csv': 'order_id,amount\n1,10\n2,20\n' })
  const model = `version: 1
model: shop
entities:
  - name: order
    file: orders.csv
    primary_key: order_id
    dimensions: [{ name: order_id, type: integer }, { name: amount, type: integer }]
    measures: [{ name: revenue, type: sum, sql: "\${amount}" }]
`
  const catalog = await catalogOf(model)
  for (const url of [`duckdb:${join(folder, 'shop.duckdb')}`, 'duckdb::memory:']) {
    writeFileSync(join(folder, 'orders.csv'), 'order_id,amount\n1,10\n2,20\n')
    const serving = await openServingDatabase({ url, folder, files: catalog.files })
    if (!serving.ok) throw new Error(JSON.stringify(serving.issues))
    const database = counting(serving.value.database)
    const cache = keptAnswers({ resultCache: { maxBytes: 1_000_000 } }, catalog, database)
    if (cache === undefined) throw new Error('There is no cache')
    const engine = createEngine({ catalog, kysely: database.kysely, dialect: 'duckdb', cache })
    const revenue = async () => {
      const measures = [{ entity: 'order', measure: 'revenue' }]
      const empty = { by: [], totals: [], orderBy: [], limit: 10, offset: 0, rowCount: false }
      const answer = await engine.run({ ...empty, measures, asOf: storyNow, timeZone: 'UTC' })
      return answer.ok ? answer.value.rows : answer.issues
    }
    expect([await revenue(), await revenue()]).toEqual([[[30]], [[30]]])
    expect(await serving.value.refresh()).toEqual({ ok: true, value: 'unchanged' })
    expect(await revenue()).toEqual([[30]])
    expect(database.statements).toHaveLength(1)
    writeFileSync(join(folder, 'orders.csv'), 'order_id,amount\n1,10\n2,20\n3,300\n')
    expect(await serving.value.refresh()).toEqual({ ok: true, value: 'reloaded' })
    expect([await revenue(), await revenue()]).toEqual([[[330]], [[330]]])
    expect(database.statements).toHaveLength(2)
    await database.close()
  }
})
