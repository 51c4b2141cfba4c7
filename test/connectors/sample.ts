/** The shipped model on a sample base of 200 customers with 4000 activities, served over HTTP with tokens; and what SQL says of the same rows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { openDatabase } from '../../src/database/open.ts'
import { writeSample } from '../../src/sample/write.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import { token } from './shop.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

export interface Sample<T> {
  readonly url: string
  readonly found: T
  close(): Promise<void>
}

/** SQL is run first: while the server runs, the database is its own. */
export async function openSample<T>(bySql: (run: (sql: string) => Promise<Rows>) => Promise<T>): Promise<Sample<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-sample-'))
  const databaseUrl = `duckdb:${join(folder, 'sample.duckdb')}`
  const opened = await openDatabase(databaseUrl, { mode: 'write' })
  if (!opened.ok) throw new Error('No DuckDB')
  await writeSample(opened.value, { customers: 200, activities: 4000 })
  const found = await bySql(async (sql) => (await opened.value.kysely.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows)
  await opened.value.close()
  const config = readConfig({ PORT: '0', DATABASE_URL: databaseUrl, TESSERA_TOKENS: token }, { cwd: folder })
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const model = await loadModel(config.value.modelFolder)
  if (!model.ok) throw new Error('The shipped model does not load')
  const server = await startServer(config.value, model.value, { logger: createLogger('silent') })
  if (!server.ok) throw new Error(server.issues.map(issueMessage).join('\n'))
  const close = async (): Promise<void> => {
    await server.value.close()
    rmSync(folder, { recursive: true })
  }
  return { url: server.value.url, found, close }
}
