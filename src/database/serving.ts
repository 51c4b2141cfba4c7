/**
 * The database a server answers from, with the files of its model loaded and everything locked. In PostgreSQL files are loaded
 * by command, never by a server.
 */
import type { FileTable } from '../semantic/catalog/catalog.ts'
import { type Result, success } from '../semantic/issues/issue.ts'
import type { Database } from './database.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { OnProgress } from './files/progress.ts'
import { openTarget } from './open.ts'
import type { OpenOptions } from './options.ts'

export interface ServingRequest {
  readonly url: string
  /** The `file:` tables of the model. */
  readonly files: readonly FileTable[]
  /** What their paths are relative to. */
  readonly folder: string
  readonly options?: Omit<OpenOptions, 'mode'>
  readonly onProgress?: OnProgress
}

export interface ServingDatabase {
  /** Stays the same for its whole life; its Kysely always asks the current data. */
  readonly database: Database
  /** Loads what changed since. Calls made meanwhile wait for their turn. */
  refresh(): Promise<Result<'unchanged' | 'reloaded'>>
}

export async function openServingDatabase(request: ServingRequest): Promise<Result<ServingDatabase>> {
  const target = parseDatabaseUrl(request.url)
  if (!target.ok) return target
  if (target.value.engine === 'duckdb') return (await import('./duckdb/serving.ts')).ServingDuckDB.open(target.value, request)
  const opened = await openTarget(target.value, { ...request.options, mode: 'read' })
  return opened.ok ? success({ database: opened.value, refresh: async () => success('unchanged') }) : opened
}
