/**
 * A few questions whose answers would differ by a day or an hour if a zone other than the question's came in. Run as a process of its own
 * (in-zone.mjs), so nothing here imports the test runner.
 */
import { graphql } from 'graphql'
import { CompiledQuery } from 'kysely'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import { operatorAccess } from '../../src/resolvers/access.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { compileModel, createEngine } from '../../src/semantic/engine.ts'
import { testSeal } from '../support/test-seal.ts'

const model = `
version: 1
model: clock
time_zone: Europe/Berlin
fiscal_year_start: april
entities:
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_at
    dimensions:
      - { name: sale_id, type: integer }
      - { name: sold_at, type: timestamp }
      - { name: due_on, type: date }
      - { name: sold_on, type: date, sql: "cast(\${sold_at} as date)" }
      - { name: due_at, type: timestamp, sql: "cast(\${due_on} as timestamp)" }
      - { name: hour_of_sale, type: integer, sql: "extract(hour from \${sold_at})" }
      - { name: days_ago, type: integer, sql: "cast(\${as_of} as date) - cast(\${sold_at} as date)" }
    measures:
      - { name: sales, type: count }
      - { name: last_sale, type: max, sql: "\${sold_at}" }
`

/** Half an hour before midnight in Berlin, an hour later, and the two hours after clocks went forward. */
export const rows = [
  [1, '2024-03-30 22:30:00', '2024-03-31'],
  [2, '2024-03-30 23:30:00', '2024-03-31'],
  [3, '2024-03-31 01:30:00', '2024-04-01'],
  [4, '2024-03-31 22:15:00', '2024-04-01'],
] as const

export const questions = {
  raw: '{ explore(asOf: "2024-04-01") { rows { sale { saleId soldAt dueOn soldOn dueAt hourOfSale daysAgo } } } }',
  days: '{ slice(by: { time: [DAY] }, asOf: "2024-04-01") { rows { time { day } sale { sales lastSale } } asOf timeZone } }',
  hours: '{ slice(by: { time: [HOUR] }, asOf: "2024-04-01") { rows { time { hour } sale { sales } } } }',
  elsewhere:
    '{ slice(by: { time: [DAY, FISCAL_YEAR] }, asOf: "2024-04-01", timeZone: "Asia/Kathmandu") { rows { time { day fiscalYear } sale { sales } } } }',
  chosen: '{ slice(by: {}, asOf: "2024-04-01", where: { time: { eq: "2024-03-31" } }) { rows { sale { sales } } } }',
  moment: '{ slice(by: {}, asOf: "2024-04-01", where: { time: { gte: "2024-03-31T03:00:00" } }) { rows { sale { sales } } } }',
  due: '{ slice(by: { sale: [DUE_ON_MONTH] }, asOf: "2024-04-01", where: { sale: { dueOn: { gte: "2024-04-01" } } }) { rows { sale { dueOnMonth sales } } } }',
  asOf: '{ slice(by: {}, asOf: "2024-03-30") { rows { sale { sales } } asOf } }',
  lately: '{ slice(by: {}, asOf: "2024-04-01", where: { time: { inTheLast: { n: 2, unit: DAY } } }) { rows { sale { sales } } } }',
  now: '{ slice(by: {}) { rows { sale { sales } } asOf } }',
} as const

export async function makeTable(url: string): Promise<void> {
  const database = await opened(url, 'write')
  const run = (text: string) => database.kysely.executeQuery(CompiledQuery.raw(text))
  await run('create table sale (sale_id integer, sold_at timestamp, due_on date)')
  for (const [id, soldAt, dueOn] of rows) await run(`insert into sale values (${id}, '${soldAt}', '${dueOn}')`)
  await database.close()
}

/** What each question was answered, by its name. */
export async function answers(url: string): Promise<Readonly<Record<string, unknown>>> {
  const catalog = await compileModel([{ name: 'model.yml', text: model }])
  if (!catalog.ok) throw new Error(JSON.stringify(catalog.issues))
  const database = await opened(url, 'read')
  const schema = buildSchema(catalog.value)
  const engine = createEngine({ catalog: catalog.value, kysely: database.kysely, dialect: database.engine })
  const contextValue = { engine, now: '2024-03-31T22:15:00Z', requestId: 'zone', access: operatorAccess, seal: testSeal }
  const answered: [string, unknown][] = []
  for (const [name, source] of Object.entries(questions)) {
    const { data, errors } = await graphql({ schema, source, contextValue })
    answered.push([name, errors ?? Object.values(data ?? {})[0]])
  }
  await database.close()
  return Object.fromEntries(answered)
}

async function opened(url: string, mode: 'read' | 'write'): Promise<Database> {
  const database = await openDatabase(url, { mode })
  if (!database.ok) throw new Error(JSON.stringify(database.issues))
  return database.value
}
