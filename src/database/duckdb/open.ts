/** A DuckDB file, or one in memory, behind the Database interface. */
import { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { type OpenOptions, statementTimeoutMs } from '../options.ts'
import { describeDuckDB } from './describe.ts'
import { DuckDBDialect } from './dialect.ts'
import { answersAlike } from './fixed-data.ts'
import { createInstance, lockInstance } from './instance.ts'
import { ConnectionPool } from './pool.ts'

/** The driver's error is thrown. */
export async function openDuckDB(file: string, options: OpenOptions): Promise<Database> {
  const pool = await openPool(file, options)
  // Whoever has it open for reading keeps every writer out; another file under its name is not the one that is open.
  const isFixed = options.mode !== 'write' && file !== ':memory:' && (await answersAlike(pool))
  const database = databaseOn(() => pool, options)
  return isFixed ? { ...database, dataVersion: () => 'opened' } : database
}

export async function openPool(file: string, options: OpenOptions): Promise<ConnectionPool> {
  const isReading = options.mode !== 'write'
  const instance = await createInstance(file, { ...options, access: isReading ? 'READ_ONLY' : 'READ_WRITE' })
  if (isReading) await lockInstance(instance)
  return new ConnectionPool(instance, options.connections ?? 4)
}

/** `currentPool` may change its answer: queries that begin later run on the new one. */
export function databaseOn(currentPool: () => ConnectionPool, options: OpenOptions): Database {
  const kysely = new Kysely<Record<string, never>>({ dialect: new DuckDBDialect(currentPool, statementTimeoutMs(options)) })
  return {
    engine: 'duckdb',
    kysely,
    describe: (source) => describeDuckDB(currentPool(), source),
    close: async () => {
      await kysely.destroy()
      await currentPool().close()
    },
  }
}
