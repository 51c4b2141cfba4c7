/**
 * Loads files into PostgreSQL: DuckDB in memory reads and types them, COPY takes the rows over, in one transaction. Until it is
 * committed, readers see the tables as they were.
 */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { failure, type Issue, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { createInstance, onConnection } from '../duckdb/instance.ts'
import { type OnProgress, withProgress } from '../files/progress.ts'
import type { ResolvedFile } from '../files/resolve-file.ts'
import { quoteName, quoteText } from '../files/sql-text.ts'
import { type TypedFile, typeFile } from '../files/type-file.ts'
import type { OpenOptions } from '../options.ts'
import { clientConfig } from './open.ts'

export interface PostgresLoad {
  readonly url: URL
  /** For messages. */
  readonly database: string
  readonly files: readonly ResolvedFile[]
  readonly options: OpenOptions
  readonly onProgress: OnProgress
}

/** Failures to connect are thrown. */
export async function loadIntoPostgres(load: PostgresLoad): Promise<Result<void>> {
  const client = new pg.Client(clientConfig(load.url, { ...load.options, mode: 'write' }))
  client.on('error', () => {})
  await client.connect()
  const folder = await mkdtemp(join(tmpdir(), 'tessera-load-'))
  try {
    await client.query('begin')
    const result = await loadAll(client, folder, load)
    await client.query(result.ok ? 'commit' : 'rollback')
    return result
  } finally {
    await rm(folder, { recursive: true, force: true })
    await client.end()
  }
}

async function loadAll(client: pg.Client, folder: string, { files, database, options, onProgress }: PostgresLoad): Promise<Result<void>> {
  const instance = await createInstance(':memory:', { ...options, access: 'READ_WRITE' })
  try {
    return await onConnection(instance, async (connection) => {
      await connection.run('set enable_progress_bar = true')
      await connection.run('set enable_progress_bar_print = false')
      const issues: Issue[] = [...(await takenTables(client, database, files))]
      if (issues.length > 0) return failure(...issues)
      for (const [index, file] of files.entries()) {
        const report = (fraction: number): void =>
          onProgress({ table: file.table.table, file: file.table.path, index, count: files.length, fraction })
        const typed = await withProgress(connection, report, { from: 0, to: 0.3 }, () => typeFile(connection, file.table, file.path))
        if (!typed.ok) issues.push(...typed.issues)
        // After a first problem nothing will be committed; the other files are only checked.
        else if (issues.length === 0)
          await copyTable(client, connection, typed.value, join(folder, `${index}.csv`), file.table.path, report)
      }
      return issues.length > 0 ? failure(...issues) : success(undefined)
    })
  } finally {
    instance.closeSync()
  }
}

async function copyTable(
  client: pg.Client,
  connection: DuckDBConnection,
  typed: TypedFile,
  csv: string,
  file: string,
  report: (fraction: number) => void,
): Promise<void> {
  const write = `copy (${typed.select}) to ${quoteText(csv)} (format csv, header false, nullstr '')`
  await withProgress(connection, report, { from: 0.3, to: 0.6 }, () => connection.run(write))
  const loading = quoteName(`loading_${randomUUID().slice(0, 8)}`)
  const table = quoteName(typed.table)
  await client.query(`create table ${loading} (${typed.columns.map(({ name, sqlType }) => `${quoteName(name)} ${sqlType}`).join(', ')})`)
  await pipeline(
    createReadStream(csv, { highWaterMark: 1 << 18 }),
    client.query(copyFrom(`copy ${loading} from stdin (format csv, null '')`)),
  )
  await rm(csv)
  await client.query(`drop table if exists ${table}`)
  await client.query(`alter table ${loading} rename to ${table}`)
  await client.query(`comment on table ${table} is ${pg.escapeLiteral(loadedFrom(file))}`)
  await client.query(`analyze ${table}`)
  report(1)
}

const mark = 'Loaded by Tessera from '

function loadedFrom(file: string): string {
  return `${mark}${file}`
}

/** A table that no file was loaded into belongs to somebody else; the comment tells. */
async function takenTables(client: pg.Client, database: string, files: readonly ResolvedFile[]): Promise<readonly Issue[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name
     where to_regclass(quote_ident(name)) is not null
       and not coalesce(starts_with(obj_description(to_regclass(quote_ident(name)), 'pg_class'), $2), false)`,
    [files.map(({ table }) => table.table), mark],
  )
  const taken = new Set(rows.map((row) => row.name))
  return files
    .filter(({ table }) => taken.has(table.table))
    .map(({ table }) => issue('TABLE_TAKEN', { table: table.table, database, file: table.path }))
}
