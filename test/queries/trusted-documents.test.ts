/** Documents named by the hash of their text: how requests name them, and what is refused. */
import { createHash } from 'node:crypto'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, startApp, type TestServer } from '../server/app-server.ts'

const text = 'query Echo($n: Int!) { echo(n: $n) }'
const hash = sha256(text)
const unknown = sha256('{ hello }')
const documents = new Map([[hash, text]])

function sha256(of: string): string {
  return createHash('sha256').update(of).digest('hex')
}

/** Status and data, or code and message of each error. */
async function answered(response: Response): Promise<unknown> {
  const { data, errors = [] } = (await response.json()) as {
    readonly data?: unknown
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  }
  return [response.status, ...(data === undefined ? [] : [data]), ...errors.map(({ message, extensions }) => [extensions.code, message])]
}

function get(server: TestServer, parameters: Readonly<Record<string, string>>, more = ''): Promise<Response> {
  return fetch(`${server.url}/graphql?${new URLSearchParams(parameters)}${more}`, { headers: { 'apollo-require-preflight': 'true' } })
}

function persisted(sha256Hash: unknown) {
  return { persistedQuery: { version: 1, sha256Hash } }
}

describe('a server that answers other documents too', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startApp({ trusted: { documents, only: false } })
  })
  afterAll(() => server.close())

  test('an id stands for its text, in a POST and in a GET', async () => {
    const variables = { n: 3 }
    expect(await answered(await post(server, { documentId: `sha256:${hash}`, variables }))).toEqual([200, { echo: 3 }])
    expect(await answered(await post(server, { documentId: hash.toUpperCase(), variables }))).toEqual([200, { echo: 3 }])
    const parameters = { documentId: `sha256:${hash}`, variables: '{"n":4}', extensions: '{"client":"sheet"}' }
    expect(await answered(await get(server, parameters))).toEqual([200, { echo: 4 }])
  })

  test('so does the extension of Apollo’s clients, without the text or with it', async () => {
    const variables = { n: 3 }
    expect(await answered(await post(server, { extensions: persisted(hash), variables }))).toEqual([200, { echo: 3 }])
    expect(await answered(await post(server, { query: '{ hello }', extensions: persisted(unknown) }))).toEqual([200, { hello: 'world' }])
    const parameters = { extensions: JSON.stringify(persisted(hash)), variables: '{"n":4}' }
    expect(await answered(await get(server, parameters))).toEqual([200, { echo: 4 }])
    expect(await answered(await post(server, { query: text, extensions: persisted(unknown), variables }))).toEqual([
      400,
      ['BAD_REQUEST', '`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`.'],
    ])
  })

  test('an id that nothing has is 404; Apollo’s clients are told in the words they wait for', async () => {
    const refused = [404, ['PERSISTED_DOCUMENT_NOT_FOUND', `No document has the id \`sha256:${unknown}\`.`]]
    expect(await answered(await post(server, { documentId: `sha256:${unknown}` }))).toEqual(refused)
    expect(await answered(await get(server, { documentId: `sha256:${unknown}` }))).toEqual(refused)
    const notFound = [404, ['PERSISTED_DOCUMENT_NOT_FOUND', 'PersistedQueryNotFound']]
    expect(await answered(await post(server, { extensions: persisted(unknown) }))).toEqual(notFound)
    expect(await answered(await get(server, { extensions: JSON.stringify(persisted(unknown)) }))).toEqual(notFound)
  })

  test('what was not known is not known the next time either: nothing is registered by clients', async () => {
    await post(server, { query: '{ hello }', extensions: persisted(unknown) })
    expect((await post(server, { extensions: persisted(unknown) })).status).toBe(404)
  })

  test('requests that name no document, or two', async () => {
    const refusal = (message: string) => [400, ['BAD_REQUEST', message]]
    expect(await answered(await post(server, { documentId: `sha256:${hash}`, query: text }))).toEqual(
      refusal('`query` and `documentId` are both there; a request has one of them.'),
    )
    expect(await answered(await post(server, { documentId: 12 }))).toEqual(
      refusal('`documentId` is text: `sha256:` and the SHA-256 of the document.'),
    )
    expect(await answered(await post(server, { extensions: persisted(12) }))).toEqual(
      refusal('`extensions.persistedQuery.sha256Hash` is text: the SHA-256 of the document.'),
    )
    expect(await answered(await get(server, { documentId: hash }, `&documentId=${hash}`))).toEqual(
      refusal('`documentId` is there several times.'),
    )
    expect((await post(server, { documentId: null, query: '{ hello }' })).status).toBe(200)
  })

  test('a GET by id is held to the same rules as one by text', async () => {
    const response = await fetch(`${server.url}/graphql?documentId=${hash}&variables={"n":1}`)
    expect(await answered(response)).toEqual([400, ['BAD_REQUEST', expect.stringContaining('Cross-Site Request Forgery')]])
  })
})

describe('a server that answers trusted documents only', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startApp({ trusted: { documents, only: true } })
  })
  afterAll(() => server.close())
  const untrusted = [
    403,
    ['UNTRUSTED_DOCUMENT', 'Only documents that this server knows beforehand are answered, and this one is none of them.'],
  ]

  test('they are answered by id, and by their own text', async () => {
    const variables = { n: 3 }
    expect(await answered(await post(server, { documentId: `sha256:${hash}`, variables }))).toEqual([200, { echo: 3 }])
    expect(await answered(await post(server, { extensions: persisted(hash), variables }))).toEqual([200, { echo: 3 }])
    expect(await answered(await post(server, { query: text, variables }))).toEqual([200, { echo: 3 }])
    expect(await answered(await get(server, { query: text, variables: '{"n":3}' }))).toEqual([200, { echo: 3 }])
  })

  test.each([
    ['another query', '{ hello }'],
    ['the same query with another space', `${text} `],
    ['introspection', getIntrospectionQuery()],
    ['what is no GraphQL', '}'],
  ])('%s is refused', async (_, query) => {
    expect(await answered(await post(server, { query }))).toEqual(untrusted)
    expect(await answered(await post(server, { query, extensions: persisted(sha256(query)) }))).toEqual(untrusted)
    expect(await answered(await get(server, { query }))).toEqual(untrusted)
  })

  test('a request without a document is a mistake of its own', async () => {
    expect((await post(server, { variables: {} })).status).toBe(400)
    expect((await get(server, { query: text }, '&query={hello}')).status).toBe(400)
  })
})
