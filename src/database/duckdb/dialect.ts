/** Kysely on DuckDB: PostgreSQL's SQL with DuckDB's connections. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  DialectAdapterBase,
  type Driver,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { InternalError } from '../../semantic/issues/issue.ts'
import { KyselyDuckDBConnection } from './connection.ts'
import type { ConnectionPool } from './pool.ts'

export class DuckDBDialect implements Dialect {
  readonly #currentPool: () => ConnectionPool
  readonly #statementTimeoutMs: number

  /** Each query asks for the pool anew: a server that switched to a new database file keeps its Kysely. */
  constructor(currentPool: () => ConnectionPool, statementTimeoutMs: number) {
    this.#currentPool = currentPool
    this.#statementTimeoutMs = statementTimeoutMs
  }

  createDriver(): Driver {
    return new DuckDBDriver(this.#currentPool, this.#statementTimeoutMs)
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler()
  }

  createAdapter(): DialectAdapter {
    return new DuckDBAdapter()
  }

  createIntrospector(): DatabaseIntrospector {
    throw new InternalError('Tables are described by Database.describe')
  }
}

class DuckDBAdapter extends DialectAdapterBase {
  override get supportsCreateIfNotExists(): boolean {
    return true
  }

  override get supportsTransactionalDdl(): boolean {
    return true
  }

  override get supportsReturning(): boolean {
    return true
  }

  // One process owns the file: there is nobody to lock out.
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class DuckDBDriver implements Driver {
  readonly #currentPool: () => ConnectionPool
  readonly #statementTimeoutMs: number
  /** Kysely keeps what it knows of a connection by identity. */
  readonly #wrapped = new WeakMap<object, KyselyDuckDBConnection>()

  constructor(currentPool: () => ConnectionPool, statementTimeoutMs: number) {
    this.#currentPool = currentPool
    this.#statementTimeoutMs = statementTimeoutMs
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const pool = this.#currentPool()
    const raw = await pool.acquire()
    const connection = this.#wrapped.get(raw) ?? new KyselyDuckDBConnection(pool, raw, this.#statementTimeoutMs)
    this.#wrapped.set(raw, connection)
    return connection
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (!(connection instanceof KyselyDuckDBConnection)) throw new InternalError('Not a connection of this driver')
    connection.pool.release(connection.raw)
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await connection.executeQuery(
      CompiledQuery.raw(settings.accessMode === 'read only' ? 'begin transaction read only' : 'begin transaction'),
    )
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  /** The pool belongs to whoever opened it. */
  async destroy(): Promise<void> {}
}
