/** The whole server on real databases: what starts, what does not, what happens while a database is away or a file changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { compileModel } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { type RunningServer, startServer } from '../../src/server/main.ts'

async function catalogOf(entities: string): Promise<Catalog> {
  const model = await compileModel([{ name: 'shop.yml', text: `version: 1\nmodel: shop\nentities:\n${entities}` }])
  if (!model.ok) throw new Error(model.issues.map(issueMessage).join('\n'))
  return model.value
}

const purchases = (source: string) => `  - name: purchase
    ${source}
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: integer }
    measures:
      - { name: purchases, type: count }
`

/** The one row of a sequence is a table that every PostgreSQL has: no test needs to make one. */
const fromPostgres = purchases('sql: "select 1 as purchase_id"')

/** Ten thousand million rows: nothing that any test waits for. */
const slow = purchases('sql: "select 1 as purchase_id from generate_series(1, 100000) a, generate_series(1, 100000) b"\n    trusted: true')

interface Started {
  readonly result: Result<RunningServer>
  readonly logLines: () => readonly Record<string, unknown>[]
}

async function start(entities: string, { folder = tmpdir(), ...environment }: Record<string, string>): Promise<Started> {
  const config = readConfig({ PORT: '0', ...environment }, { cwd: folder, model: folder })
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const lines: string[] = []
  const logger = createLogger('info', { write: (line) => void lines.push(line) })
  const result = await startServer(config.value, await catalogOf(entities), { logger })
  if (result.ok) onTestFinished(() => result.value.close())
  return { result, logLines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

function urlOf({ result }: Started): string {
  if (!result.ok) throw new Error(result.issues.map(issueMessage).join('\n'))
  return result.value.url
}

async function count(url: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ slice(by: {}) { rows { purchase { purchases } } } }' }),
  })
  const answer = (await response.json()) as {
    data?: { slice: { rows: unknown[] } | null }
    errors?: { message: string; extensions: unknown }[]
  }
  return [
    response.status,
    answer.data?.slice?.rows ?? null,
    ...(answer.errors ?? []).map(({ message, extensions }) => [message, extensions]),
  ]
}

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function problems({ result }: Started): readonly string[] {
  return result.ok ? [] : result.issues.map(issueMessage)
}

test('files of the model are answered from, on DuckDB', async () => {
  const folder = folderWith({ 'purchases.csv': 'purchase_id\n1\n2\n' })
  const server = await start(purchases('file: purchases.csv'), { folder, DATABASE_URL: 'duckdb:shop.duckdb' })
  expect(await count(urlOf(server))).toEqual([200, [{ purchase: { purchases: 2 } }]])
  expect(await (await fetch(`${urlOf(server)}/readyz`)).json()).toEqual({ status: 'ok' })
  expect(await (await fetch(`${urlOf(server)}/schema.graphql`)).text()).toContain('type PurchaseSlice {')
})

test('a file that changes while it is served is loaded again, and the log says so', { timeout: 30_000 }, async () => {
  const folder = folderWith({ 'purchases.csv': 'purchase_id\n1\n2\n' })
  const server = await start(purchases('file: purchases.csv'), { folder, DATABASE_URL: 'duckdb:shop.duckdb' })
  expect(await count(urlOf(server))).toEqual([200, [{ purchase: { purchases: 2 } }]])
  writeFileSync(join(folder, 'purchases.csv'), 'purchase_id\n1\n2\n3\n')
  await vi.waitFor(async () => expect(await count(urlOf(server))).toEqual([200, [{ purchase: { purchases: 3 } }]]), {
    timeout: 15_000,
    interval: 200,
  })
  expect(server.logLines()).toContainEqual(
    expect.objectContaining({ level: 'info', msg: 'Files of the model have changed: their data is loaded anew' }),
  )
  writeFileSync(join(folder, 'purchases.csv'), 'purchase_id\nthree\n')
  await vi.waitFor(() => expect(server.logLines()).toContainEqual(expect.objectContaining({ level: 'warn', code: 'FILE_CELL_INVALID' })), {
    timeout: 15_000,
    interval: 200,
  })
  expect(await count(urlOf(server))).toEqual([200, [{ purchase: { purchases: 3 } }]])
})

test('PostgreSQL is answered from', async () => {
  const server = await start(fromPostgres, { DATABASE_URL: inject('postgresUrl') })
  expect(await count(urlOf(server))).toEqual([200, [{ purchase: { purchases: 1 } }]])
})

test('a column that the database does not have keeps the server from starting', async () => {
  const folder = folderWith({ 'purchases.csv': 'purchase_id\n1\n' })
  const postgres = await start(purchases('sql: "select 1 as purchase_no"'), { DATABASE_URL: inject('postgresUrl') })
  expect(problems(postgres)).toEqual(['the `sql` of entity `purchase` has no column `purchase_id`. Closest: `purchase_no`.'])
  const missing = await start(purchases('table: purchases'), { folder, DATABASE_URL: 'duckdb::memory:' })
  expect(problems(missing)).toEqual([expect.stringContaining('`purchases`')])
})

test('a DuckDB file that is not there, and one that is no database, keep the server from starting', async () => {
  const folder = folderWith({
    'broken.duckdb': 'not a database, whatever the name says; long enough to be read as one, though.'.repeat(100),
  })
  const missing = await start(purchases('table: purchases'), { folder, DATABASE_URL: 'duckdb:missing.duckdb' })
  expect(problems(missing)).toEqual([`The database \`duckdb:${join(folder, 'missing.duckdb')}\` cannot be opened: there is no such file.`])
  const broken = await start(purchases('table: purchases'), { folder, DATABASE_URL: 'duckdb:broken.duckdb' })
  expect(problems(broken)).toEqual([
    `The database \`duckdb:${join(folder, 'broken.duckdb')}\` cannot be opened: the file is not a DuckDB database.`,
  ])
})

test('a wrong password and a wrong database name keep the server from starting', async () => {
  const wrongPassword = new URL(inject('postgresUrl'))
  wrongPassword.password = 'wrong'
  const host = `${wrongPassword.hostname}:${wrongPassword.port}`
  expect(problems(await start(fromPostgres, { DATABASE_URL: wrongPassword.href }))).toEqual([
    `The database \`${host}${wrongPassword.pathname}\` cannot be opened: user name or password is wrong.`,
  ])
  const wrongName = new URL(inject('postgresUrl'))
  wrongName.pathname = '/no_such_database'
  expect(problems(await start(fromPostgres, { DATABASE_URL: wrongName.href }))).toEqual([
    `The database \`${host}/no_such_database\` cannot be opened: there is no such database.`,
  ])
})

/** A way to the test's PostgreSQL that can be opened and closed. */
function gateway() {
  const { hostname, port } = new URL(inject('postgresUrl'))
  const sockets = new Set<import('node:net').Socket>()
  const open = (own: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((inward) => {
        const outward = connect(Number(port), hostname)
        for (const socket of [inward, outward]) {
          sockets.add(socket)
          socket.on('error', () => {})
        }
        inward.pipe(outward).pipe(inward)
      })
      server.listen(own, '127.0.0.1', () => resolve(server))
    })
  const close = (server: Server): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return { open, close }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('PostgreSQL that is down at start is waited for; one that goes away and comes back needs no restart', {
  timeout: 60_000,
}, async () => {
  const { open, close } = gateway()
  const own = await freePort()
  const url = new URL(inject('postgresUrl'))
  url.hostname = '127.0.0.1'
  url.port = String(own)
  const server = await start(fromPostgres, { DATABASE_URL: url.href })
  const base = urlOf(server)
  const readiness = async () => {
    const response = await fetch(`${base}/readyz`)
    return [response.status, await response.json()]
  }
  expect((await fetch(`${base}/livez`)).status).toBe(200)
  expect(await readiness()).toEqual([503, { status: 'unavailable', reason: 'The database is not there yet.' }])
  const unavailable = ['The database cannot be reached at the moment.', { code: 'UNAVAILABLE' }]
  expect(await count(base)).toEqual([503, null, unavailable])

  const first = await open(own)
  await vi.waitFor(async () => expect(await readiness()).toEqual([200, { status: 'ok' }]), { timeout: 20_000, interval: 100 })
  expect(await count(base)).toEqual([200, [{ purchase: { purchases: 1 } }]])

  await close(first)
  await vi.waitFor(async () => expect(await readiness()).toEqual([503, { status: 'unavailable', reason: 'The database does not answer.' }]))
  expect(await count(base)).toEqual([503, null, unavailable])

  const second = await open(own)
  onTestFinished(() => close(second))
  await vi.waitFor(async () => expect(await readiness()).toEqual([200, { status: 'ok' }]), { timeout: 20_000, interval: 100 })
  expect(await count(base)).toEqual([200, [{ purchase: { purchases: 1 } }]])
})

test('a statement that runs too long is cancelled and answers TIMEOUT', async () => {
  const server = await start(slow, { DATABASE_URL: inject('postgresUrl'), TESSERA_STATEMENT_TIMEOUT: '300ms' })
  const [status, rows, error] = (await count(urlOf(server))) as [number, unknown, [string, unknown]]
  expect([status, rows, error]).toEqual([200, null, ['No answer from the database within the time allowed.', { code: 'TIMEOUT' }]])
})

test('more questions than can run and wait are turned away at once', async () => {
  const environment = { DATABASE_URL: inject('postgresUrl'), TESSERA_STATEMENT_TIMEOUT: '1s', TESSERA_MAX_CONCURRENCY: '1' }
  const server = await start(slow, environment)
  const fields = Array.from({ length: 28 }, (_, i) => `a${i}: slice(by: {}, limit: ${i + 1}) { rows { purchase { purchases } } }`)
  const gone = new AbortController()
  const waiting = fetch(`${urlOf(server)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ ${fields.slice(0, 26).join(' ')} }` }),
    signal: gone.signal,
  }).catch(() => undefined)
  await vi.waitFor(async () => {
    expect(await count(urlOf(server))).toEqual([
      503,
      null,
      [
        'A free connection of the database cannot be reached at the moment.',
        { code: 'UNAVAILABLE', what: 'A free connection of the database' },
      ],
    ])
  })
  gone.abort()
  await waiting
})

test('a client that goes away takes its statement with it', async () => {
  const server = await start(slow, { DATABASE_URL: inject('postgresUrl'), TESSERA_STATEMENT_TIMEOUT: '10s' })
  const watcher = await openDatabase(inject('postgresUrl'))
  if (!watcher.ok) throw new Error('No database')
  const { kysely, close } = watcher.value
  onTestFinished(close)
  const running = async () => {
    const found = await sql<{ n: number }>`select cast(count(*) as integer) as n from pg_stat_activity
      where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()`.execute(kysely)
    return found.rows[0]?.n
  }
  const client = new AbortController()
  const asked = fetch(`${urlOf(server)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ slice(by: {}) { rows { purchase { purchases } } } }' }),
    signal: client.signal,
  })
  await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 5_000, interval: 20 })
  client.abort()
  await expect(asked).rejects.toThrow('aborted')
  await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 2_000, interval: 20 })
})
