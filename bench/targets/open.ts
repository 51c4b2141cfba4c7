/** The three ways to ask each engine about one base, opened together. */
import { join } from 'node:path'
import { packageRoot } from '../../src/server/package-root.ts'
import { settingNames } from '../../src/server/settings.ts'
import type { Base } from '../data/bases.ts'
import { openDuckDBSql } from './duckdb-sql.ts'
import { openEngine } from './engine.ts'
import { openHttp } from './http.ts'
import { openPostgresSql } from './postgres-sql.ts'
import { startServerProcess } from './server-process.ts'
import type { Target } from './target.ts'

export const modelFolder = join(packageRoot, 'bench', 'model')

/** What is measured is asking, not remembering. */
export const withoutResultCache: Readonly<Record<string, string>> = settingNames.includes('TESSERA_RESULT_CACHE')
  ? { TESSERA_RESULT_CACHE: 'off' }
  : {}

export interface OpenedTargets {
  readonly targets: readonly Target[]
  close(): Promise<void>
}

/** One connection each. What was opened is closed again when one of them cannot be. */
export async function openTargets(base: Base): Promise<OpenedTargets> {
  const targets: Target[] = []
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    for (const each of closing.reverse()) await each()
  }
  const add = (target: Target) => {
    targets.push(target)
    closing.push(target.close)
  }
  try {
    for (const [engine, url] of base.urls) {
      add(engine === 'postgres' ? openPostgresSql(url, { connections: 1 }) : await openDuckDBSql(fileOf(url), { connections: 1 }))
      add(await openEngine({ url, modelFolder }))
      const server = await startServerProcess({ databaseUrl: url, modelFolder, environment: withoutResultCache })
      closing.push(server.close)
      add(openHttp({ engine, url: server.url, connections: 1 }))
    }
    return { targets, close }
  } catch (error) {
    await close()
    throw error
  }
}

export function fileOf(duckdbUrl: string): string {
  return duckdbUrl.replace(/^duckdb:/, '')
}
