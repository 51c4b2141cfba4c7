/** What the catalog says of a model: all a tool needs to describe a field. No database is there. */
import { graphql, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { catalogOf, issuesOf } from '../support/story.ts'

const model = `
version: 1
model: shop
description: What customers buy.
contract: shop_v1
owner: data-team
tags: [retail]
time_zone: Europe/Berlin
entities:
  - name: customer
    table: crm.customer
    primary_key: customer_id
    owner: crm
    description: Who bought at least once.
    dimensions:
      - { name: customer_id, type: string }
      - { name: e_mail, type: string, title: E-mail, pii: true, owner: privacy, tags: [contact], verified: true, description: Where bills go. }
      - { name: region, type: string, deprecated: Use country. }
      - { name: credit, type: decimal, hidden: true }
      - { name: lifetime_revenue, type: float, measure: purchase.revenue }
      - { name: is_member, type: boolean }
    measures:
      - { name: customers, type: count }
  - name: purchase
    plural: buys
    table: purchase
    primary_key: purchase_id
    time: bought_at
    dimensions:
      - { name: purchase_id, type: integer, hidden: true }
      - { name: customer_id, type: string }
      - { name: bought_at, type: timestamp }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR, format: "0.00", description: Net of tax., verified: true }
      - { name: largest, type: max, sql: "\${amount}", format: currency }
      - { name: smallest, type: min, sql: "\${amount}", unit: boxes }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: average, type: avg, sql: "\${amount}" }
      - { name: middle, type: median, sql: "\${amount}" }
      - { name: p90, type: percentile, percentile: 0.9, sql: "\${amount}" }
      - { name: rows, type: count }
      - { name: last_amounts, type: sum, sql: "\${amount}", semi_additive: { keep: last } }
      - { name: share_of_buyers, type: number, sql: "100.0 * \${buyers} / \${customer.customers}", unit: percent }
      - { name: rows_per_buyer, type: number, sql: "\${rows} / \${buyers}", format: "0.0%" }
      - { name: revenue_so_far, type: cumulative, of: revenue }
      - { name: revenue_before, type: offset, of: revenue, by: { n: 1, unit: year } }
      - { name: revenue_more, type: difference, of: revenue, by: { n: 1, unit: year } }
      - { name: revenue_growth, type: growth, of: revenue, by: { n: 1, unit: year }, format: percent }
      - { name: revenue_share, type: share, of: revenue }
      - { name: revenue_rank, type: rank, of: revenue }
      - { name: returned, type: conversion, to: return, within: { n: 7, unit: day } }
      - { name: margin, type: sum, sql: "\${amount}", hidden: true }
      - { name: latest, type: max, sql: "\${bought_at}", unit: EUR }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id }, description: Who bought it., verified: true }
      - { name: stored_as, type: N:1, field: purchase_id, target: { entity: log, field: purchase_id } }
  - name: return
    table: return
    primary_key: return_id
    time: returned_at
    dimensions:
      - { name: return_id, type: integer }
      - { name: customer_id, type: string }
      - { name: purchase_id, type: integer }
      - { name: returned_at, type: timestamp }
      - { name: asked_on, type: date }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
      - { name: undone, inverse: undoing, type: N:1, field: purchase_id, target: { entity: purchase, field: purchase_id } }
  - name: log
    table: log
    dimensions: [{ name: purchase_id, type: integer, hidden: true }]
`

async function ask(query: string): Promise<unknown> {
  const { data, errors } = await graphql({ schema: buildSchema(await catalogOf(model)), source: `{ catalog { ${query} } }` })
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data)).catalog
}

/** One entity's part of the answer. */
async function ofEntity(name: string, query: string): Promise<Record<string, unknown> | undefined> {
  const { entities } = (await ask(`entities { name ${query} }`)) as { entities: readonly Record<string, unknown>[] }
  return entities.find((entity) => entity.name === name)
}

async function ofMembers(entity: string, kind: 'dimensions' | 'measures', fields: string): Promise<readonly (readonly unknown[])[]> {
  const found = await ofEntity(entity, `${kind} { name ${fields} }`)
  const members = (found?.[kind] ?? []) as readonly Record<string, unknown>[]
  return members.map((member) => Object.values(member))
}

test('the model', async () => {
  expect(await ask('name description contract owner tags verified deprecated timeZone')).toEqual({
    name: 'shop',
    description: 'What customers buy.',
    contract: 'shop_v1',
    owner: 'data-team',
    tags: ['retail'],
    verified: false,
    deprecated: null,
    timeZone: 'Europe/Berlin',
  })
})

test('an entity; one of which everything is hidden is not there', async () => {
  expect(await ask('entities { name }')).toEqual({ entities: [{ name: 'customer' }, { name: 'purchase' }, { name: 'return' }] })
  const fields = 'field enumValue title plural description owner tags verified deprecated key time'
  expect(await ofEntity('customer', `${fields} tables { schema name }`)).toEqual({
    name: 'customer',
    field: 'customer',
    enumValue: 'CUSTOMER',
    title: 'Customer',
    plural: 'customers',
    description: 'Who bought at least once.',
    owner: 'crm',
    tags: [],
    verified: false,
    deprecated: null,
    key: ['customerId'],
    time: null,
    tables: [{ schema: 'crm', name: 'customer' }],
  })
  // Its key is hidden.
  expect(await ofEntity('purchase', 'plural owner key time')).toEqual({
    name: 'purchase',
    plural: 'buys',
    owner: 'data-team',
    key: [],
    time: 'boughtAt',
  })
})

test('dimensions: names for rows, for arguments and for people; personal data; hidden ones are not there', async () => {
  expect(await ofMembers('customer', 'dimensions', 'entity field path enumValue title pii isKey')).toEqual([
    ['customer_id', 'customer', 'customerId', 'customer.customerId', 'CUSTOMER_ID', 'Customer id', false, true],
    ['e_mail', 'customer', 'eMail', 'customer.eMail', 'E_MAIL', 'E-mail', true, false],
    ['region', 'customer', 'region', 'customer.region', 'REGION', 'Region', false, false],
    ['lifetime_revenue', 'customer', 'lifetimeRevenue', 'customer.lifetimeRevenue', 'LIFETIME_REVENUE', 'Lifetime revenue', false, false],
    ['is_member', 'customer', 'isMember', 'customer.isMember', 'IS_MEMBER', 'Is member', false, false],
  ])
})

test('who answers for a member is its own owner, else that of its entity, else that of the model', async () => {
  expect(await ofMembers('customer', 'dimensions', 'owner description tags verified deprecated')).toEqual([
    ['customer_id', 'crm', null, [], false, null],
    ['e_mail', 'privacy', 'Where bills go.', ['contact'], true, null],
    ['region', 'crm', null, [], false, 'Use country.'],
    ['lifetime_revenue', 'crm', null, [], false, null],
    ['is_member', 'crm', null, [], false, null],
  ])
  expect((await ofMembers('purchase', 'measures', 'owner description verified'))[0]).toEqual(['revenue', 'data-team', 'Net of tax.', true])
})

test('what a value means follows from its type; of numbers from unit and format; an aggregate seen from an entity has those of its measure', async () => {
  const fields = 'type semanticType unit format'
  expect(await ofMembers('customer', 'dimensions', fields)).toEqual([
    ['customer_id', 'STRING', 'TEXT', null, null],
    ['e_mail', 'STRING', 'TEXT', null, null],
    ['region', 'STRING', 'TEXT', null, null],
    ['lifetime_revenue', 'FLOAT', 'CURRENCY', 'EUR', '0.00'],
    ['is_member', 'BOOLEAN', 'BOOLEAN', null, null],
  ])
  expect(await ofMembers('return', 'dimensions', fields)).toContainEqual(['asked_on', 'DATE', 'DATE', null, null])
  expect(await ofMembers('purchase', 'dimensions', fields)).toContainEqual(['bought_at', 'TIMESTAMP', 'DATETIME', null, null])
  const measures = await ofMembers('purchase', 'measures', fields)
  expect(measures).toContainEqual(['revenue', 'DECIMAL', 'CURRENCY', 'EUR', '0.00'])
  expect(measures).toContainEqual(['largest', 'DECIMAL', 'CURRENCY', null, 'currency'])
  expect(measures).toContainEqual(['smallest', 'DECIMAL', 'NUMBER', 'boxes', null])
  expect(measures).toContainEqual(['share_of_buyers', 'FLOAT', 'PERCENT', 'percent', null])
  expect(measures).toContainEqual(['rows_per_buyer', 'FLOAT', 'PERCENT', null, '0.0%'])
  expect(measures).toContainEqual(['revenue_growth', 'FLOAT', 'PERCENT', null, 'percent'])
  // An instant has no currency, whatever its unit says.
  expect(measures).toContainEqual(['latest', 'TIMESTAMP', 'DATETIME', 'EUR', null])
})

test('how a measure is computed, whether groups add up, and how they can be put together', async () => {
  expect(await ofMembers('purchase', 'measures', 'aggregation additive reaggregation')).toEqual([
    ['revenue', 'SUM', true, 'SUM'],
    ['largest', 'MAX', false, 'MAX'],
    ['smallest', 'MIN', false, 'MIN'],
    ['buyers', 'COUNT_DISTINCT', false, null],
    ['average', 'AVG', false, null],
    ['middle', 'MEDIAN', false, null],
    ['p90', 'PERCENTILE', false, null],
    ['rows', 'COUNT', true, 'SUM'],
    ['last_amounts', 'SUM', false, null],
    ['share_of_buyers', 'NUMBER', false, null],
    ['rows_per_buyer', 'NUMBER', false, null],
    ['revenue_so_far', 'CUMULATIVE', false, null],
    ['revenue_before', 'OFFSET', false, null],
    ['revenue_more', 'DIFFERENCE', false, null],
    ['revenue_growth', 'GROWTH', false, null],
    ['revenue_share', 'SHARE', false, null],
    ['revenue_rank', 'RANK', false, null],
    ['returned', 'CONVERSION', false, null],
    ['latest', 'MAX', false, 'MAX'],
  ])
})

test('relationships from both ends: the field, how many rows, by what; a hidden field is null, a hidden entity is not led to', async () => {
  const fields = 'relationships { name field to cardinality verified description fields { from to } }'
  expect((await ofEntity('purchase', fields))?.relationships).toEqual([
    {
      name: 'customer',
      field: 'customer',
      to: 'customer',
      cardinality: 'ONE',
      verified: true,
      description: 'Who bought it.',
      fields: [{ from: 'customerId', to: 'customerId' }],
    },
    {
      name: 'undoing',
      field: 'undoing',
      to: 'return',
      cardinality: 'MANY',
      verified: false,
      description: null,
      fields: [{ from: null, to: 'purchaseId' }],
    },
  ])
  expect((await ofEntity('customer', 'relationships { field to cardinality verified }'))?.relationships).toEqual([
    { field: 'buys', to: 'purchase', cardinality: 'MANY', verified: true },
    { field: 'returns', to: 'return', cardinality: 'MANY', verified: false },
  ])
})

test('a time has buckets, and so has the shared clock', async () => {
  const bucket = 'granularity field path enumValue title type'
  const { time } = (await ask(`time { ${bucket} }`)) as { time: readonly unknown[] }
  expect(time).toContainEqual({
    granularity: 'MONTH',
    field: 'month',
    path: 'time.month',
    enumValue: 'MONTH',
    title: 'Time (month)',
    type: 'DATE',
  })
  const dimensions = await ofMembers('purchase', 'dimensions', `buckets { ${bucket} }`)
  const [, buckets] = dimensions.find(([name]) => name === 'bought_at') ?? []
  expect(buckets).toHaveLength(time.length)
  expect(buckets).toContainEqual({
    granularity: 'HOUR',
    field: 'boughtAtHour',
    path: 'purchase.boughtAtHour',
    enumValue: 'BOUGHT_AT_HOUR',
    title: 'Bought at (hour)',
    type: 'TIMESTAMP',
  })
  expect(dimensions.find(([name]) => name === 'amount')).toEqual(['amount', []])
})

test('where nothing is public there is nothing to ask about members', async () => {
  const log = 'version: 1\nmodel: m\nentities: [{ name: log, table: log, dimensions: [{ name: a, type: string, hidden: true }] }]'
  const type = buildSchema(await catalogOf(log)).getType('Catalog')
  expect(isObjectType(type) && Object.keys(type.getFields())).not.toContain('dimensionsFor')
  expect(isObjectType(type) && Object.keys(type.getFields())).not.toContain('dimensionValues')
  expect(isObjectType(type) && Object.keys(type.getFields())).toContain('entities')
})

test('names of the catalog are taken: no entity is called like its field, its types or the references to members', async () => {
  const entity = (name: string) => `  - { name: ${name}, table: t, primary_key: k, dimensions: [{ name: k, type: integer }] }\n`
  const issues = (...names: readonly string[]) => issuesOf(`version: 1\nmodel: m\nentities:\n${names.map(entity).join('')}`)
  expect(await issues('catalog')).toContain('NAME_CLASH')
  expect(await issues('measure_ref')).toContain('Type MeasureRef of entity `measure_ref`')
  expect(await issues('order', 'order_measure')).toContain('Type OrderMeasure of entity `order_measure`')
  expect(await issues('order', 'measure')).toBe('')
})
