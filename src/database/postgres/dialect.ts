/** Kysely's PostgreSQL, with cancelled queries that leave no message on the console and streams that are cancelled on the server too. */
import {
  type AbortableOperationOptions,
  type CompiledQuery,
  type ControlConnectionProvider,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import { StatementClock, StatementTimeoutError } from '../statement-clock.ts'

export class CancellablePostgresDialect extends PostgresDialect {
  readonly #statementTimeoutMs: number

  constructor(config: PostgresDialectConfig, statementTimeoutMs: number) {
    super(config)
    this.#statementTimeoutMs = statementTimeoutMs
  }

  override createDriver(): Driver {
    return new CancellableDriver(super.createDriver(), this.#statementTimeoutMs)
  }
}

class CancellableDriver implements Driver {
  readonly #inner: Driver
  readonly #statementTimeoutMs: number
  /** Kysely keeps what it knows of a connection by identity. */
  readonly #wrapped = new WeakMap<DatabaseConnection, CancellableConnection>()

  constructor(inner: Driver, statementTimeoutMs: number) {
    this.#inner = inner
    this.#statementTimeoutMs = statementTimeoutMs
  }

  init(options?: AbortableOperationOptions): Promise<void> {
    return this.#inner.init(options)
  }

  async acquireConnection(options?: AbortableOperationOptions): Promise<DatabaseConnection> {
    const inner = await this.#inner.acquireConnection(options)
    const connection = this.#wrapped.get(inner) ?? new CancellableConnection(inner, this.#statementTimeoutMs)
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
  readonly #statementTimeoutMs: number
  #isCancelled = false

  constructor(inner: DatabaseConnection, statementTimeoutMs: number) {
    this.inner = inner
    this.#statementTimeoutMs = statementTimeoutMs
  }

  async executeQuery<R>(query: CompiledQuery, options?: AbortableOperationOptions): Promise<QueryResult<R>> {
    this.#isCancelled = false
    await this.inner.collectSessionInfo?.()
    const timeout = new StatementTimeout(this.#statementTimeoutMs, () => void this.cancelQuery(noControl).catch(() => {}))
    try {
      return await this.inner.executeQuery<R>(query, options)
    } catch (error) {
      timeout.throwIfReached(error)
      // Nobody waits for the result of a cancelled query; its end is no failure to report.
      if (this.#isCancelled) return { rows: [] }
      throw error
    } finally {
      timeout.end()
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
    await this.inner.collectSessionInfo?.()
    // A query that ended in the meantime needs no cancelling.
    const cancel = (): void => void this.cancelQuery(noControl).catch(() => {})
    options?.signal?.addEventListener('abort', cancel, { once: true })
    const timeout = new StatementTimeout(this.#statementTimeoutMs, cancel)
    try {
      for await (const rows of this.inner.streamQuery<R>(query, chunkSize, options)) {
        timeout.clock.stop()
        yield rows
        timeout.clock.start()
      }
      timeout.throwIfReached()
    } catch (error) {
      timeout.throwIfReached(error)
      if (!this.#isCancelled) throw error
    } finally {
      timeout.end()
      options?.signal?.removeEventListener('abort', cancel)
    }
  }
}

/** What is cancelled too late for one try is cancelled by the next: a connection to cancel with may be hard to get. */
const retryMs = 1000

class StatementTimeout {
  readonly clock: StatementClock
  readonly #limitMs: number
  #retries: NodeJS.Timeout | undefined

  constructor(limitMs: number, cancel: () => void) {
    this.#limitMs = limitMs
    this.clock = new StatementClock(limitMs, () => {
      cancel()
      this.#retries = setInterval(cancel, retryMs)
    })
  }

  throwIfReached(cause?: unknown): void {
    if (this.#retries !== undefined) throw new StatementTimeoutError(`Stopped after ${this.#limitMs} ms`, { cause })
  }

  end(): void {
    this.clock.stop()
    clearInterval(this.#retries)
  }
}

/** Cancelling uses a connection of its own, outside the pool. */
const noControl: ControlConnectionProvider = async () => {}
