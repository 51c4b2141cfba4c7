/** Loads files into an open, unlocked DuckDB instance: one table each, remembered in its manifest. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { RowOrder } from '../../semantic/catalog/catalog.ts'
import { failure, type Issue, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { readManifest, recordLoaded } from '../files/manifest.ts'
import { type OnProgress, withProgress } from '../files/progress.ts'
import type { ResolvedFile } from '../files/resolve-file.ts'
import { quoteName } from '../files/sql-text.ts'
import { typeFile } from '../files/type-file.ts'
import { onConnection } from './instance.ts'

/** Problems of all files are collected; the caller discards the database when there are any. */
export async function loadIntoInstance(
  instance: DuckDBInstance,
  database: string,
  files: readonly ResolvedFile[],
  onProgress: OnProgress = () => {},
): Promise<Result<void>> {
  return onConnection(instance, async (connection) => {
    await connection.run('set enable_progress_bar = true')
    await connection.run('set enable_progress_bar_print = false')
    const issues: Issue[] = [...(await takenTables(connection, database, files))]
    if (issues.length > 0) return failure(...issues)
    for (const [index, file] of files.entries()) {
      const report = (fraction: number): void =>
        onProgress({ table: file.table.table, file: file.table.path, index, count: files.length, fraction })
      const loaded = await loadFile(connection, file, report)
      if (!loaded.ok) issues.push(...loaded.issues)
    }
    if (issues.length > 0) return failure(...issues)
    await connection.run('checkpoint')
    return success(undefined)
  })
}

async function loadFile(connection: DuckDBConnection, file: ResolvedFile, report: (fraction: number) => void): Promise<Result<void>> {
  const typed = await withProgress(connection, report, { from: 0, to: 0.5 }, () => typeFile(connection, file.table, file.path))
  if (!typed.ok) return typed
  const statement = `create or replace table ${quoteName(typed.value.table)} as ${inOrder(typed.value.select, file.table.order)}`
  await withProgress(connection, report, { from: 0.5, to: 1 }, () => connection.run(statement))
  await recordLoaded(connection, file)
  return success(undefined)
}

/**
 * The rows of one owner together, year by year: a block of a DuckDB column knows its least and greatest value, so a question about one
 * customer reads a few blocks of each year, and one about some months still reads those years only. Measured in docs/performance.md.
 */
function inOrder(select: string, order: RowOrder | undefined): string {
  if (order === undefined) return select
  const [owner, time] = [quoteName(order.owner), quoteName(order.time)]
  return `select * from (${select}) order by year(${time}), ${owner}, ${time}`
}

/** A table that no file was loaded into belongs to somebody else. */
async function takenTables(connection: DuckDBConnection, database: string, files: readonly ResolvedFile[]): Promise<readonly Issue[]> {
  const manifest = await readManifest(connection)
  const tables = await connection.runAndReadAll(
    "select table_name from information_schema.tables where table_schema = 'main' and table_catalog = current_database()",
  )
  const names = new Set(tables.getRows().map(([name]) => String(name)))
  return files
    .filter(({ table }) => names.has(table.table) && !manifest.has(table.table))
    .map(({ table }) => issue('TABLE_TAKEN', { table: table.table, database, file: table.path }))
}
