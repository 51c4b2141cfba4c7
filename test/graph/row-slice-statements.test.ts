/** What slices of a page cost: statements by the question, not by the rows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CountingDatabase, counting } from '../support/counting.ts'
import { openTestDatabase, type TestTable } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { crm } from './crm.ts'

const customers = Array.from({ length: 50 }, (_, index) => `C${String(index).padStart(2, '0')}`)
const withRows = (name: string, rows: TestTable['rows']) => ({ [name]: { columns: crm.tables[name]?.columns ?? {}, rows } })
/** None of the first and of every fifth after. */
const purchases = customers.flatMap((id, index) =>
  Array.from({ length: index % 5 }, (_, n) => [index * 10 + n, id, `2024-0${n + 1}-10T10:00:00Z`, n % 2 === 0 ? 'Beer' : 'Wine', '1.00']),
)

let database: CountingDatabase
let ask: Ask
beforeAll(async () => {
  const base = withRows(
    'customer',
    customers.map((id) => [id, 'N', 's', 1]),
  )
  database = counting(await openTestDatabase('duckdb', { ...crm.tables, ...base, ...withRows('purchase', purchases) }))
  ask = askOf(await catalogOf(crm.model), database)
})
afterAll(() => database?.close())

const orders = '{ rows { purchase { countOrders } } }'

test.each([
  // The page, the slice, and what is answered where nothing happened.
  ['one row of each', `slice(by: {}) ${orders}`, 3],
  ['groups', 'slice(by: { purchase: [CATEGORY] }) { rows { purchase { revenue } } rowCount hasMore }', 2],
  [
    'two, one with totals',
    `a: slice(by: {}) ${orders} b: slice(by: { purchase: [CATEGORY] }, limit: 1) { rows { purchase { revenue } } totals { purchase { revenue } } }`,
    5,
  ],
  ['the same twice', `a: slice(by: {}) ${orders} b: slice(by: {}) ${orders}`, 5],
  ['subtotals', 'slice(by: { purchase: [CATEGORY] }) { rowCount subtotals(by: { purchase: [CATEGORY] }) { purchase { revenue } } }', 3],
  // Which of those that are not there were refused.
  ['one row of each that passes', `slice(by: {}, having: { purchase: { countOrders: { lt: 2 } } }) ${orders}`, 4],
  ['below links', `purchases(first: 2) { nodes { customer { slice(by: {}) ${orders} } } }`, 4],
])('%s: as many statements for 5 rows as for 50', async (_, fields, count) => {
  for (const first of [5, 50]) {
    database.statements.length = 0
    await ask(`{ customers(first: ${first}) { nodes { ${fields} } } }`)
    expect(database.statements).toHaveLength(count)
  }
})

test('one row by itself is asked for by itself', async () => {
  database.statements.length = 0
  await ask(
    `{ customer(customerId: "C03") { slice(by: { purchase: [CATEGORY] }) { rows { purchase { revenue } } totals { purchase { revenue } } hasMore } } }`,
  )
  expect(database.statements).toHaveLength(2)
  expect(database.statements[1]).not.toContain('row_number')
})
