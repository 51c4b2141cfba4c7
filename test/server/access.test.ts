/** Who may ask: the holder of a token, on every path but those of health; without tokens, whoever names this machine. Who it was is in the log. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { readAccessTokens } from '../../src/server/access-tokens.ts'
import { createLogger } from '../../src/server/log.ts'
import { post, startApp, token, tokens } from './app-server.ts'
import { rawGet } from './raw-get.ts'

async function start(...options: Parameters<typeof startApp>) {
  const server = await startApp(...options)
  onTestFinished(() => server.close(0).then(() => undefined))
  return server
}

const { tokens: twoTokens } = readAccessTokens(`another-token-of-16,${token}`)
const basic = (password: string, user = 'tableau') => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** All paths that may not be open: of each kind one, and one that is not there. */
const closed = [
  '/',
  '/graphql',
  `/graphql?query=${encodeURIComponent('{ hello }')}`,
  '/graphiql',
  '/graphiql/',
  '/graphiql/assets/index-B2x4_aQz.js',
  `/graphiql/graphql?query=${encodeURIComponent('{ hello }')}`,
  '/graphiql/q',
  '/graphiql/q/top-states.csv',
  '/schema.graphql',
  '/q',
  '/q/top-states.csv',
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
  const { url } = await start({ tokens })
  const { status, body, headers } = await rawGet(url, path)
  expect([status, JSON.parse(body)]).toEqual([401, unauthenticated])
  expect(headers['www-authenticate']).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
})

test('with tokens, only /livez and /readyz answer everyone', async () => {
  const { url } = await start({ tokens })
  for (const path of ['/livez', '/readyz']) {
    expect(await rawGet(url, path, { host: 'attacker.example' })).toMatchObject({ status: 200, body: '{"status":"ok"}\n' })
  }
})

test('a token is presented as Bearer, or as the password of Basic with any user name', async () => {
  const server = await start({ tokens: twoTokens })
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
  const server = await start({ tokens: twoTokens })
  const { status, body, headers } = await rawGet(server.url, `/graphql?query=${encodeURIComponent('{ hello }')}`, { authorization })
  expect([status, JSON.parse(body)]).toEqual([401, unauthenticated])
  expect(headers['www-authenticate']).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(JSON.stringify(server.logLines())).not.toContain(token)
})

test('Basic is offered to tools, not to the scripts of a page, whose browser would ask with a dialog of its own', async () => {
  const { url } = await start({ tokens })
  const offered = async (headers: Record<string, string>) => (await rawGet(url, '/graphql', headers)).headers['www-authenticate']
  expect(await offered({})).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(await offered({ 'sec-fetch-mode': 'navigate' })).toBe('Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"')
  expect(await offered({ 'sec-fetch-mode': 'cors' })).toBe('Bearer realm="tessera"')
})

test('each challenge is a line of its own, so that a browser finds Basic', async () => {
  const { url } = await start({ tokens })
  const answer = await rawRequest(url, 'GET /graphiql/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  expect(answer.split('\r\n').filter((line) => line.toLowerCase().startsWith('www-authenticate:'))).toEqual([
    'www-authenticate: Bearer realm="tessera"',
    'www-authenticate: Basic realm="tessera", charset="UTF-8"',
  ])
})

/** A browser sends the password it was asked for at /graphiql/ to all that lies there, without being asked again, and to nothing beside it. */
test('the page asks where its own files are', async () => {
  const server = await start({ tokens })
  const response = await fetch(`${server.url}/graphiql/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic(token) },
    body: '{"query":"{ hello }"}',
  })
  expect([response.status, await response.text()]).toEqual([200, '{"data":{"hello":"world"}}\n'])
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

test('log lines of requests carry the name of the token; who may not ask has none', async () => {
  const { tokens } = readAccessTokens(
    `power-bi:sha256:62249369389075490555a758353aec61500c6218fa597252d52dc4bd0148f12d,another-token-of-16`,
  )
  const server = await start({ tokens })
  await post(server, { query: '{ hello }' }, { authorization: `Bearer ${token}` })
  await fetch(`${server.url}/admin`, { headers: { authorization: basic('another-token-of-16', 'mallory') } })
  await fetch(`${server.url}/admin`, { headers: { authorization: basic('wrong', 'power-bi') } })
  await fetch(`${server.url}/livez`, { headers: { authorization: `Bearer ${token}` } })
  expect(server.logLines().map(({ path, status, caller }) => [path, status, caller])).toEqual([
    ['/graphql', 200, 'power-bi'],
    ['/admin', 404, 'token-2'],
    ['/admin', 401, undefined],
    ['/livez', 200, undefined],
  ])
})

test('resolvers are told who asks: the name of the token, or nobody', async () => {
  const fields = {
    who: { type: GraphQLString, resolve: (_source: unknown, _args: unknown, { access }: Context) => JSON.stringify(access) },
  }
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) })
  const who = async (options: Parameters<typeof startApp>[0], authorization = '') => {
    const response = await post(await start({ schema, ...options }), { query: '{ who }' }, { authorization })
    return JSON.parse(await response.text()).data.who
  }
  expect(await who({ tokens: twoTokens, showSql: false }, `Bearer ${token}`)).toBe('{"name":"token-2","key":"token-2","showSql":false}')
  expect(await who({ showSql: true })).toBe('{"key":"127.0.0.1","showSql":true}')
})

test('a token in an address is not read, and not logged', async () => {
  const server = await start({ tokens })
  for (const name of ['token', 'access_token', 'authorization', 'api_key']) {
    const query = new URLSearchParams({ query: '{ hello }', [name]: token })
    expect(await rawGet(server.url, `/graphql?${query}`, { 'apollo-require-preflight': '1' })).toMatchObject({ status: 401 })
  }
  expect(await rawGet(server.url, '/graphql', { cookie: `token=${token}`, 'x-api-key': token })).toMatchObject({ status: 401 })
  expect(JSON.stringify(server.logLines())).not.toContain(token)
})

test('what names a role, a user or another method in a header or the body changes nothing', async () => {
  const server = await start({ tokens })
  const claims = {
    'x-role': 'admin',
    'x-user': 'admin',
    'x-forwarded-user': 'admin',
    'x-original-url': '/livez',
    'x-http-method-override': 'GET',
  }
  const body = { query: '{ hello }', extensions: { access: { name: 'admin' }, securityContext: { role: 'admin' } } }
  expect((await post(server, body, claims)).status).toBe(401)
  const response = await post(server, body, { ...claims, authorization: `Bearer ${token}` })
  expect([response.status, await response.json()]).toEqual([200, { data: { hello: 'world' } }])
  expect(server.logLines().map(({ method, caller }) => [method, caller])).toEqual([
    ['POST', undefined],
    ['POST', 'token-1'],
  ])
})

test('pages of other sites are told nothing they could read, with tokens and without', async () => {
  for (const options of [{}, { tokens }]) {
    const server = await start(options)
    for (const origin of ['null', 'https://evil.example', 'http://127.0.0.1:4000.evil.example']) {
      const preflight = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
      const answers = [
        await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: preflight }),
        await post(server, { query: '{ hello }' }, { origin, authorization: `Bearer ${token}` }),
        await fetch(`${server.url}/schema.graphql`, { headers: { origin, authorization: `Bearer ${token}` } }),
      ]
      for (const { headers } of answers) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      }
    }
  }
})

test('introspection and suggestions are for those who may ask', async () => {
  const server = await start({ tokens })
  for (const query of ['{ __schema { types { name } } }', '{ helo }', 'mutation { change }', '{']) {
    const response = await post(server, { query })
    expect([response.status, await response.json()]).toEqual([401, unauthenticated])
  }
})

/** The bytes as they are; the answer until the server closes the connection. */
async function rawRequest(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.end(Buffer.from(bytes, 'latin1'))
  await once(socket, 'close')
  return answer
}

test('nothing a client sends breaks a log line, or becomes a second one', async () => {
  const lines: string[] = []
  const { tokens } = readAccessTokens(token)
  const server = await start({ tokens, logger: createLogger('info', { write: (line) => void lines.push(line) }) })
  const forged = '\n{"level":"info","msg":"Request","caller":"admin"}\u001b[31m\u2028'
  await post(server, { query: '{ hello }', operationName: forged }, { authorization: `Bearer ${token}`, 'user-agent': 'a"b' })
  await rawRequest(
    server.url,
    `GET /x%0a"{} HTTP/1.1\r\nHost: a\r\nX-Request-Id: a"b\x9b\r\nAuthorization: Bearer \x9b"\r\nConnection: close\r\n\r\n`,
  )
  await rawRequest(server.url, `GET /graphql HTTP/1.1\r\nHost: a\r\nX-Request-Id: \x1b[31m\r\nConnection: close\r\n\r\n`)
  await rawRequest(server.url, `GET /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\nX: {}\r\nConnection: close\r\n\r\n`)
  for (const line of lines) {
    expect(line).toMatch(/^[^\p{Cc}\p{Zl}]+\n$/u)
    expect(JSON.parse(line)).toMatchObject({ msg: 'Request', requestId: expect.stringMatching(/^[\w-]+$/) })
  }
  expect(lines.map((line) => JSON.parse(line).caller)).toEqual(['token-1', undefined])
})

test.each([
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
  ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
])('a request that two servers could read as two is refused: %s', async (_what, headers) => {
  const server = await start({ tokens })
  const smuggled = `GET /graphql HTTP/1.1\r\nHost: a\r\n\r\n`
  const answer = await rawRequest(
    server.url,
    `POST /livez HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n\r\n0\r\n\r\n${smuggled}`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer.split('HTTP/1.1')).toHaveLength(2)
})

test('pages of other sites cannot make a browser ask; a link to here works', async () => {
  const { url } = await start()
  const ask = (site: string, mode: string) => rawGet(url, '/q', { 'sec-fetch-site': site, 'sec-fetch-mode': mode })
  const refused = await ask('cross-site', 'no-cors')
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    403,
    { errors: [{ message: 'Pages of other sites cannot ask this server.', extensions: { code: 'CROSS_SITE' } }] },
  ])
  expect((await ask('same-site', 'cors')).status).toBe(403)
  expect((await ask('cross-site', 'navigate')).status).toBe(200)
  expect((await ask('same-origin', 'cors')).status).toBe(200)
  expect((await ask('none', 'navigate')).status).toBe(200)
})
