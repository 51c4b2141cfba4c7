/** Documents that relay-compiler and GraphQL Code Generator persist are answered by their ids, and Apollo Client finds its way. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { parse, print } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { compileModel } from '../../src/semantic/engine.ts'
import { quickAndEndless, startAsked } from '../server/running-server.ts'
import { folderWith } from '../support/folders.ts'
import { codegenPersisted, relayPersisted } from './persisted-files.ts'

const text = 'query quickQuery($upTo: Int!) { slice(by: {}, where: { quick: { quickId: { lte: $upTo } } }) { rows { quick { rows } } } }'

let schema: string
beforeAll(async () => {
  const model = await compileModel([{ name: 'shop.yml', text: quickAndEndless }])
  if (!model.ok) throw new Error('The model does not compile')
  schema = printSchemaOf(model.value)
})

async function ask(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

const sevenRows = { data: { slice: { rows: [{ quick: { rows: 7 } }] } } }
const trustedOnly = { TESSERA_TRUSTED_ONLY: 'on' }

test('relay-compiler, persistConfig with SHA256', { timeout: 60_000 }, async () => {
  const { file, id } = await relayPersisted(schema, { name: 'quickQuery', text })
  const { url } = await startAsked('duckdb', { TESSERA_DOCUMENTS: file, ...trustedOnly })
  expect(id).toMatch(/^[0-9a-f]{64}$/)
  // The compiler selects the id of a slice, too.
  expect(await ask(url, { documentId: `sha256:${id}`, variables: { upTo: 7 } })).toMatchObject(sevenRows)
  expect(await ask(url, { documentId: id, variables: { upTo: 7 } })).toMatchObject(sevenRows)
  expect(await ask(url, { query: '{ __typename }' })).toMatchObject({ errors: [{ extensions: { code: 'UNTRUSTED_DOCUMENT' } }] })
})

test('GraphQL Code Generator, persistedDocuments with sha256', { timeout: 60_000 }, async () => {
  const { file, id } = await codegenPersisted(schema, text)
  const { url } = await startAsked('duckdb', { TESSERA_DOCUMENTS: file, ...trustedOnly })
  expect(id).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(await ask(url, { documentId: id, variables: { upTo: 7 } })).toEqual(sevenRows)
})

test('a folder of documents; on PostgreSQL as well', { timeout: 60_000 }, async () => {
  const folder = folderWith({ 'quick.graphql': text, 'README.md': 'About these.' })
  const { url } = await startAsked('postgres', { TESSERA_DOCUMENTS: folder, ...trustedOnly })
  const id = `sha256:${createHash('sha256')
    .update(readFileSync(path.join(folder, 'quick.graphql')))
    .digest('hex')}`
  expect(await ask(url, { documentId: id, variables: { upTo: 7 } })).toEqual(sevenRows)
})

test('tables are answered by id as well, and of trusted documents only', { timeout: 60_000 }, async () => {
  const { url } = await startAsked('duckdb', { TESSERA_DOCUMENTS: folderWith({ 'quick.graphql': text }), ...trustedOnly })
  const csv = async (body: unknown) => {
    const headers = { 'content-type': 'application/json', accept: 'text/csv' }
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })
    return [response.status, await response.text()]
  }
  const documentId = `sha256:${createHash('sha256').update(text).digest('hex')}`
  expect(await csv({ documentId, variables: { upTo: 7 } })).toEqual([200, 'quick.rows\r\n7\r\n'])
  expect(await csv({ query: text, variables: { upTo: 6 } })).toEqual([200, 'quick.rows\r\n6\r\n'])
  expect(await csv({ query: '{ slice(by: {}) { rows { quick { rows } } } }' })).toEqual([
    403,
    expect.stringContaining('UNTRUSTED_DOCUMENT'),
  ])
})

test('Apollo Client sends the hash; where it is not known, the text follows', { timeout: 60_000 }, async () => {
  const known = print(parse(text.replace('rows { quick { rows } }', 'rows { quick { rows __typename } __typename } __typename')))
  const { url } = await startAsked('duckdb', { TESSERA_DOCUMENTS: folderWith({ 'quick.graphql': known }) })
  const sent: string[] = []
  const link = new PersistedQueryLink({ sha256: (query) => createHash('sha256').update(query).digest('hex') }).concat(
    new HttpLink({
      uri: `${url}/graphql`,
      fetch: async (uri, options) => {
        const { query } = JSON.parse(String(options?.body)) as { query?: string }
        const response = await fetch(uri, options)
        sent.push(`${query === undefined ? 'hash' : 'text'}: ${response.status}`)
        return response
      },
    }),
  )
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  const first = await client.query({ query: gql(text), variables: { upTo: 7 } })
  expect(first.data).toMatchObject(sevenRows.data)
  expect(sent.splice(0)).toEqual(['hash: 200'])
  const second = await client.query({ query: gql('{ slice(by: {}, limit: 1) { hasMore } }') })
  expect(second.data).toMatchObject({ slice: { hasMore: false } })
  expect(sent).toEqual(['hash: 404', 'text: 200'])
})
