/** Invariant: a key that is stored as uuid or as char(n) is looked up and joined as it is stored, by its index, whatever text is asked for. */
import { graphql } from 'graphql'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { operatorAccess } from '../../src/resolvers/access.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { checkColumns } from '../../src/semantic/run/check-columns.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { explaining } from '../support/recorded.ts'
import { catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

const model = `
version: 1
model: keys
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
      - { name: loud_state, type: string, sql: "upper(\${state})" }
      - { name: country, type: string }
    measures: [{ name: customers, type: count }]
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: customer_id, type: string }
    measures: [{ name: purchases, type: count }, { name: buyers, type: count_distinct, sql: customer_id }]
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`

/** Customer n is '00…n' in hexadecimal, of country n; purchase n is of customer n. */
const rows = 5_000
const idOf = (number: number) => `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`
const third = idOf(3)

async function open(engine: (typeof engines)[number]): Promise<Database> {
  const database = await openTestDatabase(engine, {})
  const series = engine === 'postgres' ? `generate_series(1, ${rows}) as t(n)` : `range(1, ${rows + 1}) as t(n)`
  const hex = engine === 'postgres' ? "lpad(to_hex(n), 12, '0')" : "lpad(lower(to_hex(n)), 12, '0')"
  const id = `cast('00000000-0000-0000-0000-' || ${hex} as uuid)`
  const statements = [
    'create table customer (customer_id uuid primary key, state text, country char(8))',
    'create table purchase (purchase_id uuid primary key, customer_id uuid)',
    `insert into customer select ${id}, 'NY', cast(n as varchar) from ${series}`,
    `insert into purchase select ${id}, ${id} from ${series}`,
    'create index customer_country on customer (country)',
    'create index purchase_customer on purchase (customer_id)',
    'analyze',
  ]
  for (const statement of statements) await database.kysely.executeQuery(CompiledQuery.raw(statement))
  return database
}

describe.each(engines)('keys on %s', (engine) => {
  let database: Database | undefined
  const opened = () => {
    if (database === undefined) throw new Error('Not open yet')
    return database
  }
  beforeAll(async () => {
    database = await open(engine)
  })
  afterAll(() => database?.close())

  /** The first measure of the first row, and the plan of the statement. */
  async function asked(query: string) {
    const catalog = await catalogOf(model)
    const { kysely, engine: dialect, describe } = opened()
    const checked = await checkColumns(catalog, describe)
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues))
    const asking = explaining(createEngine({ catalog, kysely, dialect, stored: checked.value }))
    const contextValue = { engine: asking, now: storyNow, requestId: 'keys', access: operatorAccess, seal: testSeal }
    const { data, errors } = await graphql({ schema: buildSchema(catalog), source: query, contextValue })
    expect(errors).toBeUndefined()
    const [statement] = asking.explained
    if (statement === undefined) throw new Error('Nothing was asked')
    const plan = await kysely.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`explain ${statement.sql}`, [...statement.parameters]),
    )
    const [answer] = Object.values(JSON.parse(JSON.stringify(data))) as { rows: unknown[] }[]
    return { rows: answer?.rows, sql: statement.sql, plan: plan.rows.flatMap(Object.values).join('\n') }
  }

  const lookups: readonly (readonly [string, string, number])[] = [
    [`customerId: { eq: "${third}" }`, 'customer_pkey', 1],
    [`customerId: { in: ["${third}", "x", "${idOf(4)}", "${idOf(10).toUpperCase()}"] }`, 'customer_pkey', 2],
    ['customerId: { eq: "no uuid" }', '', 0],
    ['country: { eq: "17" }', 'customer_country', 1],
    ['country: { in: ["17", "18 ", "x"] }', 'customer_country', 1],
  ]
  test.each(lookups)('{ %s } reads %s', async (where, index, customers) => {
    const { rows, plan } = await asked(`{ slice(by: {}, where: { customer: { ${where} } }) { rows { customer { customers } } } }`)
    expect(rows).toEqual([{ customer: { customers } }])
    if (engine === 'postgres') {
      expect(plan).toContain(index)
      expect(plan).not.toContain('Seq Scan')
    }
  })

  test('one purchase finds its customer, and one customer the purchases', async () => {
    const questions = [
      `{ slice(by: { customer: [STATE] }, where: { purchase: { purchaseId: { eq: "${third}" } } }) { rows { purchase { purchases } } } }`,
      `{ slice(by: { customer: [LOUD_STATE] }, where: { purchase: { purchaseId: { eq: "${third}" } } }) { rows { purchase { purchases } } } }`,
      `{ slice(by: {}, where: { purchase: { customerId: { eq: "${third}" } } }) { rows { purchase { purchases } } } }`,
    ]
    for (const question of questions) {
      const { rows, plan } = await asked(question)
      expect(rows).toEqual([{ purchase: { purchases: 1 } }])
      if (engine === 'postgres') expect(plan).not.toContain('Seq Scan')
    }
  })

  test('uuid joins uuid as it is, also behind steps and in EXISTS; distinct uuids are counted as they are', async () => {
    const joined = await asked('{ slice(by: { customer: [STATE] }) { rows { purchase { purchases buyers } } } }')
    expect(joined.rows).toEqual([{ purchase: { purchases: rows, buyers: rows } }])
    expect(joined.sql).toContain('"purchase"."customer_id" = "customer"."customer_id"')
    expect(joined.sql).not.toContain('cast("purchase"')
    const reached = await asked(
      '{ slice(by: { purchase: [PURCHASE_ID] }, limit: 1) { rows { purchase { purchaseId } customer { customers } } } }',
    )
    expect(reached.rows).toEqual([{ purchase: { purchaseId: idOf(1) }, customer: { customers: 1 } }])
    const found = await asked(
      `{ slice(by: {}, where: { customer: { purchases: { some: { purchaseId: { eq: "${third}" } } } } }) { rows { customer { customers } } } }`,
    )
    expect(found.rows).toEqual([{ customer: { customers: 1 } }])
    expect(found.sql).toContain('"customer_id" = "customer"."customer_id"')
  })
})
