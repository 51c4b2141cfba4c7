/** Opens the database that a URL names; whatever keeps it from opening is one issue. */
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { Database } from './database.ts'
import { type DatabaseTarget, parseDatabaseUrl } from './database-url.ts'
import type { OpenOptions } from './options.ts'
import { unavailableReason } from './unavailable.ts'

export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Result<Database>> {
  const target = parseDatabaseUrl(url)
  return target.ok ? openTarget(target.value, options) : target
}

export async function openTarget(target: DatabaseTarget, options: OpenOptions): Promise<Result<Database>> {
  try {
    return success(await connect(target, options))
  } catch (error) {
    return failure(issue('DATABASE_UNAVAILABLE', { database: target.name, reason: unavailableReason(error) }))
  }
}

/** The driver of the other engine is never loaded. */
async function connect(target: DatabaseTarget, options: OpenOptions): Promise<Database> {
  if (target.engine === 'postgres') return (await import('./postgres/open.ts')).openPostgres(target.url, options)
  return (await import('./duckdb/open.ts')).openDuckDB(target.file, options)
}
