/**
 * Lets so many tasks run at once; the next ones wait in order, and when too many wait, the rest are turned away at once:
 * a server that answers some questions is better than one that answers none in time.
 */
export interface QueueLimits {
  readonly running: number
  readonly waiting: number
}

/** Undefined: there was no room. A task whose signal is aborted while it waits runs at its turn and finds out itself. */
export type Enqueue = <T>(task: () => Promise<T>) => Promise<T> | undefined

export function createQueue(limits: QueueLimits): Enqueue {
  let running = 0
  const waiting: (() => void)[] = []

  async function run<T>(task: () => Promise<T>): Promise<T> {
    if (running >= limits.running) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      // The place is handed on: `running` stays as it is while somebody waits.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }

  return (task) => (running >= limits.running && waiting.length >= limits.waiting ? undefined : run(task))
}
