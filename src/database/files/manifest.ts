/** What a DuckDB database remembers of the files it was loaded from: `tessera.loaded_files`. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ResolvedFile } from './resolve-file.ts'

/** Signature by table. */
export type Manifest = ReadonlyMap<string, string>

export async function readManifest(connection: DuckDBConnection): Promise<Manifest> {
  const known = await connection.runAndReadAll(
    "select 1 from duckdb_tables() where schema_name = 'tessera' and table_name = 'loaded_files' and database_name = current_database()",
  )
  if (known.currentRowCount === 0) return new Map()
  const rows = await connection.runAndReadAll('select table_name, signature from tessera.loaded_files')
  return new Map(rows.getRows().map(([table, signature]) => [String(table), String(signature)]))
}

export async function recordLoaded(connection: DuckDBConnection, file: ResolvedFile): Promise<void> {
  await connection.run('create schema if not exists tessera')
  await connection.run(
    'create table if not exists tessera.loaded_files (table_name text primary key, file text, signature text, loaded_at timestamp)',
  )
  await connection.run("insert or replace into tessera.loaded_files values ($1, $2, $3, now() at time zone 'UTC')", [
    file.table.table,
    file.table.path,
    file.signature,
  ])
}
