/** Finds the file of a table and tells whether it is the one that was loaded before. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { FileTable } from '../../semantic/catalog/catalog.ts'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { closest } from '../../semantic/issues/suggest.ts'

export interface ResolvedFile {
  readonly table: FileTable
  readonly path: string
  /** Changes whenever the table would: the file's size and time, the model's types and order, the way of loading. */
  readonly signature: string
}

/** Raised when the same file would be loaded into other values than before. */
const loaderVersion = 2

export async function resolveFiles(files: readonly FileTable[], folder: string): Promise<Result<readonly ResolvedFile[]>> {
  const results = await Promise.all(files.map((table) => resolveFile(table, folder)))
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues))
  return issues.length > 0 ? failure(...issues) : success(results.flatMap((result) => (result.ok ? [result.value] : [])))
}

async function resolveFile(table: FileTable, folder: string): Promise<Result<ResolvedFile>> {
  const path = resolve(folder, table.path)
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (found?.isFile() !== true) return failure(await notFound(table, path))
  const { size, mtimeNs } = found
  const signature = JSON.stringify([
    loaderVersion,
    path,
    String(size),
    String(mtimeNs),
    table.columns.map(({ name, type }) => [name, type]),
    table.order ?? null,
  ])
  return success({ table, path, signature })
}

async function notFound({ path: file, declaredAt }: FileTable, path: string) {
  const names = await readdir(dirname(path)).catch(() => [])
  const nearest = closest(basename(path), names)
  return issue('FILE_NOT_FOUND', { file, ...(nearest === undefined ? {} : { closest: join(dirname(file), nearest) }) }, declaredAt)
}
