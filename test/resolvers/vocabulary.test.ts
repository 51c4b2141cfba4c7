import { expect, test } from 'vitest'
import { vocabularyOf } from '../../src/resolvers/vocabulary.ts'
import type { Hop } from '../../src/semantic/catalog/catalog.ts'
import { catalogOf, customer, entityOf, orderPlaced, shop } from '../support/catalog.ts'

function hop(from: string, to: string): Hop {
  return { name: to, from, to, fromFields: ['id'], toFields: ['id'], cardinality: 'one', preferred: false }
}

test('hidden members and entities without a public one have no word', () => {
  const { entities } = vocabularyOf(shop)
  expect([...entities.keys()]).toEqual(['customer', 'orderPlaced', 'delivery'])
  expect([...(entities.get('customer')?.grains.keys() ?? [])]).toEqual([
    'customerId',
    'state',
    'region',
    'phone',
    'age',
    'points',
    'rating',
    'isMember',
  ])
  expect([...(entities.get('orderPlaced')?.measures.keys() ?? [])]).toEqual(['monetary', 'frequency', 'recency', 'turnover'])
})

test('a date has buckets from day upwards, a timestamp from second, and buckets below day are instants', () => {
  const { entities } = vocabularyOf(shop)
  const types = (entity: string, dimension: string) =>
    [...(entities.get(entity)?.grains.values() ?? [])]
      .filter(({ field }) => field.startsWith(dimension))
      .map(({ field, type }) => `${field} ${type}`)
  expect(types('delivery', 'arrived')).toEqual([
    'arrived date',
    'arrivedDay date',
    'arrivedWeek date',
    'arrivedMonth date',
    'arrivedQuarter date',
    'arrivedYear date',
  ])
  expect(types('orderPlaced', 'activityTs').slice(0, 5)).toEqual([
    'activityTs timestamp',
    'activityTsSecond timestamp',
    'activityTsMinute timestamp',
    'activityTsHour timestamp',
    'activityTsDay date',
  ])
})

test('a relationship can be filtered by where its target can: directly, or through an entity on the way', () => {
  const count = [...customer.measures.values()]
  const item = entityOf({ name: 'item', dimensions: [], measures: count, hops: [hop('item', 'bundle')] })
  const bundle = entityOf({ name: 'bundle', dimensions: [], measures: count, hops: [hop('bundle', 'customer')] })
  const lonely = entityOf({ name: 'lonely', dimensions: [], measures: count, hops: [hop('lonely', 'island')] })
  const island = entityOf({ name: 'island', dimensions: [], measures: count, hops: [hop('island', 'lonely')] })
  const { entities } = vocabularyOf(catalogOf(item, bundle, customer, lonely, island))
  const relationships = [...entities.values()].map((words) => [words.field, [...words.relationships.keys()]])
  expect(relationships).toEqual([
    ['item', ['bundle']],
    ['bundle', ['customer']],
    ['customer', []],
    ['lonely', []],
    ['island', []],
  ])
})

test('relationships are filters in both directions', () => {
  const { entities } = vocabularyOf(catalogOf(customer, orderPlaced))
  expect([...(entities.get('customer')?.relationships.values() ?? [])]).toMatchObject([{ field: 'orderPlaceds', cardinality: 'many' }])
  expect([...(entities.get('orderPlaced')?.relationships.values() ?? [])]).toMatchObject([{ field: 'customer', cardinality: 'one' }])
})
