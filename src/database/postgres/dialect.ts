/** Kysely's PostgreSQL, with cancelled queries that leave no message on the console and streams that are cancelled on the server too. */
import {
  type AbortableOperationOptions,
  type CompiledQuery,
  type ControlConnectionProvider,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'

export class CancellablePostgresDialect extends PostgresDialect {
  override createDriver(): Driver {
    return new CancellableDriver(super.createDriver())
  }
}

class CancellableDriver implements Driver {
  readonly #inner: Driver
  /** Kysely keeps what it knows of a connection by identity. */
  readonly #wrapped = new WeakMap<DatabaseConnection, CancellableConnection>()

  constructor(inner: Driver) {
    this.#inner = inner
  }

  init(options?: AbortableOperationOptions): Promise<void> {
    return this.#inner.init(options)
  }

  async acquireConnection(options?: AbortableOperationOptions): Promise<DatabaseConnection> {
    const inner = await this.#inner.acquireConnection(options)
    const connection = this.#wrapped.get(inner) ?? new CancellableConnection(inner)
    this.#wrapped.set(inner, connection)
    return connection
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(unwrap(connection))
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#inner.beginTransaction(unwrap(connection), settings)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.commitTransaction(unwrap(connection))
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.rollbackTransaction(unwrap(connection))
  }

  destroy(): Promise<void> {
    return this.#inner.destroy()
  }
}

function unwrap(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof CancellableConnection ? connection.inner : connection
}

class CancellableConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  #isCancelled = false

  constructor(inner: DatabaseConnection) {
    this.inner = inner
  }

  async executeQuery<R>(query: CompiledQuery, options?: AbortableOperationOptions): Promise<QueryResult<R>> {
    this.#isCancelled = false
    try {
      return await this.inner.executeQuery<R>(query, options)
    } catch (error) {
      // Nobody waits for the result of a cancelled query; its end is no failure to report.
      if (this.#isCancelled) return { rows: [] }
      throw error
    }
  }

  async collectSessionInfo(): Promise<void> {
    await this.inner.collectSessionInfo?.()
  }

  async cancelQuery(control: ControlConnectionProvider): Promise<void> {
    this.#isCancelled = true
    await this.inner.cancelQuery?.(control)
  }

  async killSession(control: ControlConnectionProvider): Promise<void> {
    this.#isCancelled = true
    await this.inner.killSession?.(control)
  }

  /** Rows are arrays, in the order of the columns. */
  async *streamQuery<R>(
    query: CompiledQuery,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<R>> {
    this.#isCancelled = false
    if (options?.signal !== undefined) await this.inner.collectSessionInfo?.()
    // A query that ended in the meantime needs no cancelling.
    const cancel = (): void => void this.cancelQuery(noControl).catch(() => {})
    options?.signal?.addEventListener('abort', cancel, { once: true })
    try {
      yield* this.inner.streamQuery<R>(query, chunkSize, options)
    } catch (error) {
      if (!this.#isCancelled) throw error
    } finally {
      options?.signal?.removeEventListener('abort', cancel)
    }
  }
}

/** Cancelling uses a connection of its own, outside the pool. */
const noControl: ControlConnectionProvider = async () => {}
