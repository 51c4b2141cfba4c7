/**
 * Lets so many tasks run at once and so many more wait; the rest are turned away: a server that answers some questions is better
 * than one that answers none in time.
 *
 * Whoever waits is served in turn, one task of each caller, so that a caller with 500 questions makes nobody wait but itself. When
 * too many wait, the caller with most of them makes room for one with fewer: its latest task is turned away instead.
 */
export interface QueueLimits {
  readonly running: number
  /** Of all callers together. */
  readonly waiting: number
}

export interface Turn {
  /** Whoever has the same name shares one turn. */
  readonly caller: string
  /** A task whose signal is aborted while it waits leaves at once; its promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** There was no room for the task. */
export const turnedAway = Symbol('turned away')

export type Enqueue = <T>(task: () => Promise<T>, turn: Turn) => Promise<T | typeof turnedAway>

interface Waiting {
  readonly start: () => void
  readonly turnAway: () => void
}

export function createQueue(limits: QueueLimits): Enqueue {
  let running = 0
  const lines = new Lines()

  function makeRoomFor(caller: string): boolean {
    if (lines.length < limits.waiting) return true
    const [longest, length] = lines.longest()
    // Giving one place to the other must leave the giver at least as many.
    if (longest === undefined || length <= lines.lengthOf(caller) + 1) return false
    lines.takeLast(longest)?.turnAway()
    return true
  }

  function wait({ caller, signal }: Turn): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const settle = (isStarted: boolean) => (): void => {
        signal?.removeEventListener('abort', leave)
        resolve(isStarted)
      }
      const waiting: Waiting = { start: settle(true), turnAway: settle(false) }
      const leave = (): void => {
        lines.remove(caller, waiting)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      lines.add(caller, waiting)
    })
  }

  return async (task, turn) => {
    turn.signal?.throwIfAborted()
    if (running < limits.running) running += 1
    else if (!makeRoomFor(turn.caller) || !(await wait(turn))) return turnedAway
    try {
      return await task()
    } finally {
      // The place is handed on: `running` stays as it is while somebody waits.
      const next = lines.takeNext()
      if (next === undefined) running -= 1
      else next.start()
    }
  }
}

/** Who waits, by caller. The first caller of the map is next, and goes to its end once served; none is in it without a task. */
class Lines {
  readonly #byCaller = new Map<string, Waiting[]>()
  #length = 0

  get length(): number {
    return this.#length
  }

  lengthOf(caller: string): number {
    return this.#byCaller.get(caller)?.length ?? 0
  }

  longest(): readonly [caller: string | undefined, length: number] {
    let found: readonly [string | undefined, number] = [undefined, 0]
    for (const [caller, { length }] of this.#byCaller) if (length > found[1]) found = [caller, length]
    return found
  }

  add(caller: string, waiting: Waiting): void {
    this.#byCaller.set(caller, [...(this.#byCaller.get(caller) ?? []), waiting])
    this.#length += 1
  }

  takeNext(): Waiting | undefined {
    const [first] = this.#byCaller
    if (first === undefined) return undefined
    const [caller, [next, ...rest]] = first
    this.#byCaller.delete(caller)
    if (rest.length > 0) this.#byCaller.set(caller, rest)
    this.#length -= 1
    return next
  }

  takeLast(caller: string): Waiting | undefined {
    const last = this.#byCaller.get(caller)?.at(-1)
    if (last !== undefined) this.remove(caller, last)
    return last
  }

  remove(caller: string, waiting: Waiting): void {
    const line = this.#byCaller.get(caller) ?? []
    const rest = line.filter((each) => each !== waiting)
    if (rest.length > 0) this.#byCaller.set(caller, rest)
    else this.#byCaller.delete(caller)
    this.#length -= line.length - rest.length
  }
}
