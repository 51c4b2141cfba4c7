/** The base in DuckDB: one file, made under another name first so that an interrupted load is never taken for a base. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { baseName } from './folder.ts'
import type { Made, OnProgress } from './made.ts'
import type { BaseSize } from './rows.ts'
import { fillSteps, fingerprintQuery, tableStatements } from './tables.ts'

/** Raised when the same rows are stored in another way. */
const layoutVersion = 2

export async function ensureDuckDBBase(folder: string, size: BaseSize, onProgress: OnProgress): Promise<Made> {
  const file = join(folder, `${baseName(size)}_layout${layoutVersion}.duckdb`)
  if (existsSync(file)) return { url: `duckdb:${file}`, isNew: false }
  const [unsorted, sorted] = [`${file}.unsorted-${process.pid}`, `${file}.loading-${process.pid}`]
  try {
    await onFile(unsorted, 'READ_WRITE', async (connection) => {
      // The texts of the rows divide whole numbers as PostgreSQL does.
      await connection.run('set integer_division = true')
      for (const statement of tableStatements) await connection.run(statement)
      for (const { sql, done } of fillSteps(size)) {
        await connection.run(sql)
        onProgress(done * 0.7)
      }
      for (const statement of sortStatements(sorted)) await connection.run(statement)
      onProgress(1)
    })
    renameSync(sorted, file)
  } finally {
    for (const path of [unsorted, sorted, `${sorted}.wal`]) rmSync(path, { force: true })
  }
  return { url: `duckdb:${file}`, isNew: true }
}

/** The order in which `tessera load` stores a stream: by year, customer and time. */
function sortStatements(sorted: string): readonly string[] {
  return [
    `attach '${sorted.replaceAll("'", "''")}' as sorted`,
    'create table sorted.customer as select * from customer order by customer_id',
    'create table sorted.activity as select * from activity order by year(activity_ts), entity_id, activity_ts',
    'detach sorted',
  ]
}

export async function duckdbFingerprint(file: string): Promise<readonly string[]> {
  return onFile(file, 'READ_ONLY', async (connection) => {
    const [row] = (await connection.runAndReadAll(fingerprintQuery)).getRows()
    return (row ?? []).map((value) => String(value).replace(/\.0+$/, ''))
  })
}

async function onFile<T>(file: string, access: 'READ_ONLY' | 'READ_WRITE', use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(file, { access_mode: access })
  const connection = await instance.connect()
  try {
    return await use(connection)
  } finally {
    connection.disconnectSync()
    instance.closeSync()
  }
}
