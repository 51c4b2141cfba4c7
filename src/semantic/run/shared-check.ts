/**
 * One look at something for all who ask at a time: whoever asks while a look is under way shares the next one, never one that began before.
 *
 *   ask, ask -> look 1        ask (look 1 runs), ask -> look 2, begun when look 1 has ended
 *
 * So what was true when one asked is seen, and however many ask, at most two looks are waited for.
 */
export function sharedCheck<T>(look: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    if (next !== undefined) return next
    const begun = running.then(() => {
      next = undefined
      return look()
    })
    next = begun
    running = begun.catch(() => {})
    return begun
  }
}
