/** Rows of files are stored by year, owner and time, so that DuckDB reads little for one customer and little for some months. */
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openServingDatabase } from '../../src/database/serving.ts'
import type { FileTable } from '../../src/semantic/catalog/catalog.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { folderWith } from '../support/folders.ts'
import { catalogOf } from '../support/story.ts'

const model = `version: 1
model: shop
streams:
  - name: activity
    file: activity.csv
    customer: customer
    columns: { id: event, customer: who, activity: what, timestamp: at }
entities:
  - name: customer
    file: customers.csv
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
  - name: visit
    extends: activity
    activity: visited
  - name: purchase
    file: purchases.csv
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: buyer, type: string, column: buyer_key }
      - { name: bought_on, type: date }
    relationships:
      - { type: N:1, field: buyer, target: { entity: customer, field: customer_id } }
  - name: product
    file: products.csv
    primary_key: product_id
    dimensions:
      - { name: product_id, type: string }
`

async function serve(folder: string, files: readonly FileTable[]): Promise<Database> {
  const opened = await openServingDatabase({ url: `duckdb:${join(folder, 'shop.duckdb')}`, folder, files })
  if (!opened.ok) throw new Error(opened.issues.map(issueMessage).join('\n'))
  onTestFinished(() => opened.value.database.close())
  return opened.value.database
}

async function stored(database: Database, sql: string): Promise<readonly unknown[]> {
  return (await database.kysely.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows.map((row) => Object.values(row)[0])
}

test('the model knows whose a row is, and when it was', async () => {
  const { files } = await catalogOf(model)
  expect(files.map(({ table, order }) => [table, order])).toEqual([
    ['customer', undefined],
    ['purchase', { owner: 'buyer_key', time: 'bought_on' }],
    ['product', undefined],
    ['activity', { owner: 'who', time: 'at' }],
  ])
})

test('purchases are stored by year, buyer and day; rows without a day or a buyer are kept', async () => {
  const folder = folderWith({
    'purchases.csv':
      'purchase_id,buyer_key,bought_on\n1,ben,2025-01-03\n2,ann,2025-12-01\n3,ann,\n4,ben,2024-05-01\n5,ann,2025-02-01\n6,,2024-01-01\n',
  })
  const { files } = await catalogOf(model)
  const database = await serve(
    folder,
    files.filter(({ table }) => table === 'purchase'),
  )
  // 2024: ben, nobody; 2025: ann in February and in December, ben; no day: ann.
  expect(await stored(database, 'select purchase_id from purchase order by rowid')).toEqual([4, 6, 5, 2, 1, 3])
})

test('a file without an owner or a time keeps its order', async () => {
  const folder = folderWith({ 'products.csv': 'product_id\nwine\nbeer\ncider\n' })
  const { files } = await catalogOf(model)
  const database = await serve(
    folder,
    files.filter(({ table }) => table === 'product'),
  )
  expect(await stored(database, 'select product_id from product order by rowid')).toEqual(['wine', 'beer', 'cider'])
})

test('a model that says later whose the rows are has them stored anew', async () => {
  const folder = folderWith({ 'purchases.csv': 'purchase_id,buyer_key,bought_on\n1,ben,2025-01-03\n2,ann,2025-12-01\n' })
  const { files } = await catalogOf(model)
  const purchases = files.filter(({ table }) => table === 'purchase')
  const before = await serve(
    folder,
    purchases.map(({ order, ...unordered }) => unordered),
  )
  expect(await stored(before, 'select purchase_id from purchase order by rowid')).toEqual([1, 2])
  const after = await serve(folder, purchases)
  expect(await stored(after, 'select purchase_id from purchase order by rowid')).toEqual([2, 1])
})
