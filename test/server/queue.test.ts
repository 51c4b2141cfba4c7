/** So many at once, so many more in line, the rest turned away. */
import { expect, test } from 'vitest'
import { createQueue } from '../../src/server/queue.ts'
import { deferred } from './deferred.ts'

test('tasks run in order, at most so many at once; a full line turns the next one away', async () => {
  const enqueue = createQueue({ running: 1, waiting: 1 })
  const first = deferred<string>()
  const began: string[] = []
  const task = (name: string, result: Promise<string>) => () => {
    began.push(name)
    return result
  }
  const a = enqueue(task('a', first.promise))
  const b = enqueue(task('b', Promise.resolve('b done')))
  expect(enqueue(task('c', Promise.resolve('never')))).toBeUndefined()
  expect(began).toEqual(['a'])
  first.resolve('a done')
  expect(await Promise.all([a, b])).toEqual(['a done', 'b done'])
  expect(began).toEqual(['a', 'b'])
  expect(await enqueue(task('d', Promise.resolve('d done')))).toBe('d done')
})

test('a task that fails makes room like any other', async () => {
  const enqueue = createQueue({ running: 1, waiting: 0 })
  await expect(enqueue(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await enqueue(async () => 'next')).toBe('next')
})
