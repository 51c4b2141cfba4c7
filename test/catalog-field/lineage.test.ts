/** Where values come from, down to columns of tables, on a model one can follow by head. No database is there. */
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { catalogOf } from '../support/story.ts'

const model = `
version: 1
model: shop
streams:
  - name: events
    table: raw.events
    customer: customer
    columns: { id: event_id, customer: who, activity: what, timestamp: at }
entities:
  - name: customer
    file: customers.csv
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string, column: ST }
      - { name: region, type: string, sql: "case when \${state} in ('NY', 'MA') then 'east' else 'west' end" }
      - { name: lifetime_revenue, type: decimal, measure: purchase.revenue }
      - { name: revenue_last_30_days, type: decimal, measure: purchase.revenue, window: { last: 30, unit: day } }
      - { name: large_purchases, type: integer, measure: purchase.purchases, where: "\${amount} > 100" }
    measures:
      - { name: customers, type: count }
      - { name: percentage_east, type: number, sql: "100.0 * count(*) filter (where \${region} = 'east') / count(*)" }
  - name: purchase
    sql: select o.id as purchase_id, o.buyer as customer_id, o.net + o.tax as amount, o.day as bought_on, p.* from sales.orders o join (select sku, name as product from sales.products) p on p.sku = o.sku
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: amount, type: decimal }
      - { name: amount_eur, type: decimal, sql: "\${amount} * 0.9", hidden: true }
      - { name: bought_on, type: date }
      - { name: product, type: string }
      - { name: region, type: string, sql: "coalesce(\${customer.region}, 'unknown')" }
    measures:
      - { name: purchases, type: count }
      - { name: revenue, type: sum, sql: "\${amount_eur}" }
      - { name: beer_revenue, type: sum, sql: "\${amount_eur}", where: "\${product} = 'Beer'" }
      - { name: visits_per_purchase, type: number, sql: "\${visit.visits} / \${purchases}" }
      - { name: revenue_so_far, type: cumulative, of: revenue }
      - { name: revenue_growth, type: growth, of: revenue, by: { n: 1, unit: month } }
      - { name: revenue_share, type: share, of: revenue }
      - { name: rank_of_share, type: rank, of: revenue_share }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: visit
    extends: events
    activity: visited
    dimensions:
      - { name: page, type: string, column: feature_1 }
    measures:
      - { name: visits, type: count }
      - { name: pages, type: count_distinct, sql: "\${page}" }
      - { name: paid_in_a_week, type: conversion, to: payment, within: { n: 7, unit: day } }
      - { name: last_page_reads, type: sum, sql: "cast(reads as integer)", semi_additive: { keep: last, per: [customer.region] } }
  - name: payment
    extends: events
    activity: paid
    dimensions: []
`

interface Table {
  readonly schema: string | null
  readonly name: string
  readonly file: string | null
}

interface Lineage {
  readonly members: readonly string[]
  readonly tables: readonly Table[]
  readonly columns: readonly { readonly name: string; readonly table: Table | null }[]
}

const member = 'path lineage { members tables { schema name file } columns { name table { schema name file } } }'
const query = `{ catalog { entities { dimensions { ${member} } measures { ${member} } } } }`

interface Answer {
  readonly catalog: {
    readonly entities: readonly Record<'dimensions' | 'measures', readonly { readonly path: string; readonly lineage: Lineage }[]>[]
  }
}

function nameOf({ schema, name }: Table): string {
  return schema === null ? name : `${schema}.${name}`
}

/** By path: `reads ...; tables ...; columns ...`. */
async function lineages(catalog: Parameters<typeof buildSchema>[0]): Promise<ReadonlyMap<string, string>> {
  const { data, errors } = await graphql({ schema: buildSchema(catalog), source: query })
  expect(errors).toBeUndefined()
  const { entities } = (data as unknown as Answer).catalog
  return new Map(
    entities
      .flatMap(({ dimensions, measures }) => [...dimensions, ...measures])
      .map(({ path, lineage: { members, tables, columns } }) => [
        path,
        [
          members.join(', '),
          tables.map(nameOf).join(', '),
          columns.map(({ name, table }) => `${table === null ? '?' : nameOf(table)}.${name}`).join(', '),
        ].join(' | '),
      ]),
  )
}

test.each([
  ['customer.state', ' | customer | customer.ST'],
  ['customer.region', 'customer.state | customer | customer.ST'],
  ['customer.customers', ' | customer | '],
  ['customer.percentageEast', 'customer.region | customer | customer.ST'],
  // A SELECT: its own columns, followed into the tables and the sub-select.
  ['purchase.purchaseId', ' | sales.orders, sales.products | sales.orders.id'],
  ['purchase.amount', ' | sales.orders, sales.products | sales.orders.net, sales.orders.tax'],
  ['purchase.product', ' | sales.orders, sales.products | sales.products.name'],
  // amount_eur is hidden: what it reads stands in its place.
  ['purchase.revenue', 'purchase.amount | sales.orders, sales.products | sales.orders.net, sales.orders.tax'],
  [
    'purchase.beerRevenue',
    'purchase.amount, purchase.product | sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.products.name',
  ],
  // Over a relationship: the fields rows are joined by are read too.
  ['purchase.region', 'customer.region | sales.orders, sales.products, customer | customer.ST, sales.orders.buyer, customer.customer_id'],
  [
    'customer.lifetimeRevenue',
    'purchase.revenue | customer, sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.orders.buyer, customer.customer_id',
  ],
  [
    'customer.revenueLast30Days',
    'purchase.revenue | customer, sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.orders.buyer, customer.customer_id, sales.orders.day',
  ],
  [
    'customer.largePurchases',
    'purchase.purchases, purchase.amount | customer, sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.orders.buyer, customer.customer_id',
  ],
  // Measures of others: their rows, and none of the entity that only computes.
  ['purchase.visitsPerPurchase', 'visit.visits, purchase.purchases | raw.events, sales.orders, sales.products | '],
  ['purchase.revenueSoFar', 'purchase.revenue | sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.orders.day'],
  ['purchase.revenueGrowth', 'purchase.revenue | sales.orders, sales.products | sales.orders.net, sales.orders.tax, sales.orders.day'],
  ['purchase.revenueShare', 'purchase.revenue | sales.orders, sales.products | sales.orders.net, sales.orders.tax'],
  ['purchase.rankOfShare', 'purchase.revenueShare | sales.orders, sales.products | sales.orders.net, sales.orders.tax'],
  // An activity: columns of the stream's table; occurrence and repeated_at come from the order of a customer's activities.
  ['visit.page', ' | raw.events | raw.events.feature_1'],
  ['visit.pages', 'visit.page | raw.events | raw.events.feature_1'],
  ['visit.occurrence', ' | raw.events | raw.events.who, raw.events.at, raw.events.event_id'],
  ['visit.repeatedAt', ' | raw.events | raw.events.who, raw.events.at, raw.events.event_id'],
  ['visit.paidInAWeek', ' | raw.events | raw.events.who, raw.events.at'],
  [
    'visit.lastPageReads',
    'customer.region | raw.events, customer | raw.events.reads, customer.ST, raw.events.who, customer.customer_id, raw.events.at',
  ],
])('%s: members | tables | columns', async (path, expected) => {
  expect((await lineages(await catalogOf(model))).get(path)).toBe(expected)
})

test('hidden members are nowhere', async () => {
  const all = JSON.stringify([...(await lineages(await catalogOf(model)))])
  expect(all).not.toMatch(/amountEur|amount_eur|converted/)
})

test('a table that is loaded from a file says so', async () => {
  const source = '{ catalog { entities { name tables { schema name file } } } }'
  const { data } = await graphql({ schema: buildSchema(await catalogOf(model)), source })
  expect(JSON.parse(JSON.stringify(data)).catalog.entities).toEqual([
    { name: 'customer', tables: [{ schema: null, name: 'customer', file: 'customers.csv' }] },
    {
      name: 'purchase',
      tables: [
        { schema: 'sales', name: 'orders', file: null },
        { schema: 'sales', name: 'products', file: null },
      ],
    },
    { name: 'visit', tables: [{ schema: 'raw', name: 'events', file: null }] },
    { name: 'payment', tables: [{ schema: 'raw', name: 'events', file: null }] },
  ])
})

test('a column of a SELECT that cannot be followed has no table', async () => {
  const catalog = await catalogOf(`
version: 1
model: shop
entities:
  - name: order
    sql: select * from sales.orders o join sales.products p on p.sku = o.sku
    primary_key: order_id
    dimensions: [{ name: order_id, type: integer }]
`)
  expect((await lineages(catalog)).get('order.orderId')).toBe(' | sales.orders, sales.products | ?.order_id')
})

test('the shipped model: from a rate down to the columns of the stream', async () => {
  const loaded = await loadModel('semantic-models/customer-360')
  if (!loaded.ok) throw new Error('The shipped model does not load')
  const found = await lineages(loaded.value)
  // order_no is hidden: concat of the customer and the first part of the order line.
  const orders = 'activity_stream | activity_stream.entity_id, activity_stream.feature1'
  expect(found.get('orderPlaced.frequency')).toBe(`orderPlaced.entityId, orderPlaced.orderId | ${orders}`)
  expect(found.get('orderRejected.percentageRejected')).toBe(`orderRejected.frequency, orderPlaced.frequency | ${orders}`)
  expect(found.get('orderPlaced.averageOrderValue')).toBe(
    'orderPlaced.monetary, orderPlaced.frequency | activity_stream | activity_stream.feature9, activity_stream.entity_id, activity_stream.feature1',
  )
  expect(found.get('customer.lifetimeValue')).toBe(
    'orderPlaced.monetary | customer, activity_stream | activity_stream.feature9, activity_stream.entity_id, customer.customer_id',
  )
  expect(found.get('customer.percentageEmail')).toBe('customer.email | customer | customer.email')
})
