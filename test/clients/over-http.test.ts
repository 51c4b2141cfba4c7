/** Clients that nobody here wrote, against a server that asks for a token: what they send is understood, and what they get is what SQL says. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Client, CombinedError, cacheExchange, fetchExchange, gql } from '@urql/core'
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { ClientError, GraphQLClient } from 'graphql-request'
import jsonata from 'jsonata'
import { JSONPath } from 'jsonpath-plus'
import { uql } from 'uql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop, sql, token } from '../connectors/shop.ts'

const run = promisify(execFile)

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const revenueByState = `query RevenueByState($category: String) {
  slice(by: { customer: [STATE] }, where: { purchase: { category: { eq: $category } } }, asOf: "2024-06-01") {
    rows { customer { state } purchase { purchases revenue } }
    hasMore
  }
}`

/** The same by hand. */
const expected = `select state, count(*) as purchases, sum(amount) as revenue from purchases join customers using (customer_id)
  where category = 'Beer' group by state order by state nulls last`

interface Rows {
  readonly slice: {
    readonly rows: readonly {
      readonly customer: { readonly state: string | null }
      readonly purchase: { readonly purchases: number; readonly revenue: string }
    }[]
  }
}

function flat({ slice }: Rows) {
  return slice.rows.map(({ customer, purchase }) => ({
    state: customer.state,
    purchases: String(purchase.purchases),
    revenue: purchase.revenue,
  }))
}

describe('urql', () => {
  const client = () =>
    new Client({
      url: `${shop.url}/graphql`,
      exchanges: [cacheExchange, fetchExchange],
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
      preferGetMethod: false,
    })

  test('rows', async () => {
    const { data, error } = await client().query<Rows>(gql(revenueByState), { category: 'Beer' })
    expect(error).toBeUndefined()
    expect(data && flat(data)).toEqual(await sql(expected))
  })

  test('what is refused has its code and its text', async () => {
    const { error } = await client().query(gql`{ slice(by: {}, limit: -1) { rows { purchase { revenue } } } }`, {})
    expect(error).toBeInstanceOf(CombinedError)
    expect(error?.graphQLErrors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['`limit` is -1; it counts rows, 0 or more.', 'BAD_USER_INPUT'],
    ])
  })

  test('queries by GET are taken, since urql says what they are', async () => {
    const asked = new Client({
      url: `${shop.url}/graphql`,
      exchanges: [fetchExchange],
      fetchOptions: { headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' } },
      preferGetMethod: 'force',
    })
    const { data, operation } = await asked.query<Rows>(gql(revenueByState), { category: 'Beer' })
    expect(operation.context.preferGetMethod).toBe('force')
    expect(data && flat(data)).toEqual(await sql(expected))
  })

  test('two slices with the same arguments and other measures have their own rows', async () => {
    const one = client()
    const ask = (measure: string) =>
      one.query<Rows>(gql(`{ slice(by: { customer: [STATE] }, asOf: "2024-06-01") { rows { customer { state } ${measure} } } }`), {})
    const purchases = await ask('purchase { revenue }')
    const visits = await ask('visit { visits }')
    const again = await ask('purchase { revenue }')
    expect(purchases.data?.slice.rows).toMatchObject([
      { customer: { state: 'CA' }, purchase: { revenue: '50.00' } },
      { customer: { state: 'NY' }, purchase: { revenue: '120.50' } },
      { customer: { state: null }, purchase: { revenue: '5.00' } },
    ])
    expect(visits.data?.slice.rows).toMatchObject([
      { customer: { state: 'CA' }, visit: { visits: 2 } },
      { customer: { state: 'NY' }, visit: { visits: 1 } },
    ])
    expect(again.data).toEqual(purchases.data)
  })
})

describe('graphql-request', () => {
  test('rows', async () => {
    const client = new GraphQLClient(`${shop.url}/graphql`, { headers: { authorization: `Bearer ${token}` } })
    expect(flat(await client.request<Rows>(revenueByState, { category: 'Beer' }))).toEqual(await sql(expected))
  })

  test('another token is 401, and the token is not in what the client gets', async () => {
    const client = new GraphQLClient(`${shop.url}/graphql`, { headers: { authorization: 'Bearer a-wrong-token-of-some-length' } })
    const error = await client.request(revenueByState).catch((thrown: unknown) => thrown)
    if (!(error instanceof ClientError)) throw error
    expect(error.response.status).toBe(401)
    expect(error.response.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED'])
    expect(JSON.stringify(error.response)).not.toContain('a-wrong-token')
  })
})

describe('graphqurl', () => {
  const graphqurl = async (...options: readonly string[]): Promise<string> => {
    const bearer = ['-H', `Authorization: Bearer ${token}`]
    const { stdout } = await run(process.execPath, ['node_modules/graphqurl/bin/run', `${shop.url}/graphql`, ...bearer, ...options])
    return stdout
  }

  test('rows, with a variable', async () => {
    const answer = JSON.parse(await graphqurl('-q', revenueByState, '-v', 'category=Beer', '--singleLine')) as { data: Rows }
    expect(flat(answer.data)).toEqual(await sql(expected))
  })

  test('the schema it introspects is the one the server prints', async () => {
    const response = await fetch(`${shop.url}/schema.graphql`, { headers: { authorization: `Bearer ${token}` } })
    const sorted = (text: string) => printSchema(lexicographicSortSchema(buildSchema(text)))
    // The client's own introspection asks for neither descriptions of schemas nor @specifiedBy nor @oneOf.
    const bare = (text: string) =>
      sorted(text)
        .replace(/"""[\s\S]*?"""\n\s*/g, '')
        .replace(/ @(specifiedBy\(url: "[^"]*"\)|oneOf)/g, '')
    expect(bare(await graphqurl('--introspect'))).toBe(bare(await response.text()))
  })
})

describe('the parsers of Grafana Infinity, on the answer to a POST', () => {
  const answer = async (): Promise<{ data: Rows }> => {
    const response = await fetch(`${shop.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json;q=0.9,text/plain', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: revenueByState, variables: { category: 'Beer' } }),
    })
    return (await response.json()) as { data: Rows }
  }

  test('JSONata', async () => {
    const rows = await jsonata('data.slice.rows.{ "state": customer.state, "revenue": $number(purchase.revenue) }').evaluate(await answer())
    expect([...rows]).toEqual([
      { state: 'CA', revenue: 50 },
      { state: 'NY', revenue: 30.5 },
    ])
  })

  test('UQL', async () => {
    const asked = 'parse-json | scope "data.slice.rows" | project "state"="customer.state", "revenue"=tonumber("purchase.revenue")'
    expect(await uql(asked, { data: JSON.stringify(await answer()) })).toEqual([
      { state: 'CA', revenue: 50 },
      { state: 'NY', revenue: 30.5 },
    ])
  })

  test('JSONPath', async () => {
    const values: unknown = JSONPath({ path: '$.data.slice.rows[*].purchase.revenue', json: await answer() })
    expect(values).toEqual(['50.00', '30.50'])
  })
})

const hasRuby = await run('ruby', ['-e', 'require "graphql/client"; require "graphql/client/http"']).then(
  () => true,
  () => false,
)

test.skipIf(!hasRuby)('ruby-graphql-client (Debian): its typed client of our schema', async () => {
  const script = `
require "graphql/client"
require "graphql/client/http"
require "json"
http = GraphQL::Client::HTTP.new("${shop.url}/graphql") do
  def headers(context) = { "Authorization" => "Bearer ${token}" }
end
schema = GraphQL::Client.load_schema(http)
Shop = GraphQL::Client.new(schema: schema, execute: http)
RevenueByState = Shop.parse(ARGV[0])
answer = Shop.query(RevenueByState::RevenueByState, variables: { "category" => "Beer" })
abort answer.errors.messages.to_json unless answer.errors.empty?
puts answer.data.slice.rows.map { |row| { state: row.customer.state, purchases: row.purchase.purchases.to_s, revenue: row.purchase.revenue.to_s } }.to_json
`
  const { stdout } = await run('ruby', ['-e', script, revenueByState])
  expect(JSON.parse(stdout)).toEqual(await sql(expected))
})
