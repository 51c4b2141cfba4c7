/** Ids and cursors that one server made hold on every server with the same configuration, so after a restart, too; with another secret they do not. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { compileModel } from '../../src/semantic/engine.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import { type EngineName, engines } from '../support/databases.ts'

/** Nothing is loaded: any database has these rows. */
const model = `version: 1
model: shop
entities:
  - name: item
    sql: select n as item_id from generate_series(1, 3) as s(n)
    trusted: true
    primary_key: item_id
    dimensions:
      - { name: item_id, type: integer }
`

type Json = Readonly<Record<string, unknown>>

interface Answer {
  readonly data?: Json | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

interface Page {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly endCursor: string }
}

/** Asks a server that is there for this question only. */
async function ask(engine: EngineName, environment: Json, query: string, variables: Json = {}): Promise<Answer> {
  const settings = { PORT: '0', DATABASE_URL: engine === 'duckdb' ? 'duckdb::memory:' : inject('postgresUrl'), ...environment }
  const config = readConfig(settings, { cwd: tmpdir(), model: join(tmpdir(), 'shop') })
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const compiled = await compileModel([{ name: 'shop.yml', text: model }])
  if (!compiled.ok) throw new Error(compiled.issues.map(issueMessage).join('\n'))
  const server = await startServer(config.value, compiled.value, { logger: createLogger('silent') })
  if (!server.ok) throw new Error(server.issues.map(issueMessage).join('\n'))
  try {
    const body = JSON.stringify({ query, variables })
    const response = await fetch(`${server.value.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return (await response.json()) as Answer
  } finally {
    await server.value.close()
  }
}

const firstPage = '{ items(first: 1, asOf: "2024-03-31") { nodes { id } pageInfo { endCursor } } }'
const goOn = `query ($id: ID!, $after: String) {
  node(id: $id) { id ... on Item { itemId } }
  items(after: $after, asOf: "2024-03-31") { nodes { itemId } }
}`

test.each(engines)('ids and cursors of one server are read by another, on %s; not where the secret is another', async (engine) => {
  const { data } = await ask(engine, {}, firstPage)
  const first = data?.items as Page | undefined
  const variables = { id: first?.nodes[0]?.id, after: first?.pageInfo.endCursor }
  expect(await ask(engine, { TESSERA_MAX_LIMIT: '100' }, goOn, variables)).toEqual({
    data: { node: { id: variables.id, itemId: 1 }, items: { nodes: [{ itemId: 2 }, { itemId: 3 }] } },
  })
  const refused = await ask(engine, { TESSERA_SECRET: 'another secret, as long' }, goOn, variables)
  expect(refused.data).toEqual({ node: null, items: null })
  expect(refused.errors?.map(({ extensions }) => extensions.code).sort()).toEqual(['BAD_USER_INPUT', 'STALE_CURSOR'])
})
