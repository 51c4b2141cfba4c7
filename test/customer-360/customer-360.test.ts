/** The shipped model on the sample base: typed documents, saved queries, the same answers on both engines, and hand-written SQL beside them. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { checkColumns } from '../../src/semantic/run/check-columns.ts'
import { revenueByState } from '../documents/segments.ts'
import { type EngineName, engines } from '../support/databases.ts'
import { type Ask, askOf } from '../support/story.ts'
import { modelFolder, openSampleDatabases, type SampleDatabases } from './sample-databases.ts'

const queries = readdirSync(path.join(modelFolder, 'queries')).map((file) => ({
  file,
  text: readFileSync(path.join(modelFolder, 'queries', file), 'utf8'),
}))

let databases: SampleDatabases

beforeAll(async () => {
  databases = await openSampleDatabases()
}, 120_000)
afterAll(() => databases.close())

function askOn(engine: EngineName): Ask {
  return askOf(databases.catalog, databases.on(engine))
}

async function answer<Answer, Variables extends Record<string, unknown>>(
  engine: EngineName,
  document: TypedDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const { data, errors } = await askOn(engine).raw(print(document), variables)
  expect(errors).toBeUndefined()
  return data as Answer
}

test('schema.graphql is the schema of the model (npm run schema renews it)', () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(printSchemaOf(databases.catalog))
})

describe.each(engines)('customer-360 on %s', (engine) => {
  test('every column of the model is in the database', async () => {
    const database = databases.on(engine)
    expect(await checkColumns(databases.catalog, (source) => database.describe(source))).toMatchObject({ ok: true })
  })

  test('revenue by state, typed, equals hand-written SQL', async () => {
    const { slice } = await answer(engine, revenueByState, { states: ['NY', 'CA', 'TX'], asOf: '2025-12-31' })
    const check = await askOn(engine).sql(`
      select c.state, count(distinct c.customer_id) as customers, cast(sum(cast(a.feature9 as numeric(18, 2))) as text) as monetary,
             count(distinct c.customer_id || '-' || split_part(a.feature1, '-', 1)) filter (where a.feature1 is not null) as frequency,
             date '2025-12-31' - max(cast(a.activity_ts as date)) as recency
      from customer c left join activity_stream a on a.entity_id = c.customer_id and a.activity = 'order_placed'
      where c.state in ('NY', 'CA', 'TX') group by c.state order by sum(cast(a.feature9 as numeric(18, 2))) desc nulls last, c.state`)
    expect(slice?.rows.map(({ customer, orderPlaced }) => ({ ...customer, ...orderPlaced }))).toEqual(
      check.map((row) => ({
        state: row.state,
        countCustomers: Number(row.customers),
        monetary: row.monetary,
        frequency: Number(row.frequency),
        recency: Number(row.recency),
      })),
    )
    expect(slice).toMatchObject({ rowCount: check.length, hasMore: false })
    expect(slice?.columns[2]).toEqual({ path: 'orderPlaced.monetary', kind: 'MEASURE', type: 'DECIMAL' })
  })

  test('reachable by e-mail, by category of what the customers ordered: each customer once in each category', async () => {
    const slice = (await askOn(engine)(
      `{ slice(by: { orderPlaced: [PRODUCT_CATEGORY] }, of: [CUSTOMER], asOf: "2025-12-31") { rows { orderPlaced { productCategory } customer { countCustomers percentageEmail } } columns { overlapping } } }`,
    )) as {
      rows: { orderPlaced: { productCategory: string | null }; customer: { countCustomers: number; percentageEmail: number } }[]
      columns: unknown
    }
    const check = await askOn(engine).sql(`
      select category, count(*) as customers, count(email) as reachable
      from (select distinct c.customer_id, c.email, a.feature5 as category
            from customer c left join activity_stream a on a.entity_id = c.customer_id and a.activity = 'order_placed') as each_once
      group by category order by category nulls last`)
    const percent = (row: Readonly<Record<string, unknown>>) => Math.round((10_000 * Number(row.reachable)) / Number(row.customers)) / 100
    expect(
      slice.rows.map(({ orderPlaced, customer }) => [orderPlaced.productCategory, customer.countCustomers, customer.percentageEmail]),
    ).toEqual(check.map((row) => [row.category, Number(row.customers), percent(row)]))
    expect(slice.columns).toEqual([{ overlapping: true }, { overlapping: false }, { overlapping: false }])
  })

  test('a walk from page to page is the whole list: nothing twice, nothing left out', async () => {
    // Few different values, so that the order asked for leaves ties on every page.
    const pageOf = async (limit: number, offset: number) =>
      (await askOn(engine)(
        `{ slice(by: { customer: [CUSTOMER_ID] }, orderBy: [{ orderPlaced: { frequency: DESC } }], limit: ${limit}, offset: ${offset}, asOf: "2025-12-31") { rows { customer { customerId } orderPlaced { frequency } } hasMore } }`,
      )) as { rows: unknown[]; hasMore: boolean }
    const whole = await pageOf(1000, 0)
    const walked: unknown[] = []
    for (let more = true; more; ) {
      const page = await pageOf(7, walked.length)
      walked.push(...page.rows)
      more = page.hasMore
    }
    expect(walked).toEqual(whole.rows)
    expect(walked.length).toBeGreaterThan(150)
  })

  test('how many customers can be reached', async () => {
    const slice = await askOn(engine)(
      '{ slice(by: {}) { rows { customer { countCustomers percentageEmail percentagePhone percentageAddress } } } }',
    )
    const [check] = await askOn(engine).sql(
      'select count(*) as n, count(email) as email, count(phone_number) as phone, count(address) as address from customer',
    )
    const percent = (count: unknown) => Math.round((10_000 * Number(count)) / Number(check?.n)) / 100
    expect(slice).toEqual({
      rows: [
        {
          customer: {
            countCustomers: 200,
            percentageEmail: percent(check?.email),
            percentagePhone: percent(check?.phone),
            percentageAddress: percent(check?.address),
          },
        },
      ],
    })
  })
})

test.each(queries)('$file answers the same on both engines', async ({ text }) => {
  const [duckdb, postgres] = await Promise.all(engines.map((engine) => askOn(engine)(text)))
  expect(duckdb).toEqual(postgres)
  const { rows, nodes } = duckdb as { rows?: unknown[]; nodes?: unknown[] }
  expect(rows ?? nodes).not.toEqual([])
})
