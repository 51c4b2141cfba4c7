/** A whole server on a real database with a model of two entities: one is counted at once, the other for hours if nobody stops it. */
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import { compileModel } from '../../src/semantic/engine.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import type { EngineName } from '../support/databases.ts'

/** Nothing is loaded: a database in memory and an empty PostgreSQL have the same rows. */
export const quickAndEndless = `version: 1
model: shop
entities:
  - name: quick
    sql: select n as quick_id from generate_series(1, 1000) as s(n)
    trusted: true
    primary_key: quick_id
    freshness: { version: count(*) }
    dimensions:
      - { name: quick_id, type: integer }
    measures:
      - { name: rows, type: count }
  - name: endless
    sql: select a.n as endless_id from generate_series(1, 3000000) as a(n), generate_series(1, 3000000) as b(n) where a.n + b.n < 0
    trusted: true
    primary_key: endless_id
    dimensions:
      - { name: endless_id, type: integer }
    measures:
      - { name: rows, type: count }
`

export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  /** The count, or the code of the first error. */
  readonly rows: number | string
}

export interface Asking {
  readonly signal?: AbortSignal
  readonly token?: string
}

export interface Asked {
  readonly url: string
  /** The rows of `quick` up to this one: the answer is the number itself. */
  quick(upTo: number, asking?: Asking): Promise<Answer>
  endless(asking?: Asking): Promise<Answer>
  /** Statements of this server that PostgreSQL is running. */
  statements(): Promise<number>
}

export async function startAsked(engine: EngineName, environment: Readonly<Record<string, string>>): Promise<Asked> {
  const application = `test-${randomUUID()}`
  const config = readConfig(
    {
      PORT: '0',
      TESSERA_SHUTDOWN_GRACE: '100ms',
      TESSERA_DUCKDB_THREADS: '1',
      // What is asked is run, however often.
      TESSERA_RESULT_CACHE: 'off',
      DATABASE_URL: engine === 'duckdb' ? 'duckdb::memory:' : postgresUrl(application),
      ...environment,
    },
    { cwd: tmpdir(), model: tmpdir() },
  )
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const model = await compileModel([{ name: 'shop.yml', text: quickAndEndless }])
  if (!model.ok) throw new Error(model.issues.map(issueMessage).join('\n'))
  const server = await startServer(config.value, model.value, { logger: createLogger('silent') })
  if (!server.ok) throw new Error(server.issues.map(issueMessage).join('\n'))
  onTestFinished(() => server.value.close())
  return { ...asking(server.value.url), statements: await statementsOf(application) }
}

export function asking(url: string): Pick<Asked, 'url' | 'quick' | 'endless'> {
  const post = async (field: string, { signal, token }: Asking = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: `{ answer: ${field} }` }),
      ...(signal !== undefined && { signal }),
    })
    const { data, errors } = (await response.json()) as {
      readonly data?: { readonly answer: { readonly rows: readonly Readonly<Record<string, { readonly rows: number }>>[] } | null }
      readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
    }
    const [row] = data?.answer?.rows ?? []
    const rows = errors?.[0]?.extensions.code ?? (row?.quick ?? row?.endless)?.rows ?? 'nothing'
    return { status: response.status, retryAfter: response.headers.get('retry-after'), rows }
  }
  return {
    url,
    quick: (upTo, options) => post(`slice(by: {}, where: { quick: { quickId: { lte: ${upTo} } } }) { rows { quick { rows } } }`, options),
    endless: (options) => post('slice(by: {}) { rows { endless { rows } } }', options),
  }
}

function postgresUrl(application: string): string {
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('application_name', application)
  return url.href
}

async function statementsOf(application: string): Promise<() => Promise<number>> {
  const watcher = await openDatabase(inject('postgresUrl'))
  if (!watcher.ok) throw new Error('No PostgreSQL')
  const { kysely, close } = watcher.value
  onTestFinished(close)
  return async () => {
    const found = await sql<{ n: number }>`select cast(count(*) as integer) as n from pg_stat_activity
      where state = 'active' and application_name = ${application}`.execute(kysely)
    return found.rows[0]?.n ?? 0
  }
}
