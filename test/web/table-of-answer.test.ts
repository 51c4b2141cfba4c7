/** The table that the page makes of an answer. */
import { expect, test } from 'vitest'
import { listsOfAnswer } from '../../web/answer/table-of-answer.ts'
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

test('of several lists each is a table, or has the reason why it is none', () => {
  const lists = (query: string, data: unknown) =>
    listsOfAnswer({ schema, query, data }).map(({ title, found }) => [title, found.ok ? found.table.rows : found.problem])
  const customer = `{ customer(customerId: "C1") {
    orders { nodes { orderNo linesPlaced { nodes { orderValue } } } }
    timeline { totalCount nodes { occurredAt ... on EmailClicked { campaign } } }
    slice(by: { time: [QUARTER] }) { rows { time { quarter } orderPlaced { monetary } } }
  } }`
  const data = {
    customer: {
      orders: { nodes: [{ orderNo: 'O1', linesPlaced: { nodes: [] } }] },
      timeline: { totalCount: 2, nodes: [{ occurredAt: '2025-01-01T00:00:00Z' }, { occurredAt: '2025-01-02T00:00:00Z', campaign: 'May' }] },
      slice: { rows: [{ time: { quarter: '2025-01-01' }, orderPlaced: { monetary: '1.10' } }] },
    },
  }
  expect(lists(customer, data)).toEqual([
    ['customer.orders.nodes', 'A row of `customer.orders.nodes` has lists of its own: `linesPlaced.nodes`. A cell holds one value.'],
    [
      'customer.timeline.nodes',
      [
        ['2025-01-01T00:00:00Z', null],
        ['2025-01-02T00:00:00Z', 'May'],
      ],
    ],
    ['customer.slice.rows', [['2025-01-01', '1.10']]],
  ])
  const partial = '{ a: customers { nodes { state } } b: customers { nodes { channelName } } }'
  expect(lists(partial, { a: { nodes: [{ state: 'TX' }] }, b: null })).toEqual([
    ['a.nodes', [['TX']]],
    ['b.nodes', '`b.nodes` is not in the answer.'],
  ])
  expect(lists('query One { customers { nodes { state } } } query Two { customerCount }', {})).toEqual([])
})

test('an answer without a list is a table of one row; what a schema says of itself is none', () => {
  const { title, columns, rows, notes } = tableOf({
    query: '{ all: customerCount customer(customerId: "C1") { state lifetimeValue } nobody: customer(customerId: "C2") { state } }',
    data: { all: 200, customer: { state: 'TX', lifetimeValue: '10.50' }, nobody: null },
  })
  expect([title, notes]).toEqual(['', []])
  expect(columns.map(({ path, type }) => [path, type])).toEqual([
    ['all', 'integer'],
    ['customer.state', 'string'],
    ['customer.lifetimeValue', 'decimal'],
    ['nobody.state', 'string'],
  ])
  expect(rows).toEqual([[200, 'TX', '10.50', null]])
  expect(listsOfAnswer({ schema, query: '{ __schema { description } }', data: { __schema: { description: null } } })).toEqual([])
})

test('a column has the unit that the schema says, and a time the period into which it is cut', () => {
  const { columns } = tableOf({
    query: `{ slice(by: { time: [YEAR, MONTH], orderPlaced: [ACTIVITY_TS_WEEK] }) {
      rows { time { year m: month } orderPlaced { activityTsWeek monetary frequency } }
    } }`,
    data: { slice: { rows: [] } },
  })
  expect(columns.map(({ path, unit, period }) => [path, unit, period])).toEqual([
    ['time.year', undefined, { of: 'time.', size: 7 }],
    ['time.m', undefined, { of: 'time.', size: 5 }],
    ['orderPlaced.activityTsWeek', undefined, { of: 'orderplaced.activityts', size: 4 }],
    ['orderPlaced.monetary', 'USD', undefined],
    ['orderPlaced.frequency', 'orders', undefined],
  ])
})

test('rows that cross two dimensions are groups, such as who went from which segment to which; names beside ids are not', () => {
  const query = '{ customerMigration(name: MOSAIQUE, from: "2025-01-01", to: "2025-02-01") { cells { from to count } } }'
  const cell = (from: string, to: string) => ({ from, to, count: 1 })
  const rowsAre = (...cells: object[]) => tableOf({ query, data: { customerMigration: { cells } } }).rowsAre
  expect(rowsAre(cell('VIPS', 'VIPS'), cell('VIPS', 'LOYAL'), cell('LOYAL', 'VIPS'))).toBe('groups')
  expect(rowsAre(cell('VIPS', 'VIPS'), cell('VIPS', 'VIPS'), cell('LOYAL', 'LOYAL'))).toBe('records')
  expect(rowsAre(cell('VIPS', 'LOYAL'), cell('LOYAL', 'VIPS'))).toBe('records')
  expect(rowsAre()).toBe('records')
})
