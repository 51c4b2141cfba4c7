/** What a page costs: a number of statements that the question has, not the rows, each computing what is selected. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CountingDatabase, counting } from '../support/counting.ts'
import { openTestDatabase, type TestTable, type TestTables } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { crm } from './crm.ts'

const customers = Array.from({ length: 60 }, (_, index) => `C${String(index).padStart(2, '0')}`)
const withRows = (name: string, rows: TestTable['rows']) => ({ [name]: { columns: crm.tables[name]?.columns ?? {}, rows } })

/** Some only order, some only complain, some both, some nothing. */
const tables: TestTables = {
  ...crm.tables,
  ...withRows(
    'customer',
    customers.map((id, index) => [id, `N${index % 7}`, 's', (index % 3) + 1]),
  ),
  ...withRows(
    'purchase',
    customers.flatMap((id, index) =>
      Array.from({ length: index % 4 === 3 ? 0 : index % 5 }, (_, n) => [
        index * 10 + n,
        id,
        `2024-0${n + 1}-10T10:00:00Z`,
        'Beer',
        `${index}.50`,
      ]),
    ),
  ),
  ...withRows(
    'ticket',
    customers.flatMap((id, index) => (index % 4 === 1 ? [] : [['A', index, id, `2024-02-${10 + (index % 9)}`, 'open']])),
  ),
}

let database: CountingDatabase
let ask: Ask
beforeAll(async () => {
  database = counting(await openTestDatabase('duckdb', tables))
  ask = askOf(await catalogOf(crm.model), database)
})
afterAll(() => database?.close())
beforeEach(() => {
  database.statements.length = 0
})

async function statements(query: string): Promise<readonly string[]> {
  database.statements.length = 0
  await ask(query)
  return [...database.statements]
}

const page = (first: number, fields: string) => statements(`{ customers(first: ${first}) { ${fields} } }`)
const names = (all: readonly string[]) => all.map((text) => /from\s+"?(\w+)"?/.exec(text)?.[1]).sort()

const cases: readonly (readonly [string, string, number])[] = [
  ['rows', 'nodes { id name }', 1],
  ['aggregates of the page alone', 'nodes { name revenue orders }', 2],
  ['aggregates, and scores and segments among all', 'nodes { revenue orders valueScore big size }', 3],
  ['a link', 'nodes { region { name } }', 2],
  ['a link of which nothing is selected', 'nodes { region { __typename } }', 2],
  ['rows that belong to them, and back', 'nodes { purchases(first: 2) { nodes { amount customer { name region { name } } } } }', 4],
  ['rows and how many', 'nodes { purchases(first: 1) { totalCount nodes { amount } } tickets { totalCount } }', 4],
  ['a timeline', 'nodes { timeline(first: 3) { nodes { id occurredAt } } }', 3],
  [
    'a timeline with fields of each kind',
    'nodes { timeline(first: 3) { nodes { ... on Purchase { amount } ... on Ticket { status } } } }',
    3,
  ],
  [
    'links from a timeline',
    'nodes { timeline(first: 3) { totalCount nodes { ... on Purchase { amount customer { name region { name } } } ... on Ticket { status customer { name region { name } } } } } }',
    9,
  ],
  [
    'two aliases with other arguments',
    'nodes { a: purchases(first: 1) { nodes { amount } } b: purchases(first: 2) { nodes { amount } } }',
    3,
  ],
  ['nodes and edges together', 'nodes { name } edges { cursor node { revenue } } pageInfo { endCursor }', 2],
  ['nothing', '__typename', 0],
  ['how many alone', 'totalCount', 1],
]

test.each(cases)('%s: as many statements for 5 rows as for 50', async (_, fields, count) => {
  for (const first of [5, 50]) expect(names(await page(first, fields))).toHaveLength(count)
})

test('a column that is not selected is not computed', async () => {
  const [plain = ''] = await page(5, 'nodes { name }')
  expect(plain).not.toMatch(/purchase|amount|region_id|"secret"/)
  const [, aggregate = ''] = await page(5, 'nodes { orders }')
  expect(aggregate).toMatch(/count\(/)
  expect(aggregate).not.toMatch(/amount|sum\(/)
  // Its rows are found by the keys of the page, which are no other table's.
  expect(aggregate.match(/from\s+"\w+"/g)).toEqual(['from "purchase"', 'from "customer"'])
  const [, purchases = ''] = await page(5, 'nodes { purchases { nodes { category } } }')
  expect(purchases).toContain('"category"')
  expect(purchases).not.toMatch(/amount|placed_at"? as/)
  const counted = await page(5, 'nodes { name } totalCount')
  expect(counted).toHaveLength(2)
})

test('what a directive leaves out, or a fragment on another type, is neither asked nor computed', async () => {
  const skipped = `{ customers(first: 5) {
    totalCount @skip(if: true)
    nodes { name revenue @include(if: false) ...More @include(if: false) region @skip(if: true) { name } }
  } }
  fragment More on Customer { purchases { totalCount } valueScore }`
  const all = await statements(skipped)
  expect(all).toHaveLength(1)
  expect(all[0]).not.toMatch(/purchase|region_id/)
  const spread = `{ customers(first: 5) { nodes { ...Named } edges { node { ...Rich } } } } fragment Named on Node { id ... on Customer { name } } fragment Rich on Customer { orders }`
  const [, both = '', ...none] = await statements(spread)
  expect(none).toEqual([])
  expect(both).toMatch(/count\(/)
  expect(both).not.toContain('amount')
  const happened = `{ customers(first: 50) { nodes { timeline { nodes { id ... on Ticket { status } ... on Activity { occurredAt } } } } } }`
  expect(names(await statements(happened))).toEqual(['customer', 'purchase', 'ticket'])
})

test('one row by key, one by id and a list of ids are one statement for each kind', async () => {
  const { a, b, c } = (
    await ask.raw('{ a: customer(customerId: "C01") { id } b: customer(customerId: "C02") { id } c: region(regionId: 1) { id } }')
  ).data as Record<string, { readonly id: string }>
  const ids = JSON.stringify([a?.id, b?.id, c?.id, a?.id])
  expect(names(await statements(`{ nodes(ids: ${ids}) { ... on Customer { name region { name } } ... on Region { name } } }`))).toEqual([
    'customer',
    'region',
    'region',
  ])
})
