/**
 * One computation that several callers wait for. Each caller's signal takes only that caller away; when the last one has gone, the computation is
 * told to stop. What it ends with, value or error, is the same for all.
 */
export class Flight<T> {
  readonly result: Promise<T>
  readonly #stop = new AbortController()
  readonly #onAbandoned: () => void
  #callers = 0

  /** `onAbandoned` is called before the computation is stopped: nobody may join any more. */
  constructor(compute: (signal: AbortSignal) => Promise<T>, onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned
    this.result = compute(this.#stop.signal)
    // Callers who have left do not hear how it ended.
    this.result.catch(() => {})
  }

  get isAbandoned(): boolean {
    return this.#stop.signal.aborted
  }

  /** Rejects with the signal's reason as soon as the caller is gone. */
  join(signal: AbortSignal | undefined): Promise<T> {
    this.#callers += 1
    return signal === undefined ? this.result : leavingWith(signal, this.result, () => this.#leave(signal.reason))
  }

  #leave(reason: unknown): void {
    this.#callers -= 1
    if (this.#callers > 0) return
    this.#onAbandoned()
    this.#stop.abort(reason)
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
      leave()
      return
    }
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
