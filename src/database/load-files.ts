/** Loads files of a model into the database that a URL names, whichever engine; each becomes one table, all of them or none. */
import type { FileTable } from '../semantic/catalog/catalog.ts'
import { failure, issue, type Result } from '../semantic/issues/issue.ts'
import { type DatabaseTarget, parseDatabaseUrl } from './database-url.ts'
import { loadIntoInstance } from './duckdb/load.ts'
import { replaceFile } from './duckdb/replace-file.ts'
import type { OnProgress } from './files/progress.ts'
import { type ResolvedFile, resolveFiles } from './files/resolve-file.ts'
import type { OpenOptions } from './options.ts'
import { loadIntoPostgres } from './postgres/load.ts'
import { loadFailure } from './unavailable.ts'

export interface LoadRequest {
  readonly url: string
  readonly files: readonly FileTable[]
  /** What the paths of the files are relative to. */
  readonly folder: string
  readonly options?: OpenOptions
  readonly onProgress?: OnProgress
}

export async function loadFiles({ url, files, folder, options = {}, onProgress = () => {} }: LoadRequest): Promise<Result<void>> {
  const target = parseDatabaseUrl(url)
  if (!target.ok) return target
  const resolved = await resolveFiles(files, folder)
  if (!resolved.ok) return resolved
  return loadInto(target.value, resolved.value, options, onProgress)
}

async function loadInto(
  target: DatabaseTarget,
  files: readonly ResolvedFile[],
  options: OpenOptions,
  onProgress: OnProgress,
): Promise<Result<void>> {
  if (target.engine === 'duckdb' && target.file === ':memory:') {
    return failure(issue('DATABASE_URL_INVALID', { problem: 'a database in memory is gone when loading ends' }))
  }
  try {
    return target.engine === 'postgres'
      ? await loadIntoPostgres({ url: target.url, database: target.name, files, options, onProgress })
      : await replaceFile(target.file, options, (instance) => loadIntoInstance(instance, target.name, files, onProgress))
  } catch (error) {
    return failure(loadFailure(target.name, error))
  }
}
