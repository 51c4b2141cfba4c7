/** Whoever asks while a look is under way shares the next one. */
import { describe, expect, test } from 'vitest'
import { sharedCheck } from '../../../src/semantic/run/shared-check.ts'

/** Looks at a number that grows, and says so when it is let go. */
function watched() {
  const begun: { readonly seen: number; readonly end: (error?: Error) => void }[] = []
  const world = { value: 1 }
  const ask = sharedCheck(
    () =>
      new Promise<number>((resolve, reject) => {
        const seen = world.value
        begun.push({ seen, end: (error) => (error === undefined ? resolve(seen) : reject(error)) })
      }),
  )
  return { ask, begun, world }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('looks', () => {
  test('those who ask at once share one', async () => {
    const { ask, begun } = watched()
    const answers = Promise.all([ask(), ask(), ask()])
    await turn()
    expect(begun).toHaveLength(1)
    begun[0]?.end()
    expect(await answers).toEqual([1, 1, 1])
  })

  test('who asks while one runs shares the next, and sees what happened before', async () => {
    const { ask, begun, world } = watched()
    const first = ask()
    await turn()
    world.value = 2
    const later = [ask(), ask()]
    await turn()
    expect(begun).toHaveLength(1)
    begun[0]?.end()
    await turn()
    begun[1]?.end()
    expect([await first, ...(await Promise.all(later))]).toEqual([1, 2, 2])
    expect(begun).toHaveLength(2)
  })

  test('one that fails fails for those who share it; the next is a new one', async () => {
    const { ask, begun } = watched()
    const first = Promise.allSettled([ask(), ask()])
    await turn()
    const next = ask()
    begun[0]?.end(new Error('gone'))
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await turn()
    begun[1]?.end()
    expect(await next).toBe(1)
  })
})
