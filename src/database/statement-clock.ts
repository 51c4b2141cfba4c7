/**
 * How long a statement keeps its asker waiting. While the asker is busy with rows it already has, a slow download say, the clock stands: that is no
 * work of the database, and a large table may take as long as its reader needs.
 */
export class StatementClock {
  #leftMs: number
  readonly #onTimeout: () => void
  #running: { readonly since: number; readonly timer: NodeJS.Timeout } | undefined

  /** 0 is no limit. */
  constructor(limitMs: number, onTimeout: () => void) {
    this.#leftMs = limitMs > 0 ? limitMs : Number.POSITIVE_INFINITY
    this.#onTimeout = onTimeout
    this.start()
  }

  start(): void {
    if (this.#running !== undefined || this.#leftMs === Number.POSITIVE_INFINITY) return
    this.#running = { since: performance.now(), timer: setTimeout(this.#onTimeout, Math.max(this.#leftMs, 0)) }
  }

  stop(): void {
    if (this.#running === undefined) return
    clearTimeout(this.#running.timer)
    this.#leftMs -= performance.now() - this.#running.since
    this.#running = undefined
  }
}

/** A statement was stopped because it ran longer than it may. */
export class StatementTimeoutError extends Error {
  override readonly name = 'StatementTimeoutError'
}
