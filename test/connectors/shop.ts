/**
 * A shop that connectors ask: a real server over HTTP with tokens, on DuckDB. Its rows are written in SQL, so that the same SQL gives the answers that
 * connectors are held against.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { openDatabase } from '../../src/database/open.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { issueMessage, printIssues } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import { writeFile } from '../support/folders.ts'

export const token = 'correct-horse-battery'

/** The date of all questions. */
export const asOf = '2024-06-01'

const customers = `select * from (values ('ann', 'NY', true, date '2023-01-15'), ('bob', 'NY', false, date '2023-06-01'),
  ('cem', 'CA', true, date '2024-02-29'), ('dot', null, null, null)) as t(customer_id, state, is_member, since)`

/** Of cem nobody knows how much; of dot's nobody knows the category. */
const purchases = `select * from (values
  (1, 'ann', date '2024-01-10', 'Beer', 10.00, 1), (2, 'ann', date '2024-01-31', 'Wine', 90.00, 2),
  (3, 'bob', date '2024-02-01', 'Beer', 20.50, 3), (4, 'cem', date '2024-02-29', 'Beer', 50.00, null),
  (5, 'dot', date '2024-03-05', null, 5.00, 1)) as t(purchase_id, customer_id, bought_on, category, amount, quantity)`

const visits = `select * from (values (1, 'ann', timestamp '2024-01-31 23:30:00', 9007199254740993),
  (2, 'cem', timestamp '2024-03-01 00:00:00', 9007199254740991), (3, 'cem', timestamp '2024-03-31 01:30:00', null)) as t(visit_id, customer_id, seen_at, session)`

/** A customer may have several, and a tag several customers. */
const tags = `select * from (values (1, 'ann', 'new'), (2, 'ann', 'vip'), (3, 'bob', 'vip')) as t(tag_id, customer_id, tag)`

/** More than fit on a page of ten. */
const readings = `select n as reading_id, n * 1.25 as amount from generate_series(1, 25) as s(n)`

/** Nine million million rows: nothing that anybody waits for. */
const endless = 'select a.n as endless_id from generate_series(1, 3000000) as a(n), generate_series(1, 3000000) as b(n) where a.n + b.n < 0'

const model = `version: 1
model: shop
time_zone: UTC
entities:
  - name: customer
    sql: ${JSON.stringify(customers)}
    trusted: true
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string, description: State of the billing address }
      - { name: is_member, type: boolean }
      - { name: since, type: date }
      - { name: lifetime_revenue, type: decimal, measure: purchase.revenue }
    measures:
      - { name: customers, type: count }
  - name: purchase
    sql: ${JSON.stringify(purchases)}
    trusted: true
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: category, type: string }
      - { name: amount, type: decimal }
      - { name: quantity, type: integer }
    measures:
      - { name: purchases, type: count }
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR, description: What was paid }
      - { name: items, type: sum, sql: "\${quantity}" }
      - { name: average_amount, type: avg, sql: "\${amount}" }
      - { name: largest, type: max, sql: "\${amount}", unit: EUR }
      - { name: share_of_beer, type: number, sql: "100.0 * count(*) filter (where \${category} = 'Beer') / count(*)", unit: percent }
      - { name: rate_of_beer, type: number, sql: "1.0 * count(*) filter (where \${category} = 'Beer') / count(*)", format: percent }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: visit
    sql: ${JSON.stringify(visits)}
    trusted: true
    primary_key: visit_id
    time: seen_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: customer_id, type: string }
      - { name: seen_at, type: timestamp }
      - { name: session, type: bigint }
    measures:
      - { name: visits, type: count }
      - { name: latest, type: max, sql: "\${seen_at}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: tag
    sql: ${JSON.stringify(tags)}
    trusted: true
    primary_key: tag_id
    dimensions:
      - { name: tag_id, type: integer }
      - { name: customer_id, type: string }
      - { name: tag, type: string }
    measures:
      - { name: tags, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: reading
    sql: ${JSON.stringify(readings)}
    trusted: true
    primary_key: reading_id
    dimensions:
      - { name: reading_id, type: integer }
      - { name: amount, type: decimal }
    measures:
      - { name: total, type: sum, sql: "\${amount}" }
  - name: endless
    sql: ${JSON.stringify(endless)}
    trusted: true
    primary_key: endless_id
    dimensions:
      - { name: endless_id, type: integer }
    measures:
      - { name: rows, type: count }
`

const queries: Readonly<Record<string, string>> = {
  'revenue-by-state': `# What customers of each state bought.
query RevenueByState($asOf: TimePoint = "${asOf}", $states: [String], $category: String, $members: Boolean) {
  slice(
    by: { customer: [STATE, IS_MEMBER] }
    where: { customer: { state: { in: $states }, isMember: { eq: $members } }, purchase: { category: { eq: $category } } }
    asOf: $asOf
  ) {
    rows { customer { state isMember } purchase { purchases revenue items averageAmount largest shareOfBeer rateOfBeer } }
    totals { purchase { revenue } }
  }
}
`,
  'revenue-by-month': `# What was bought, month by month.
query RevenueByMonth($from: TimePoint!, $to: TimePoint!) {
  slice(by: { time: [MONTH] }, where: { time: { gte: $from, lte: $to } }, asOf: $to) {
    rows { time { month } purchase { revenue purchases } }
  }
}
`,
  'revenue-by-tag': `# A customer with two tags counts in both.
query RevenueByTag { slice(by: { tag: [TAG] }, asOf: "${asOf}") { rows { tag { tag } purchase { revenue largest } } } }
`,
  'visits-by-state': `# How many visits, and when the latest one was.
query VisitsByState { slice(by: { customer: [STATE, IS_MEMBER] }, asOf: "${asOf}") { rows { customer { state isMember } visit { visits latest } } } }
`,
  visits: `# Every visit, one row each.
query Visits($first: Int) { visits(first: $first, asOf: "${asOf}", orderBy: [{ seenAt: ASC }]) { nodes { visitId seenAt session customer { state } } } }
`,
  endless: `# Never answered.
query Endless { slice(by: {}, asOf: "${asOf}") { rows { endless { rows } } } }
`,
  totals: `# Not a table: two lists.
query Totals {
  a: slice(by: { customer: [STATE] }, asOf: "${asOf}") { rows { customer { state } } }
  b: slice(by: { customer: [STATE] }, asOf: "${asOf}") { rows { customer { state } } }
}
`,
}

export interface Shop {
  readonly url: string
  close(): Promise<void>
}

/** For a server whose patience is short: `endless` is refused. */
export const impatient = { TESSERA_STATEMENT_TIMEOUT: '100ms' }

export async function openShop(environment: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-shop-'))
  writeFile(folder, 'model.yml', model)
  for (const [name, text] of Object.entries(queries)) writeFile(folder, `queries/${name}.graphql`, text)
  const config = readConfig(
    { PORT: '0', DATABASE_URL: 'duckdb::memory:', TESSERA_TOKENS: token, ...environment },
    { cwd: folder, model: folder },
  )
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const catalog = await loadModel(folder)
  if (!catalog.ok) throw new Error(printIssues(catalog.issues, catalog.sources))
  const server = await startServer(config.value, catalog.value, { logger: createLogger('silent') })
  if (!server.ok) throw new Error(server.issues.map(issueMessage).join('\n'))
  const close = async (): Promise<void> => {
    await server.value.close()
    rmSync(folder, { recursive: true })
  }
  return { url: server.value.url, close }
}

/** Somebody else's server, which answers everything alike. */
export async function openElsewhere(answer: RequestListener): Promise<Shop> {
  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const close = () => new Promise<void>((closed) => server.close(() => closed()))
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, close }
}

/** What SQL written by hand says of the same rows, each value as text. */
export async function sql(select: string): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const opened = await openDatabase('duckdb::memory:', { mode: 'write' })
  if (!opened.ok) throw new Error('No DuckDB')
  const tables = Object.entries({ customers, purchases, visits, tags, readings }).map(([name, rows]) => `${name} as (${rows})`)
  try {
    const { rows } = await opened.value.kysely.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`with ${tables.join(', ')} ${select}`),
    )
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])))
  } finally {
    await opened.value.close()
  }
}
