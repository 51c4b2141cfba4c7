/**
 * A bounded number of connections to one DuckDB instance. Whoever comes first is served first; closing waits until every
 * connection has been given back, so that queries already running finish.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { InternalError } from '../../semantic/issues/issue.ts'

export class ConnectionPool {
  readonly #instance: DuckDBInstance
  readonly #size: number
  readonly #idle: DuckDBConnection[] = []
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = []
  #open = 0
  #closed: { readonly done: Promise<void>; readonly finish: () => void } | undefined

  constructor(instance: DuckDBInstance, size: number) {
    this.#instance = instance
    this.#size = size
  }

  async acquire(): Promise<DuckDBConnection> {
    if (this.#closed !== undefined) throw new InternalError('The DuckDB connections are closed')
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#open === this.#size) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#open++
    try {
      return await this.#instance.connect()
    } catch (error) {
      this.#open--
      throw error
    }
  }

  release(connection: DuckDBConnection): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(connection)
    else next(connection)
    this.#finishWhenIdle()
  }

  /** Refuses newcomers, serves those who already wait, and ends when the last connection is back. */
  async close(): Promise<void> {
    if (this.#closed === undefined) {
      let finish = (): void => {}
      const done = new Promise<void>((resolve) => {
        finish = resolve
      })
      this.#closed = { done, finish }
      this.#finishWhenIdle()
    }
    await this.#closed.done
  }

  #finishWhenIdle(): void {
    if (this.#closed === undefined || this.#idle.length < this.#open) return
    for (const connection of this.#idle.splice(0)) connection.disconnectSync()
    this.#open = 0
    this.#instance.closeSync()
    this.#closed.finish()
  }
}
