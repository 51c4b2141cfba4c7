/** Who may ask: the holder of a token, on every path but those of health; without tokens, whoever names this machine. */
import { expect, onTestFinished, test } from 'vitest'
import { post, startApp, token } from './app-server.ts'
import { rawGet } from './raw-get.ts'

async function start(...options: Parameters<typeof startApp>) {
  const server = await startApp(...options)
  onTestFinished(() => server.close(0).then(() => undefined))
  return server
}

const basic = (password: string, user = 'tableau') => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** All paths that may not be open: of each kind one, and one that is not there. */
const closed = [
  '/',
  '/graphql',
  `/graphql?query=${encodeURIComponent('{ hello }')}`,
  '/graphiql',
  '/graphiql/',
  '/graphiql/assets/index-B2x4_aQz.js',
  '/schema.graphql',
  '/admin',
  '/livez/',
  '/readyz/../graphql',
]

const unauthenticated = {
  errors: [
    {
      message: 'A valid access token is needed: `Authorization: Bearer <token>`, or Basic authentication with the token as password.',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
}

test.each(closed)('with tokens, %s answers nobody without one', async (path) => {
  const { url } = await start({ tokens: [token] })
  const { status, body, headers } = await rawGet(url, path)
  expect([status, JSON.parse(body)]).toEqual([401, unauthenticated])
  expect(headers['www-authenticate']).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
})

test('with tokens, only /livez and /readyz answer everyone', async () => {
  const { url } = await start({ tokens: [token] })
  for (const path of ['/livez', '/readyz']) {
    expect(await rawGet(url, path, { host: 'attacker.example' })).toMatchObject({ status: 200, body: '{"status":"ok"}\n' })
  }
})

test('a token is presented as Bearer, or as the password of Basic with any user name', async () => {
  const server = await start({ tokens: ['another-token-of-16', token] })
  for (const authorization of [`Bearer ${token}`, `bearer ${token}`, basic(token), basic(token, ''), 'Bearer another-token-of-16']) {
    expect((await post(server, { query: '{ hello }' }, { authorization })).status).toBe(200)
    expect((await fetch(`${server.url}/schema.graphql`, { headers: { authorization } })).status).toBe(200)
    expect((await fetch(`${server.url}/`, { headers: { authorization }, redirect: 'manual' })).status).toBe(308)
    expect((await fetch(`${server.url}/admin`, { headers: { authorization } })).status).toBe(404)
  }
})

test.each([
  '',
  'Bearer',
  `Bearer ${token}x`,
  `Bearer ${token.slice(1)}`,
  `Token ${token}`,
  basic('wrong'),
  basic(`${token} `),
  basic('').replace('Basic', 'Bearer'),
  'Basic !!!',
])('what is no token is refused in one form, whatever is wrong: %s', async (authorization) => {
  const server = await start({ tokens: ['another-token-of-16', token] })
  const { status, body, headers } = await rawGet(server.url, `/graphql?query=${encodeURIComponent('{ hello }')}`, { authorization })
  expect([status, JSON.parse(body)]).toEqual([401, unauthenticated])
  expect(headers['www-authenticate']).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(JSON.stringify(server.logLines())).not.toContain(token)
})

test('Basic is offered to tools, not to the scripts of a page, whose browser would ask with a dialog of its own', async () => {
  const { url } = await start({ tokens: [token] })
  const offered = async (headers: Record<string, string>) => (await rawGet(url, '/graphql', headers)).headers['www-authenticate']
  expect(await offered({})).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(await offered({ 'sec-fetch-mode': 'navigate' })).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(await offered({ 'sec-fetch-mode': 'cors' })).toBe('Bearer realm="tessera"')
})

test('without tokens only loopback names are served', async () => {
  const { url } = await start()
  const path = `/graphql?query=${encodeURIComponent('{ hello }')}`
  const headers = (host: string) => ({ host, 'apollo-require-preflight': '1' })
  for (const host of ['localhost', 'localhost:4000', '127.0.0.1:1', '[::1]:4000']) {
    expect(await rawGet(url, path, headers(host))).toMatchObject({ status: 200 })
  }
})

test.each(closed)('without tokens, %s does not answer under a name that is not of this machine', async (path) => {
  const { url } = await start()
  for (const host of ['attacker.example:4000', 'localhost.attacker.example', '127.0.0.1.attacker.example', '10.0.0.7:4000']) {
    const { status, body } = await rawGet(url, path, { host, 'apollo-require-preflight': '1' })
    expect([status, JSON.parse(body)]).toEqual([
      403,
      {
        errors: [
          {
            message: `Without access tokens only loopback names are served, not \`${host}\`. \`TESSERA_TOKENS\` lifts this.`,
            extensions: { code: 'FORBIDDEN_HOST' },
          },
        ],
      },
    ])
  }
})
