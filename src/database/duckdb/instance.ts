/**
 * A DuckDB instance with the settings that make it answer as PostgreSQL does, and, once nothing is to be loaded any more,
 * those that keep SQL away from the machine.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { quoteText } from '../files/sql-text.ts'
import type { OpenOptions } from '../options.ts'
import { spillFolderFor } from './spill-folder.ts'

/** Kept in this order: after the last one no setting can be changed. */
const lockStatements = [
  'set enable_external_access = false',
  'set autoinstall_known_extensions = false',
  'set autoload_known_extensions = false',
  'set lock_configuration = true',
]

export interface InstanceOptions extends Pick<OpenOptions, 'threads' | 'memoryLimit' | 'tempFolder' | 'tempLimit'> {
  readonly access: 'READ_ONLY' | 'READ_WRITE'
}

export async function createInstance(file: string, options: InstanceOptions): Promise<DuckDBInstance> {
  const spillFolder = await spillFolderFor(file, options.tempFolder)
  const instance = await DuckDBInstance.create(file, {
    access_mode: file === ':memory:' ? 'READ_WRITE' : options.access,
    temp_directory: spillFolder,
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
  })
  await onConnection(instance, async (connection) => {
    await connection.run('set global integer_division = true')
    await connection.run("set global default_null_order = 'nulls_last_on_asc_first_on_desc'")
    await connection.run("set global TimeZone = 'UTC'")
    // Given at creation, DuckDB takes the limit and forgets it.
    if (options.tempLimit !== undefined) await connection.run(`set global max_temp_directory_size = ${quoteText(options.tempLimit)}`)
  })
  return instance
}

/** From here on: no files, no extensions, no settings. There is no way back. */
export async function lockInstance(instance: DuckDBInstance): Promise<void> {
  await onConnection(instance, async (connection) => {
    for (const statement of lockStatements) await connection.run(statement)
  })
}

export async function onConnection<T>(instance: DuckDBInstance, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await instance.connect()
  try {
    return await use(connection)
  } finally {
    connection.disconnectSync()
  }
}
