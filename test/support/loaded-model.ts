/** A model folder with its files loaded, on either engine, to ask it in GraphQL: for data that is too much to write into a test. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CompiledQuery } from 'kysely'
import { inject } from 'vitest'
import { loadFiles } from '../../src/database/load-files.ts'
import { openDatabase } from '../../src/database/open.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import type { EngineName } from './databases.ts'
import { type Ask, askOf } from './story.ts'

export interface LoadedModel {
  readonly ask: Ask
  close(): Promise<void>
}

export async function openLoadedModel(engine: EngineName, folder: string): Promise<LoadedModel> {
  const model = await loadModel(folder)
  if (!model.ok) throw new Error(printIssues(model.issues, model.sources))
  const place = engine === 'duckdb' ? await duckdbPlace() : await postgresPlace()
  unwrap(await loadFiles({ url: place.url, files: model.value.files, folder }))
  const database = unwrap(await openDatabase(place.url, { mode: 'read' }))
  return {
    ask: askOf(model.value, database),
    close: async () => {
      await database.close()
      await place.remove()
    },
  }
}

async function duckdbPlace() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tessera-'))
  return { url: `duckdb:${path.join(folder, 'loaded.duckdb')}`, remove: () => rm(folder, { recursive: true }) }
}

async function postgresPlace() {
  const schema = `loaded_${randomUUID().replaceAll('-', '')}`
  const run = async (sql: string) => {
    const database = unwrap(await openDatabase(inject('postgresUrl'), { mode: 'write' }))
    await database.kysely.executeQuery(CompiledQuery.raw(sql))
    await database.close()
  }
  await run(`create schema ${schema}`)
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('options', `-c search_path=${schema}`)
  return { url: url.href, remove: () => run(`drop schema ${schema} cascade`) }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(printIssues(result.issues, new Map()))
}
