/** Documents that are too large are refused unanswered; what a dashboard sends is not. */
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post, startApp, type TestServer } from './app-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startApp()
})
afterAll(() => server.close())

async function codes(query: string): Promise<unknown> {
  const response = await post(server, { query })
  const { errors = [] } = (await response.json()) as { errors?: { message: string; extensions: unknown }[] }
  return [response.status, ...errors.map(({ message, extensions }) => [message, extensions])]
}

function nested(levels: number): string {
  return `${'{ node '.repeat(levels - 1)}{ name }${' }'.repeat(levels - 1)}`
}

function aliases(count: number): string {
  return `{ ${Array.from({ length: count }, (_, i) => `a${i}: hello`).join(' ')} }`
}

test('12 levels are answered, 13 are not', async () => {
  expect(await codes(nested(12))).toEqual([200])
  expect(await codes(nested(13))).toEqual([
    400,
    ['The document has 13 levels of nested fields; the limit is 12.', { code: 'QUERY_TOO_LARGE', limit: 12 }],
  ])
})

test('depth counts through fragments', async () => {
  const query = `{ node { ...Deep } } fragment Deep on Node ${nested(12)}`
  expect(await codes(query)).toEqual([
    400,
    ['The document has 13 levels of nested fields; the limit is 12.', { code: 'QUERY_TOO_LARGE', limit: 12 }],
  ])
})

test('50 root fields are answered, 51 aliases of one are not', async () => {
  expect(await codes(aliases(50))).toEqual([200])
  expect(await codes(aliases(51))).toEqual([
    400,
    ['The document has 51 fields at the root, aliases included; the limit is 50.', { code: 'QUERY_TOO_LARGE', limit: 50 }],
  ])
})

test('root fields hidden in fragments count as often as the fragment is spread', async () => {
  const query = `{ ${'...Ten '.repeat(6)} } fragment Ten on Query ${aliases(10)}`
  expect(await codes(query)).toEqual([
    400,
    ['The document has 60 fields at the root, aliases included; the limit is 50.', { code: 'QUERY_TOO_LARGE', limit: 50 }],
  ])
})

test('more than 5000 tokens are not even parsed', async () => {
  expect(await codes(`{ ${'hello '.repeat(5000)} }`)).toEqual([
    400,
    ['The document has too many tokens; the limit is 5000.', { code: 'QUERY_TOO_LARGE', limit: 5000 }],
  ])
})

test('fragments that double each other are refused at once', async () => {
  const levels = Array.from({ length: 25 }, (_, i) => `fragment F${i} on Node { a: node { ...F${i + 1} } b: node { ...F${i + 1} } }`)
  const started = performance.now()
  const [status, ...errors] = (await codes(`{ node { ...F0 } } ${levels.join(' ')} fragment F25 on Node { name }`)) as [
    number,
    [string, unknown],
  ]
  expect(performance.now() - started).toBeLessThan(2000)
  expect(status).toBe(400)
  expect(errors).toContainEqual([
    'The document has 100663295 selections with fragments expanded; the limit is 10000.',
    { code: 'QUERY_TOO_LARGE', limit: 10000 },
  ])
})

test('a fragment inside itself is the error of the specification, and nothing hangs', async () => {
  const [status, error] = (await codes('{ node { ...Loop } } fragment Loop on Node { node { ...Loop } }')) as [number, [string, unknown]]
  expect([status, error[0]]).toEqual([400, 'Cannot spread fragment "Loop" within itself.'])
})

test('the introspection of GraphiQL is answered', async () => {
  expect(await codes(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }))).toEqual([200])
})
