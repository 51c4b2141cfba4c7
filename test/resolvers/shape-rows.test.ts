import { expect, test } from 'vitest'
import { shapeRows } from '../../src/resolvers/shape-rows.ts'
import { findWord, vocabularyOf } from '../../src/resolvers/vocabulary.ts'
import { shop } from '../support/catalog.ts'

const vocabulary = vocabularyOf(shop)

function words(...paths: readonly string[]) {
  return paths.flatMap((path) => {
    const [group = '', field = ''] = path.split('.')
    return findWord(vocabulary, group, field) ?? []
  })
}

test('values stand under their entity by field name, in whatever order the columns come', () => {
  const shape = { words: words('customer.state', 'time.month', 'orderPlaced.monetary', 'customer.countCustomers'), groups: [] }
  expect(
    shapeRows(
      [
        ['BY', '2024-01-01', '10.00', 2],
        [null, null, null, 0],
      ],
      shape,
    ),
  ).toEqual([
    { customer: { state: 'BY', countCustomers: 2 }, time: { month: '2024-01-01' }, orderPlaced: { monetary: '10.00' } },
    { customer: { state: null, countCustomers: 0 }, time: { month: null }, orderPlaced: { monetary: null } },
  ])
})

test('an entity of which nothing but __typename is selected is there all the same', () => {
  expect(shapeRows([['BY']], { words: words('customer.state'), groups: ['orderPlaced', 'customer'] })).toEqual([
    { customer: { state: 'BY' }, orderPlaced: {} },
  ])
})

test('no rows are no rows, and a row of another width is our mistake', () => {
  const shape = { words: words('customer.state'), groups: [] }
  expect(shapeRows([], shape)).toEqual([])
  expect(() => shapeRows([[1, 2]], shape)).toThrow('A row has 2 values for 1 columns.')
})
