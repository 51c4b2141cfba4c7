/** GraphQL answers as tables, and tables as text. */
import { expect, test } from 'vitest'
import { answerTables } from '../../src/cli/answer-table.ts'
import { printTables } from '../../src/cli/print-table.ts'

function printed(data: Record<string, unknown>): string {
  return printTables(answerTables(data))
}

test('a slice is a table with dotted names, numbers to the right, totals below a line, the rest as notes', () => {
  const answer = printed({
    slice: {
      rows: [
        { customer: { state: 'MA' }, orderPlaced: { monetary: '1050.00', frequency: 12 } },
        { customer: { state: null }, orderPlaced: { monetary: '9.50', frequency: 1 } },
      ],
      totals: { orderPlaced: { monetary: '1059.50', frequency: 13 } },
      rowCount: 2,
      hasMore: false,
    },
  })
  expect(answer).toBe(
    [
      'customer.state | orderPlaced.monetary | orderPlaced.frequency',
      '---------------+----------------------+----------------------',
      'MA             |              1050.00 |                    12',
      'null           |                 9.50 |                     1',
      '---------------+----------------------+----------------------',
      '               |              1059.50 |                    13',
      'rowCount: 2',
      'hasMore: false',
    ].join('\n'),
  )
})

test('several fields are several tables, each under its name; a statement keeps its lines', () => {
  const answer = printed({
    a: { rows: [{ time: { month: '2024-01-01' } }], sql: 'select\n  1' },
    b: { rows: [] },
    c: { hasMore: false, columns: [{ path: 'x', kind: 'MEASURE' }] },
  })
  expect(answer).toBe(
    [
      'a',
      'time.month',
      '----------',
      '2024-01-01',
      'sql:',
      'select',
      '  1',
      '',
      'c',
      'hasMore',
      '-------',
      'false',
      '',
      'c.columns',
      'path | kind',
      '-----+--------',
      'x    | MEASURE',
    ].join('\n'),
  )
})

test('edges, nodes, plain lists and scalars have their tables, too', () => {
  expect(answerTables({ customers: { edges: [{ cursor: 'x', node: { id: 1 } }], totalCount: 1 } })).toEqual([
    { title: 'customers', columns: ['cursor', 'node.id'], rows: [['x', 1]], notes: [['totalCount', 1]] },
  ])
  expect(answerTables({ names: ['a', 'b'] })).toEqual([{ title: 'names', columns: ['names'], rows: [['a'], ['b']], notes: [] }])
  expect(answerTables({ __typename: 'Query' })).toEqual([{ title: '__typename', columns: ['__typename'], rows: [['Query']], notes: [] }])
  expect(answerTables({ slice: null })).toEqual([{ title: 'slice', columns: ['slice'], rows: [[null]], notes: [] }])
})

test('wide characters keep the columns straight', () => {
  expect(printed({ names: ['東京', 'Zoë', '👍🏽'] })).toBe(['names', '-----', '東京', 'Zoë', '👍🏽'].join('\n'))
  expect(
    printed({
      rows: [
        { a: '東京', b: 1 },
        { a: 'Zoë', b: 10 },
      ],
    }),
  ).toBe(['a    |  b', '-----+---', '東京 |  1', 'Zoë  | 10'].join('\n'))
})
