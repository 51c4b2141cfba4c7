/** Opens the database that a URL names; whatever keeps it from opening is one issue. */
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { Database } from './database.ts'
import { type DatabaseTarget, parseDatabaseUrl } from './database-url.ts'
import { openDuckDB } from './duckdb/open.ts'
import type { OpenOptions } from './options.ts'
import { openPostgres } from './postgres/open.ts'
import { unavailableReason } from './unavailable.ts'

export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Result<Database>> {
  const target = parseDatabaseUrl(url)
  return target.ok ? openTarget(target.value, options) : target
}

export async function openTarget(target: DatabaseTarget, options: OpenOptions): Promise<Result<Database>> {
  try {
    return success(target.engine === 'duckdb' ? await openDuckDB(target.file, options) : await openPostgres(target.url, options))
  } catch (error) {
    return failure(issue('DATABASE_UNAVAILABLE', { database: target.name, reason: unavailableReason(error) }))
  }
}
