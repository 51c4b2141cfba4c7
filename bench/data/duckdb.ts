/** The base in DuckDB: one file, made under another name first so that an interrupted load is never taken for a base. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { baseName } from './folder.ts'
import type { Made, OnProgress } from './made.ts'
import type { BaseSize } from './rows.ts'
import { fillSteps, fingerprintQuery, tableStatements } from './tables.ts'

export async function ensureDuckDBBase(folder: string, size: BaseSize, onProgress: OnProgress): Promise<Made> {
  const file = join(folder, `${baseName(size)}.duckdb`)
  if (existsSync(file)) return { url: `duckdb:${file}`, isNew: false }
  const loading = `${file}.loading-${process.pid}`
  rmSync(loading, { force: true })
  await onFile(loading, 'READ_WRITE', async (connection) => {
    // The texts of the rows divide whole numbers as PostgreSQL does.
    await connection.run('set integer_division = true')
    for (const statement of tableStatements) await connection.run(statement)
    for (const { sql, done } of fillSteps(size)) {
      await connection.run(sql)
      onProgress(done)
    }
    await connection.run('checkpoint')
  })
  renameSync(loading, file)
  return { url: `duckdb:${file}`, isNew: true }
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
