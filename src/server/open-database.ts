/** Opens the configured database for questions: filled where it is ours to fill, files of the model loaded, columns held against the model. */
import type { Database } from '../database/database.ts'
import { openServingDatabase, type ServingDatabase } from '../database/serving.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import type { StoredTexts } from '../semantic/dialect/stored-text.ts'
import { createEngine, type Engine, type EngineOptions } from '../semantic/engine.ts'
import { type Issue, type Result, success } from '../semantic/issues/issue.ts'
import { checkColumns } from '../semantic/run/check-columns.ts'
import type { Config } from './config.ts'
import { ensureSample, generating, makeFolderOf } from './sample-database.ts'
import { connectionsFor } from './statements-at-once.ts'

export interface OpenedDatabase {
  readonly database: Database
  readonly engine: Engine
  readonly refresh: ServingDatabase['refresh']
  readonly stored: StoredTexts
}

/** How far something long is: what it is, and a part from 0 to 1. */
export type OnPreparing = (task: string, fraction: number) => void

/** What the engine on a database gets besides it. */
export type EngineParts = (database: Database, stored: StoredTexts) => Pick<EngineOptions, 'cache' | 'inTurn'>

export async function openChecked(
  config: Config,
  catalog: Catalog,
  onPreparing: OnPreparing = () => {},
  partsFor: EngineParts = () => ({}),
): Promise<Result<OpenedDatabase>> {
  const sample = await ensureSample(config, catalog, (done, of) => onPreparing(generating, done / of))
  if (!sample.ok) return sample
  makeFolderOf(config)
  const opened = await openServingDatabase({
    url: config.databaseUrl,
    files: catalog.files,
    folder: config.modelFolder,
    options: { connections: connectionsFor(config), statementTimeoutMs: config.statementTimeoutMs, ...config.duckdb },
    onProgress: ({ file, fraction }) => onPreparing(`Loading ${file}`, fraction),
  })
  return opened.ok ? checkedDatabase(opened.value, catalog, partsFor) : opened
}

async function checkedDatabase(serving: ServingDatabase, catalog: Catalog, partsFor: EngineParts): Promise<Result<OpenedDatabase>> {
  const { database } = serving
  const checked = await checkColumns(catalog, database.describe)
  if (!checked.ok) {
    await database.close()
    return checked
  }
  const stored = checked.value
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine, stored, ...partsFor(database, stored) })
  return success({ database, engine, refresh: () => serving.refresh(), stored })
}

/** What the text of DATABASE_UNAVAILABLE says when trying again cannot help: the URL is wrong. */
const permanentReasons = [
  'user name or password is wrong',
  'the user is refused',
  'the user may not connect',
  'it asks for a password',
  'there is no such database',
  'the host name is unknown',
  'it does not offer an encrypted connection',
]

/** Whether the same attempt may succeed later: a server waits for it instead of ending. */
export function isTemporary({ databaseUrl }: Pick<Config, 'databaseUrl'>, issues: readonly Issue[]): boolean {
  return (
    !databaseUrl.startsWith('duckdb:') &&
    issues.every(({ code, facts }) => code === 'DATABASE_UNAVAILABLE' && 'reason' in facts && !permanentReasons.includes(facts.reason))
  )
}
