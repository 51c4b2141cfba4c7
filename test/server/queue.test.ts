/** So many at once, so many more waiting, one of each caller in turn, the rest turned away. */
import { expect, test } from 'vitest'
import { createQueue, type Enqueue, turnedAway } from '../../src/server/queue.ts'
import { deferred } from './deferred.ts'

/** Occupies the queue's one place until `free` is called, and writes down who begins. */
function occupied(enqueue: Enqueue) {
  const gate = deferred<string>()
  const began: string[] = []
  const first = enqueue(() => gate.promise, { caller: 'first' })
  return {
    began,
    ask: (caller: string, name: string, signal?: AbortSignal) =>
      enqueue(
        async () => {
          began.push(name)
          return name
        },
        { caller, signal },
      ),
    free: async () => {
      gate.resolve('done')
      expect(await first).toBe('done')
    },
  }
}

test('tasks of one caller run in order, at most so many at once; a full queue turns the next one away', async () => {
  const enqueue = createQueue({ running: 1, waiting: 2 })
  const { ask, began, free } = occupied(enqueue)
  const waiting = [ask('a', 'a1'), ask('a', 'a2')]
  expect(await ask('a', 'a3')).toBe(turnedAway)
  expect(began).toEqual([])
  await free()
  expect(await Promise.all(waiting)).toEqual(['a1', 'a2'])
  expect(began).toEqual(['a1', 'a2'])
  expect(await ask('a', 'a4')).toBe('a4')
})

test('callers are served in turn, however many tasks one of them brings', async () => {
  const { ask, began, free } = occupied(createQueue({ running: 1, waiting: 100 }))
  const waiting = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('b', 'b2'), ask('c', 'c1')]
  await free()
  await Promise.all(waiting)
  expect(began).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('a full queue makes room for whoever has fewer in it: the latest task of the caller with most is turned away', async () => {
  const { ask, began, free } = occupied(createQueue({ running: 1, waiting: 4 }))
  const greedy = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('a', 'a4')]
  const modest = [ask('b', 'b1'), ask('b', 'b2')]
  // Two each: nobody has to give more.
  expect(await ask('b', 'b3')).toBe(turnedAway)
  expect(await ask('a', 'a5')).toBe(turnedAway)
  await free()
  expect(await Promise.all(greedy)).toEqual(['a1', 'a2', turnedAway, turnedAway])
  expect(await Promise.all(modest)).toEqual(['b1', 'b2'])
  expect(began).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('a task whose asker goes away while it waits leaves at once, and its place is free', async () => {
  const { ask, began, free } = occupied(createQueue({ running: 1, waiting: 1 }))
  const asker = new AbortController()
  const abandoned = ask('a', 'a1', asker.signal)
  expect(await ask('b', 'b1')).toBe(turnedAway)
  asker.abort()
  await expect(abandoned).rejects.toThrow('aborted')
  const next = ask('b', 'b2')
  await free()
  expect(await next).toBe('b2')
  expect(began).toEqual(['b2'])
})

test('a task whose asker has gone before does not begin', async () => {
  const enqueue = createQueue({ running: 1, waiting: 1 })
  const began: string[] = []
  await expect(enqueue(async () => began.push('a'), { caller: 'a', signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  expect(began).toEqual([])
  expect(await enqueue(async () => 'next', { caller: 'a' })).toBe('next')
})

test('a task that fails makes room like any other', async () => {
  const enqueue = createQueue({ running: 1, waiting: 0 })
  await expect(enqueue(() => Promise.reject(new Error('no')), { caller: 'a' })).rejects.toThrow('no')
  expect(await enqueue(async () => 'next', { caller: 'a' })).toBe('next')
})

test('never more than so many run at once, and none is lost', async () => {
  const enqueue = createQueue({ running: 3, waiting: 1000 })
  let running = 0
  let most = 0
  const task = (n: number) => async () => {
    running += 1
    most = Math.max(most, running)
    for (let turns = n % 5; turns > 0; turns -= 1) await Promise.resolve()
    running -= 1
    return n
  }
  const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => enqueue(task(n), { caller: `caller ${n % 7}` })))
  expect(answers).toEqual(Array.from({ length: 500 }, (_, n) => n))
  expect([running, most]).toEqual([0, 3])
})
