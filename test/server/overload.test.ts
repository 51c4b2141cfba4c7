/** Questions that never end, clients that go away, and more questions than can be answered: on both engines, over HTTP. */
import { request } from 'node:http'
import { expect, test, vi } from 'vitest'
import { engines } from '../support/databases.ts'
import { type Answer, type Asked, startAsked } from './running-server.ts'

const patience = { timeout: 40_000, interval: 20 }

async function health({ url }: Asked): Promise<unknown> {
  const answers = await Promise.all(['livez', 'readyz'].map((path) => fetch(`${url}/${path}`)))
  return Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]))
}

const healthy = [
  [200, { status: 'ok' }],
  [200, { status: 'ok' }],
]

/** Takes the one place there is; resolves when it is taken. The function returned lets go of it. */
async function occupy(server: Asked): Promise<() => Promise<void>> {
  const client = new AbortController()
  const endless = server.endless({ signal: client.signal }).catch(() => undefined)
  await vi.waitFor(async () => {
    const impatient = AbortSignal.timeout(150)
    await expect(server.quick(1, { signal: impatient })).rejects.toThrow('timeout')
  }, patience)
  return async () => {
    client.abort()
    await endless
  }
}

test.each(engines)(
  '%s: a statement that would run for hours is stopped, in the database too, and the next one is answered',
  async (engine) => {
    const server = await startAsked(engine, { TESSERA_MAX_CONCURRENCY: '1', TESSERA_STATEMENT_TIMEOUT: '300ms' })
    expect(await server.endless()).toEqual({ status: 200, retryAfter: null, rows: 'TIMEOUT' })
    // There is one place: it is free only when the statement has ended.
    expect(await server.quick(7)).toEqual({ status: 200, retryAfter: null, rows: 7 })
    await vi.waitFor(async () => expect(await server.statements()).toBe(0), patience)
  },
)

test.each(engines)('%s: a client that goes away stops its statement', { timeout: 90_000 }, async (engine) => {
  const server = await startAsked(engine, { TESSERA_MAX_CONCURRENCY: '1', TESSERA_STATEMENT_TIMEOUT: '10m' })
  const asked = request(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } })
  asked.on('error', () => {})
  asked.end(JSON.stringify({ query: '{ slice(by: {}) { rows { endless { rows } } } }' }))
  if (engine === 'postgres') await vi.waitFor(async () => expect(await server.statements()).toBe(1), patience)
  const waiting = server.quick(7)
  expect(await Promise.race([waiting, health(server)])).toEqual(healthy)
  asked.destroy()
  expect(await waiting).toEqual({ status: 200, retryAfter: null, rows: 7 })
  await vi.waitFor(async () => expect(await server.statements()).toBe(0), patience)
})

test.each(engines)(
  '%s: of 500 questions at once some wait and are answered rightly, the others are told to come again',
  { timeout: 90_000 },
  async (engine) => {
    const server = await startAsked(engine, { TESSERA_MAX_CONCURRENCY: '1', TESSERA_STATEMENT_TIMEOUT: '10m' })
    const letGo = await occupy(server)
    const answers: (Answer | undefined)[] = Array.from({ length: 500 })
    const all = answers.map(async (_, n) => {
      answers[n] = await server.quick(n + 1)
    })
    const turnedAway = () => answers.filter((answer) => answer !== undefined)
    await vi.waitFor(() => expect(turnedAway()).toHaveLength(475), patience)
    expect(turnedAway()).toEqual(Array.from({ length: 475 }, () => ({ status: 503, retryAfter: '5', rows: 'UNAVAILABLE' })))
    expect(await health(server)).toEqual(healthy)
    const waited = answers.flatMap((answer, n) => (answer === undefined ? [n] : []))
    await letGo()
    await Promise.all(all)
    expect(waited.map((n) => answers[n])).toEqual(waited.map((n) => ({ status: 200, retryAfter: null, rows: n + 1 })))
    await vi.waitFor(async () => expect(await server.statements()).toBe(0), patience)
  },
)

test.each(engines)(
  '%s: the holder of another token does not wait behind all questions of the first',
  { timeout: 90_000 },
  async (engine) => {
    const [first, second] = ['the-first-of-two-tokens', 'the-second-of-two-tokens']
    const server = await startAsked(engine, {
      TESSERA_MAX_CONCURRENCY: '1',
      TESSERA_STATEMENT_TIMEOUT: '10m',
      TESSERA_TOKENS: `${first},${second}`,
    })
    const occupier = new AbortController()
    const endless = server.endless({ token: first, signal: occupier.signal }).catch(() => undefined)
    const finished: string[] = []
    const answers: Answer[] = []
    const ask = async (token: string, n: number) => {
      answers.push(await server.quick(n, { token }))
      finished.push(token)
    }
    // One runs and 25 wait: the last question of the first has no room, nor has any after it.
    const many = Array.from({ length: 40 }, (_, n) => ask(first, n + 1))
    await vi.waitFor(() => expect(finished.length).toBeGreaterThanOrEqual(15), patience)
    finished.length = 0
    const one = ask(second, 99)
    // The one that makes room for it.
    await vi.waitFor(() => expect(finished).toEqual([first]), patience)
    finished.length = 0
    occupier.abort()
    await Promise.all([endless, one, ...many])
    expect(finished).toHaveLength(25)
    expect(finished.indexOf(second)).toBeLessThan(10)
    expect(answers).toContainEqual({ status: 200, retryAfter: null, rows: 99 })
  },
)

test.each(engines)('%s: who goes away while waiting is never asked for in the database', { timeout: 90_000 }, async (engine) => {
  const server = await startAsked(engine, { TESSERA_MAX_CONCURRENCY: '1', TESSERA_STATEMENT_TIMEOUT: '10m' })
  const letGo = await occupy(server)
  const client = new AbortController()
  const gone = Array.from({ length: 25 }, () => server.endless({ signal: client.signal }).catch(() => 'gone'))
  await vi.waitFor(async () => expect(await server.quick(1)).toMatchObject({ rows: 'UNAVAILABLE' }), patience)
  client.abort()
  expect(await Promise.all(gone)).toEqual(gone.map(() => 'gone'))
  await letGo()
  // Until the server has noticed, the queue is full. An endless one that stayed in it would keep this waiting.
  await vi.waitFor(async () => expect(await server.quick(3)).toEqual({ status: 200, retryAfter: null, rows: 3 }), patience)
})
