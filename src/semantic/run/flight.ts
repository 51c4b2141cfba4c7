/**
 * One computation that several callers take their rows from, while they come. Each caller's signal takes only that caller away; when the last one has
 * gone, the computation is told to stop. What it ends with, value or error, is the same for all who are still there.
 *
 *   rows ->  a copy, while it is small enough to be kept
 *        ->  every caller; one who joins late is given the copy first
 *
 * Nobody can join once the copy is given up, for the rows before are gone. The slowest caller sets the pace; one who has gone holds up nobody.
 */
import type { Result } from '../issues/issue.ts'
import type { SliceAnswer } from '../query/answer.ts'
import type { RunOptions, TakeRows } from './execute.ts'
import { RowCopy } from './row-copy.ts'

/** Rows are handed over as they come where somebody takes them. Stops when the signal is aborted. */
export type Compute = (options: Pick<RunOptions, 'signal' | 'onRows'>) => Promise<Computed>

export interface Computed {
  readonly result: Result<SliceAnswer>
  /** False: whoever asked was turned away before anything was asked of the database, which says nothing about the question. */
  readonly hasBegun: boolean
}

export interface FlightOptions {
  /** Of the copy. */
  readonly mostBytes: number
  /** Nobody may join any more. May be called more than once. */
  readonly onClosed: () => void
}

export class Flight {
  readonly result: Promise<Computed>
  readonly copy: RowCopy
  readonly #stop = new AbortController()
  readonly #onClosed: () => void
  readonly #callers = new Set<Caller>()

  constructor(compute: Compute, { mostBytes, onClosed }: FlightOptions) {
    this.#onClosed = onClosed
    this.copy = new RowCopy(mostBytes)
    this.result = this.#run(compute)
    // Callers who have left do not hear how it ended.
    this.result.catch(() => {})
  }

  get isAbandoned(): boolean {
    return this.#stop.signal.aborted
  }

  /** Resolves when the last row is taken. Rejects as soon as the caller is gone, with the signal's reason or what `take` has thrown. */
  join(take: TakeRows, signal?: AbortSignal): Promise<Computed> {
    const caller = new Caller(take, (reason) => this.#leave(caller, reason))
    this.#callers.add(caller)
    const landed = caller.wait(this.result)
    void caller.give([...(this.copy.rows ?? [])])
    return signal === undefined ? landed : leavingWith(signal, landed, () => caller.leave(signal.reason))
  }

  async #run(compute: Compute): Promise<Computed> {
    // The first caller joins before the first row comes.
    await Promise.resolve()
    let isAnswered = false
    try {
      this.#stop.signal.throwIfAborted()
      const computed = await compute({ signal: this.#stop.signal, onRows: (rows) => this.#handOver(rows) })
      isAnswered = computed.result.ok
      return computed
    } finally {
      if (!isAnswered) this.#onClosed()
    }
  }

  async #handOver(rows: SliceAnswer['rows']): Promise<void> {
    this.copy.add(rows)
    if (this.copy.rows === undefined) this.#onClosed()
    await Promise.all([...this.#callers].map((caller) => caller.give(rows)))
  }

  #leave(caller: Caller, reason: unknown): void {
    if (!this.#callers.delete(caller) || this.#callers.size > 0) return
    this.#onClosed()
    this.#stop.abort(reason)
  }
}

/** Takes rows in their order, one batch at a time. */
class Caller {
  readonly #take: TakeRows
  readonly #onLeave: (reason: unknown) => void
  readonly #gone: Promise<never>
  #reject: (reason: unknown) => void = () => {}
  #isGone = false
  #taken: Promise<void> = Promise.resolve()

  constructor(take: TakeRows, onLeave: (reason: unknown) => void) {
    this.#take = take
    this.#onLeave = onLeave
    this.#gone = new Promise((_, reject) => {
      this.#reject = reject
    })
    this.#gone.catch(() => {})
  }

  /** Resolves when they are taken, or nobody is there to take them. */
  give(rows: SliceAnswer['rows']): Promise<void> {
    if (rows.length === 0) return this.#taken
    this.#taken = this.#taken.then(() => (this.#isGone ? undefined : this.#take(rows))).catch((error: unknown) => this.leave(error))
    return Promise.race([this.#taken, this.#gone]).catch(() => {})
  }

  /** What the computation ends with, after the last row. */
  wait(result: Promise<Computed>): Promise<Computed> {
    const landed = result.then(async (computed) => {
      await this.#taken
      return computed
    })
    return Promise.race([landed, this.#gone])
  }

  leave(reason: unknown): void {
    this.#isGone = true
    this.#reject(reason)
    this.#onLeave(reason)
  }
}

/** The promise, or the signal's reason once it is aborted; whatever the promise waits for goes on. */
export function leavingWith<T>(signal: AbortSignal, promise: Promise<T>, onLeave: () => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason)
      onLeave()
    }
    if (signal.aborted) {
      promise.catch(() => {})
      leave()
      return
    }
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
