/** Something done again and again beside the requests: each step says when the next one is due; a step that throws does not end it. */
export interface Background {
  /** No further step begins, and the one that runs has ended. */
  close(): Promise<void>
}

export interface BackgroundOptions {
  readonly firstMs: number
  /** When the next step is due after one that threw. */
  readonly afterErrorMs: number
  readonly onError: (error: unknown) => void
}

/** `step` answers in how many milliseconds it is due again. */
export function runInBackground(step: () => Promise<number>, { firstMs, afterErrorMs, onError }: BackgroundOptions): Background {
  let isClosed = false
  let running: Promise<void> = Promise.resolve()
  let timer = setTimeout(runStep, firstMs)

  function runStep(): void {
    running = step()
      .catch((error: unknown) => {
        onError(error)
        return afterErrorMs
      })
      .then((nextMs) => {
        if (!isClosed) timer = setTimeout(runStep, nextMs)
      })
  }

  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}
