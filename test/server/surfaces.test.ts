/** The other paths: health, schema, page, and what is not there; how a server ends. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { listen } from '../../src/server/listen.ts'
import { post, startApp } from './app-server.ts'
import { deferred } from './deferred.ts'
import { rawGet } from './raw-get.ts'

async function start(...options: Parameters<typeof startApp>) {
  const server = await startApp(...options)
  onTestFinished(() => server.close(0).then(() => undefined))
  return server
}

test('/livez and /readyz answer ok; a database that is down makes only /readyz say so', async () => {
  const up = await start()
  expect(await (await fetch(`${up.url}/livez`)).json()).toEqual({ status: 'ok' })
  expect(await (await fetch(`${up.url}/readyz`)).json()).toEqual({ status: 'ok' })

  const down = await start({ readiness: async () => ({ ready: false, reason: 'The database does not answer.' }) })
  expect((await fetch(`${down.url}/livez`)).status).toBe(200)
  const response = await fetch(`${down.url}/readyz`)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.json()).toEqual({ status: 'unavailable', reason: 'The database does not answer.' })
})

test('/schema.graphql is the schema', async () => {
  const { url } = await start({ schemaText: () => 'type Query { hello: String }\n' })
  const response = await fetch(`${url}/schema.graphql`)
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await response.text()).toBe('type Query { hello: String }\n')
})

test('an unknown path is 404', async () => {
  const { url } = await start()
  const response = await fetch(`${url}/admin`)
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ errors: [{ message: 'There is nothing at this path.', extensions: { code: 'NOT_FOUND' } }] })
})

function webFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-web-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'web/assets'), { recursive: true })
  writeFileSync(join(folder, 'web/index.html'), '<!doctype html><title>Tessera</title>')
  writeFileSync(join(folder, 'web/assets/index-B2x4_aQz.js'), 'console.log(1)')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  return join(folder, 'web')
}

test('/ and /graphiql lead to the page, which may load nothing from elsewhere', async () => {
  const { url } = await start({ webFolder: webFolder() })
  for (const path of ['/', '/graphiql']) {
    const response = await fetch(`${url}${path}`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, '/graphiql/'])
  }
  const page = await fetch(`${url}/graphiql/`)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
      "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(await page.text()).toContain('<title>Tessera</title>')
  const again = await fetch(`${url}/graphiql/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
  expect(again.status).toBe(304)
})

test('a file with a hash in its name is cached for good, by whoever may ask and nobody between', async () => {
  const { url } = await start({ webFolder: webFolder() })
  const asset = await fetch(`${url}/graphiql/assets/index-B2x4_aQz.js`)
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(asset.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
})

test.each([
  '/graphiql/../secret.html',
  '/graphiql/..%2fsecret.html',
  '/graphiql/%2e%2e/secret.html',
  '/graphiql//etc/passwd',
  '/graphiql/assets',
])('no path leads out of the page: %s', async (path) => {
  const { url } = await start({ webFolder: webFolder() })
  expect(await rawGet(url, path)).toMatchObject({ status: 404 })
})

test('a page that was not built says how to build it', async () => {
  const { url } = await start()
  expect(await (await fetch(`${url}/graphiql/`)).json()).toEqual({
    errors: [{ message: 'The page is not built. `npm run build` builds it.', extensions: { code: 'NOT_FOUND' } }],
  })
})

/** A field that answers when it is told to, and says when it is asked and when its client has gone. */
function slowSchema() {
  const asked = deferred<void>()
  const answer = deferred<string>()
  const gone = deferred<void>()
  const resolve = (_source: unknown, _args: unknown, { signal }: Context) => {
    signal?.addEventListener('abort', () => gone.resolve())
    asked.resolve()
    return answer.promise
  }
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { slow: { type: GraphQLString, resolve } } }) })
  return { schema, asked: asked.promise, gone: gone.promise, answer: answer.resolve }
}

test('a client that goes away aborts its operation', async () => {
  const { schema, asked, gone, answer } = slowSchema()
  const server = await start({ schema })
  const client = new AbortController()
  const response = fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ slow }"}',
    signal: client.signal,
  })
  await asked
  client.abort()
  await expect(response).rejects.toThrow('aborted')
  await gone
  answer('too late')
})

test('closing waits for what is running and takes nothing new', async () => {
  const { schema, asked, answer } = slowSchema()
  const server = await startApp({ schema })
  const running = post(server, { query: '{ slow }' })
  await asked
  const closed = server.close(5000)
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed')
  answer('done')
  expect(await (await running).json()).toEqual({ data: { slow: 'done' } })
  expect(await closed).toBe(true)
})

test('closing does not wait for a connection that asks nothing', async () => {
  const server = await startApp()
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(socket, 'connect')
  await post(server, { query: '{ hello }' })
  const gone = once(socket, 'close')
  expect(await server.close(60_000)).toBe(true)
  await gone
})

test('closing cuts what is still running when the grace is over', async () => {
  const { schema, asked, gone, answer } = slowSchema()
  const server = await startApp({ schema })
  const running = post(server, { query: '{ slow }' })
  await asked
  const closed = server.close(20)
  await expect(running).rejects.toThrow('fetch failed')
  await gone
  answer('too late')
  expect(await closed).toBe(false)
})

test('a taken port and a host of another machine are one clear issue', async () => {
  const { url } = await start()
  const port = Number(new URL(url).port)
  expect(await listen({ host: '127.0.0.1', port }, () => {})).toEqual({
    ok: false,
    issues: [
      {
        code: 'ADDRESS_UNAVAILABLE',
        facts: { host: '127.0.0.1', port, problem: 'another process uses the port. `PORT` chooses another one, 0 any free one.' },
      },
    ],
  })
  expect(await listen({ host: '192.0.2.1', port: 4000 }, () => {})).toEqual({
    ok: false,
    issues: [
      {
        code: 'ADDRESS_UNAVAILABLE',
        facts: { host: '192.0.2.1', port: 4000, problem: 'the host is not an address of this machine. `HOST` chooses another one.' },
      },
    ],
  })
})
