/** The audits of graphql-http, which hold a server against the specification of GraphQL over HTTP: no error, and each warning with its reason. */
import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestServer } from './app-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startApp()
})
afterAll(() => server.close())

/** With 200 a client that looks at the status alone takes a request that was not answered for one that was. */
const withStatus400 = [
  ['572B', 'SHOULD use 200 status code on document parsing failure when accepting application/json'],
  ['7B9B', 'SHOULD use a status code of 200 on variable coercion failure when accepting application/json'],
  ['FDE2', 'SHOULD use 200 status code on document validation failure when accepting application/json'],
]

/** A link of another site could send these: a GET needs a header that no link can have. */
const withoutPreflight = [
  ['5A70', 'MAY accept application/x-www-form-urlencoded formatted GET requests'],
  ['6A70', 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json'],
  ['D6D5', 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json'],
]

test('the server passes, but for what it does otherwise on purpose', async () => {
  const results = await auditServer({ url: `${server.url}/graphql` })
  const of = (status: string) => results.filter((result) => result.status === status).map(({ id, name }) => [id, name])
  expect(of('error')).toEqual([])
  expect(of('warn').sort()).toEqual(withStatus400)
  expect(of('notice').sort()).toEqual(withoutPreflight)
  expect(of('ok').length).toBeGreaterThanOrEqual(55)
})
