/** A server that keeps answers: what is known does not wait behind what is not. */
import { expect, test, vi } from 'vitest'
import { engines } from '../support/databases.ts'
import { startAsked } from './running-server.ts'

test.each(engines)('%s: a known answer is given while every place is taken', { timeout: 90_000 }, async (engine) => {
  const server = await startAsked(engine, {
    TESSERA_MAX_CONCURRENCY: '1',
    TESSERA_STATEMENT_TIMEOUT: '10m',
    TESSERA_RESULT_CACHE: '64MB',
  })
  const known = { status: 200, retryAfter: null, rows: 7 }
  expect(await server.quick(7)).toEqual(known)
  const client = new AbortController()
  const endless = server.endless({ signal: client.signal }).catch(() => 'gone')
  // The place is taken when another question, which nobody has asked before, is not answered any more.
  let other = 100
  await vi.waitFor(
    async () => {
      other += 1
      await expect(server.quick(other, { signal: AbortSignal.timeout(150) })).rejects.toThrow('timeout')
    },
    { timeout: 40_000, interval: 20 },
  )
  for (let time = 0; time < 3; time += 1) expect(await server.quick(7)).toEqual(known)
  client.abort()
  expect(await endless).toBe('gone')
})
