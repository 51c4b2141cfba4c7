/** Looker Studio: fields and rows of a query that the user writes, on a live server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Script } from '../apps-script/run-script.ts'
import { openShop, type Shop } from '../shop.ts'
import { connected } from './script.ts'

let shop: Shop
let script: Script
beforeAll(async () => {
  shop = await openShop()
  script = await connected(shop)
})
afterAll(async () => {
  await script.close()
  await shop.close()
})

const columns = 'columns { path title kind type unit format additive overlapping description }'
const text = `query ($from: TimePoint!, $to: TimePoint!, $states: [String]) {
  slice(by: { customer: [STATE] }, where: { time: { gte: $from, lte: $to }, customer: { state: { in: $states } } }, asOf: $to) {
    rows { customer { state } purchase { revenue averageAmount rateOfBeer } } ${columns} hasMore } }`
const dateRange = { startDate: '2024-01-01', endDate: '2024-03-31' }
const config = (query: string, variables = '') => ({ query: '(own query)', text: query, variables })
const data = (configParams: object, fields: readonly string[]) =>
  script.call('getData', { configParams, dateRange, fields: fields.map((name) => ({ name })) })

test('has the fields of its columns, asked without a date range', async () => {
  expect((await script.call('getSchema', { configParams: config(text) })).value).toMatchObject({
    schema: [
      { id: 'customer_state', name: 'State', kind: 'dimension', type: 'TEXT' },
      { id: 'purchase_revenue', kind: 'metric', type: 'CURRENCY_EUR', isReaggregatable: true, aggregation: 'SUM' },
      { id: 'purchase_averageAmount', isReaggregatable: false, aggregation: 'AUTO' },
      { id: 'purchase_rateOfBeer', type: 'PERCENT', isReaggregatable: false },
    ],
  })
})

test('has rows of the date range and the variables', async () => {
  const { value } = await data(config(text, '{"states": ["NY", null]}'), ['customer_state', 'purchase_revenue', 'purchase_averageAmount'])
  expect(value).toMatchObject({
    rows: [{ values: ['NY', '120.50', 40.166666666666664] }, { values: [null, '5.00', 5] }],
    filtersApplied: false,
  })
})

test('metrics do not add up where a customer stands in several groups', async () => {
  const byTag = text.replace('by: { customer: [STATE] }', 'by: { tag: [TAG] }').replace('customer { state }', 'tag { tag }')
  const { problem } = await data(config(byTag), ['purchase_revenue'])
  expect(problem).toContain('Revenue cannot be added up over Tag')
})

test('is not cut unsaid', async () => {
  const { problem } = await data(config(text.replace('asOf: $to', 'asOf: $to, limit: 2')), ['customer_state'])
  expect(problem).toContain('The query answers 2 rows, and there are more.')
  expect((await data(config(text.replace('hasMore', '')), ['customer_state'])).problem).toContain('`hasMore`')
})

test('two columns are never one field', async () => {
  const twice = text.replace('customer { state }', 'customer { state } a_b: customer { c: state } a: customer { b_c: state }')
  expect((await data(config(twice), ['customer_state'])).problem).toContain('Two columns of the query have one name here')
})

test('is one table, with variables as JSON', async () => {
  expect((await data(config('{ __typename }'), [])).problem).toContain('The query is no table.')
  expect((await data(config(text, 'states: NY'), [])).problem).toContain('The variables are no JSON.')
  expect((await data(config(text.replace('revenue', 'revenu')), [])).problem).toMatch(/revenu.*\(GRAPHQL_VALIDATION_FAILED\)/s)
})
