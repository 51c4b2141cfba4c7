/** Where scores, segments and segmentations come from: what they read, and in the end columns. */
import { expect, test } from 'vitest'
import type { CatalogMember } from '../../../src/semantic/catalog/lineage.ts'
import { Lineages } from '../../../src/semantic/catalog/lineage.ts'
import { catalogOf } from '../../support/story.ts'

const model = `version: 1
model: shop
entities:
  - name: customer
    table: customers
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: fm, type: float, sql: "(\${f} + \${m}) / 2.0" }
    scores:
      - { name: f, of: orders, window: { last: 12, unit: month }, buckets: 5, best: highest, best_score: 5 }
      - { name: m, of: revenue, where: "\${state} <> 'XX'", buckets: 5, best: highest, best_score: 5 }
      - { name: fm_score, of: fm, buckets: 5, best: highest, best_score: 5 }
    segments:
      - { name: vip, when: "\${m} = 5 and \${state} = 'NY'" }
    segmentations:
      - name: value
        scores: { F: f, M: m }
        multi_label: true
        groups:
          - { name: top, when: "\${vip}" }
          - { name: high, pattern: F4-5 M4-5 }
        otherwise: rest
  - name: purchase
    table: purchases
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string, column: buyer }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal, sql: net + tax }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

async function lineageOf(name: string) {
  const catalog = await catalogOf(model)
  const member = catalog.entities.get('customer')?.dimensions.get(name)
  if (member === undefined) throw new Error(`No dimension ${name}`)
  const { reads, columns } = new Lineages(catalog).of(member)
  return {
    reads: reads.map((read: CatalogMember) => `${read.entity}.${read.name}`),
    columns: columns.map((column) => ('table' in column ? `${column.table}.${column.column}` : column.column)).sort(),
  }
}

const joined = ['customers.customer_id', 'purchases.buyer']

test('a score reads what it scores, and the time that its window runs along', async () => {
  expect(await lineageOf('f')).toEqual({ reads: ['customer.orders'], columns: [...joined, 'purchases.bought_on'].sort() })
})

test('a score reads what its population is told by', async () => {
  expect(await lineageOf('m')).toEqual({
    reads: ['customer.revenue', 'customer.state'],
    columns: ['customers.customer_id', 'customers.state', 'purchases.buyer', 'purchases.net', 'purchases.tax'],
  })
})

test('a score of scores reads them', async () => {
  expect((await lineageOf('fm_score')).reads).toEqual(['customer.fm'])
  expect((await lineageOf('fm')).reads).toEqual(['customer.f', 'customer.m'])
})

test('a segment reads scores and dimensions; a segmentation, and the segment of a group, scores and segments', async () => {
  const columns = ['customers.customer_id', 'customers.state', 'purchases.bought_on', 'purchases.buyer', 'purchases.net', 'purchases.tax']
  expect((await lineageOf('vip')).reads).toEqual(['customer.m', 'customer.state'])
  expect(await lineageOf('value')).toEqual({ reads: ['customer.vip', 'customer.f', 'customer.m'], columns })
  expect((await lineageOf('value_top')).reads).toEqual(['customer.vip'])
  expect(await lineageOf('value_high')).toEqual({ reads: ['customer.f', 'customer.m'], columns })
})
