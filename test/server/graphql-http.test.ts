/** GraphQL over HTTP: what a request may look like, and the full text of each refusal. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post, startApp, type TestServer } from './app-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startApp()
})
afterAll(() => server.close())

async function refusal(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] }
  return [response.status, ...errors.map(({ message, extensions }) => [extensions.code, message])]
}

test('a POST with a JSON body is answered, with an id and without caching', async () => {
  const response = await post(server, { query: '{ hello }', variables: null, unknownKey: 1 })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ data: { hello: 'world' } })
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})

test('a client that prefers application/graphql-response+json gets it', async () => {
  const response = await post(server, { query: '{ hello }' }, { accept: 'application/graphql-response+json, application/json;q=0.9' })
  expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8')
})

test.each([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  // Grafana's Infinity, and browsers.
  ['application/json;q=0.9,text/plain', 'application/json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json'],
])('Accept: %s is answered with %s', async (accept, type) => {
  const response = await post(server, { query: '{ hello }' }, { accept })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`])
})

test('mistakes in a request answer 400 without data, those of executing it 200 with data, in either media type', async () => {
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const mistake = await post(server, { query: '{ helo }' }, { accept })
    expect([mistake.status, Object.keys((await mistake.json()) as object)]).toEqual([400, ['errors']])
    const refused = await post(server, { query: '{ hello refused }' }, { accept })
    expect([refused.status, await refused.json()]).toMatchObject([200, { data: { hello: 'world', refused: null } }])
  }
})

test('a URL that is too long is refused', async () => {
  const response = await fetch(`${server.url}/graphql?query=${'x'.repeat(20_000)}`, { headers: { 'apollo-require-preflight': 'true' } })
  expect(response.status).toBe(431)
})

test('a sane request id is kept, another one is replaced', async () => {
  const kept = await post(server, { query: '{ hello }' }, { 'x-request-id': 'gateway-42' })
  expect(kept.headers.get('x-request-id')).toBe('gateway-42')
  const replaced = await post(server, { query: '{ hello }' }, { 'x-request-id': 'two words{}' })
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('all parts of an operation see one instant', async () => {
  const response = await post(server, { query: '{ a: now b: now }' })
  expect(await response.json()).toEqual({ data: { a: '2026-05-04T10:00:00.000Z', b: '2026-05-04T10:00:00.000Z' } })
})

test('a GET is answered when a link or form of another site could not have made it', async () => {
  const url = `${server.url}/graphql?query=${encodeURIComponent('{ hello }')}`
  const allowed = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } })
  expect(await allowed.json()).toEqual({ data: { hello: 'world' } })

  const refused = await fetch(url)
  expect(await refusal(refused)).toEqual([
    400,
    [
      'BAD_REQUEST',
      "This operation has been blocked as a potential Cross-Site Request Forgery (CSRF). Please either specify a 'content-type' header " +
        '(with a type that is not one of application/x-www-form-urlencoded, multipart/form-data, text/plain) or provide a non-empty value ' +
        'for one of the following headers: x-apollo-operation-name, apollo-require-preflight\n',
    ],
  ])
})

test('a mutation by GET is refused', async () => {
  const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent('mutation { change }')}`, {
    headers: { 'apollo-require-preflight': 'true' },
  })
  expect(response.headers.get('allow')).toBe('POST')
  expect(await refusal(response)).toEqual([405, ['BAD_REQUEST', 'GET requests only support query operations, not mutation operations']])
})

test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is refused with the methods that are answered', async (method) => {
  const response = await fetch(`${server.url}/graphql`, { method })
  expect(response.headers.get('allow')).toBe('GET, POST')
  expect(await refusal(response)).toEqual([405, ['METHOD_NOT_ALLOWED', 'This path answers GET, POST.']])
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/graphql'])(
  'a body of type %s is refused',
  async (type) => {
    const response = await post(server, '{"query":"{ hello }"}', { 'content-type': type })
    expect(await refusal(response)).toEqual([415, ['BAD_REQUEST', 'POST needs `Content-Type: application/json`.']])
  },
)

test('only UTF-8 bodies, uncompressed, are read', async () => {
  const utf7 = await post(server, { query: '{ hello }' }, { 'content-type': 'application/json; charset=utf-7' })
  expect(await refusal(utf7)).toEqual([415, ['BAD_REQUEST', 'The body must be UTF-8.']])
  const compressed = await post(server, { query: '{ hello }' }, { 'content-encoding': 'gzip' })
  expect(await refusal(compressed)).toEqual([415, ['BAD_REQUEST', 'Compressed bodies are not read.']])
  const bytes = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: new Uint8Array([0x22, 0xff, 0x22]),
  })
  expect(await refusal(bytes)).toEqual([400, ['BAD_REQUEST', 'The body is not valid UTF-8.']])
})

test('a body that is not JSON, or JSON without a query, is refused', async () => {
  expect(await refusal(await post(server, '{"query": '))).toEqual([400, ['BAD_REQUEST', 'The body is not valid JSON.']])
  expect(await refusal(await post(server, {}))).toEqual([
    400,
    ['BAD_REQUEST', 'POST body missing, invalid Content-Type, or JSON object has no keys.'],
  ])
})

test('a batch is refused', async () => {
  const response = await post(server, [{ query: '{ hello }' }, { query: '{ hello }' }])
  expect(await refusal(response)).toEqual([400, ['BAD_REQUEST', 'The body is a list: operations are sent one by one.']])
})

test('a body of more than one megabyte is refused, whether or not it says how long it is', async () => {
  const body = JSON.stringify({ query: '{ hello }', padding: 'x'.repeat(1_100_000) })
  const expected = [413, ['BAD_REQUEST', 'The body is larger than 1048576 bytes.']]
  expect(await refusal(await post(server, body))).toEqual(expected)
  const streamed = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect(await refusal(streamed)).toEqual(expected)
})

test('a query that nobody persisted is not found, and none is registered: see queries/trusted-documents.test.ts', async () => {
  const response = await post(server, { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } })
  expect(await refusal(response)).toEqual([404, ['PERSISTED_DOCUMENT_NOT_FOUND', 'PersistedQueryNotFound']])
})

test('syntax, validation and variable errors answer 400 and say where', async () => {
  const syntax = await post(server, { query: '{ hello' })
  expect(syntax.status).toBe(400)
  expect(await syntax.json()).toEqual({
    errors: [
      {
        message: 'Syntax Error: Expected Name, found <EOF>.',
        locations: [{ line: 1, column: 8 }],
        extensions: { code: 'GRAPHQL_PARSE_FAILED' },
      },
    ],
  })
  expect(await refusal(await post(server, { query: '{ helo }' }))).toEqual([
    400,
    ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "helo" on type "Query". Did you mean "hello"?'],
  ])
  const query = 'query ($n: Int!) { echo(n: $n) }'
  expect(await refusal(await post(server, { query, variables: { n: 'three' } }))).toEqual([
    400,
    ['BAD_USER_INPUT', 'Variable "$n" got invalid value "three"; Int cannot represent non-integer value: "three"'],
  ])
})

test('introspection is answered', async () => {
  const response = await post(server, { query: '{ __schema { queryType { name } } }' })
  expect(await response.json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } })
})
