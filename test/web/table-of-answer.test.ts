/** The table that the page makes of an answer. */
import { expect, test } from 'vitest'
import { tableOfAnswer } from '../../web/answer/table-of-answer.ts'
import { schema, tableOf } from './schema.ts'

const byState = `{ slice(by: { customer: [STATE], time: [MONTH] }) {
  rows { customer { state countCustomers } time { month } orderPlaced { monetary } }
  totals { orderPlaced { monetary } }
  rowCount
} }`

test('a slice has a column for each value below its rows, dotted, with its type, its role and what the schema says of it', () => {
  const { title, columns } = tableOf({ query: byState, data: { slice: { rows: [] } } })
  expect(title).toBe('slice.rows')
  expect(columns.map(({ path, type, role }) => [path, type, role])).toEqual([
    ['customer.state', 'string', 'dimension'],
    ['customer.countCustomers', 'integer', 'measure'],
    ['time.month', 'date', 'dimension'],
    ['orderPlaced.monetary', 'decimal', 'measure'],
  ])
  expect(columns[2]?.description).toBe('By month: its first day. The shared clock is the primary time of the entity of each measure.')
})

test('rows have the values of the answer as they are, also null, totals only those that were asked for, notes what stands beside', () => {
  const table = tableOf({
    query: byState,
    data: {
      slice: {
        rows: [
          {
            customer: { state: 'TX', countCustomers: 2 },
            time: { month: '2025-01-01' },
            orderPlaced: { monetary: '1234567890123456789.10' },
          },
          { customer: { state: null, countCustomers: 0 }, time: { month: '2025-02-01' }, orderPlaced: { monetary: null } },
        ],
        totals: { orderPlaced: { monetary: '1234567890123456789.10' } },
        rowCount: 2,
      },
    },
  })
  expect(table.rows).toEqual([
    ['TX', 2, '2025-01-01', '1234567890123456789.10'],
    [null, 0, '2025-02-01', null],
  ])
  expect(table.totals).toEqual([undefined, undefined, undefined, '1234567890123456789.10'])
  expect(table.notes).toEqual([['rowCount', 2]])
})

test('names given in the query are those of the columns, and do not change what a column is', () => {
  const { title, columns, totals } = tableOf({
    query: `query Named { all: slice(by: { customer: [STATE] }) {
      rows { who: customer { where: state } orderPlaced { m: monetary } }
      sum: totals { orderPlaced { m: monetary } }
    } }`,
    data: { all: { rows: [], sum: { orderPlaced: { m: '1.00' } } } },
  })
  expect(title).toBe('all.rows')
  expect(columns.map(({ path, role }) => [path, role])).toEqual([
    ['who.where', 'dimension'],
    ['orderPlaced.m', 'measure'],
  ])
  expect(totals).toEqual([undefined, '1.00'])
})

test('a total that has the name of a column and is another measure is no total of it', () => {
  const { totals } = tableOf({
    query: `{ slice(by: {}) { rows { orderPlaced { m: monetary } } totals { orderPlaced { m: frequency } } } }`,
    data: { slice: { rows: [{ orderPlaced: { m: '10.00' } }], totals: { orderPlaced: { m: 3 } } } },
  })
  expect(totals).toEqual([undefined])
})

test('a connection is the table of its nodes, as edges too; a segmentation the one of its groups', () => {
  const nodes = tableOf({
    query: '{ customers(first: 2) { nodes { customerId lifetimeValue } totalCount } }',
    data: { customers: { nodes: [{ customerId: 'C1', lifetimeValue: '5.00' }], totalCount: 7 } },
  })
  expect(nodes.columns.map(({ path, role }) => [path, role])).toEqual([
    ['customerId', 'dimension'],
    ['lifetimeValue', 'measure'],
  ])
  expect(nodes.notes).toEqual([['totalCount', 7]])
  const edges = tableOf({
    query: '{ customers(first: 2) { edges { node { customerId } } } }',
    data: { customers: { edges: [{ node: { customerId: 'C1' } }] } },
  })
  expect([edges.columns[0]?.path, edges.rows]).toEqual(['customerId', [['C1']]])
  const groups = tableOf({
    query: '{ customerSegmentation(name: MOSAIQUE) { groups { name count } } }',
    data: { customerSegmentation: { groups: [{ name: 'VIPS', count: 3 }] } },
  })
  expect(groups.rows).toEqual([['VIPS', 3]])
})

test('what @skip leaves out by a variable is no column; of several operations the one that was asked counts', () => {
  const query = `query One($short: Boolean = false) { customers { nodes { customerId state @skip(if: $short) } } }
    query Two { customers { nodes { channelName } } }`
  const data = { customers: { nodes: [] } }
  const paths = (answered: object) => tableOf({ query, data, ...answered }).columns.map(({ path }) => path)
  expect(paths({ operationName: 'One', variables: { short: true } })).toEqual(['customerId'])
  expect(paths({ operationName: 'One' })).toEqual(['customerId', 'state'])
  expect(paths({ operationName: 'Two' })).toEqual(['channelName'])
})

test('two lists of rows, none, and a list that was not answered are no table, and it is said why', () => {
  const problem = (query: string, data: unknown) => {
    const found = tableOfAnswer({ schema, query, data })
    return found.ok ? 'a table' : found.problem
  }
  expect(problem('{ a: customers { nodes { state } } b: customers { nodes { state } } }', {})).toBe(
    'The query has 2 lists of rows: `a.nodes`, `b.nodes`. A table is one of them.',
  )
  expect(problem('{ customer(customerId: "C1") { state } }', {})).toBe(
    'The query has no list of rows: a table has a slice, an explore or a connection.',
  )
  expect(problem('{ customers { nodes { state } } }', { customers: null })).toBe('`customers.nodes` is not in the answer.')
})
