/** The smaller parts of the page: SQL, links, saved queries, and which rows of a long table are shown. */
import { parse, print, validate } from 'graphql'
import { expect, test } from 'vitest'
import { questionWithSql, statementsIn } from '../../web/answer/question-with-sql.ts'
import { rowWindow } from '../../web/answer/row-window.ts'
import { deepLinkTo, readDeepLink } from '../../web/deep-link.ts'
import { firstQuery } from '../../web/first-query.ts'
import { operationNameOf, type SavedQuery, savedQueryPath, variablesText } from '../../web/saved/saved-query.ts'
import { schema } from './schema.ts'

test('the question for the SQL is the same question with fields of other names at each slice', () => {
  const asked = questionWithSql(
    'query Q($n: Int) { a: slice(by: {}, limit: $n) { sql rows { order { countOrders } } } customerCount }',
    schema,
  )
  expect(asked).toBe(
    print(
      parse(`query Q($n: Int) { a: slice(by: {}, limit: $n) { sql rows { order { countOrders } }
        tesseraSql: sql
        tesseraColumns: columns { path title kind type unit additive overlapping description } } customerCount }`),
    ),
  )
  expect(validate(schema, parse(asked ?? ''))).toEqual([])
  expect(questionWithSql('{ customerCount }', schema)).toBeUndefined()
})

test('statements are found wherever slices stand; one that is hidden is null', () => {
  const slice = (sql: string | null) => ({ rows: [], tesseraSql: sql, tesseraColumns: [] })
  expect(
    statementsIn({
      slice: slice('select 1'),
      customers: { nodes: [{ slice: slice('select 2') }, { slice: slice('select 2') }] },
      b: slice(null),
    }),
  ).toEqual([
    { path: 'slice', sql: 'select 1', columns: [] },
    { path: 'customers.nodes.slice', sql: 'select 2', columns: [] },
    { path: 'b', sql: null, columns: [] },
  ])
})

test('the query that the page opens with is valid', () => {
  expect(validate(schema, parse(firstQuery))).toEqual([])
})

test('a link opens a query with its variables, or a saved one; anything else opens nothing', () => {
  const link = deepLinkTo('http://127.0.0.1:4000/graphiql/?saved=x#top', { query: '{ a & b }', variables: '{ "n": 1 }' })
  expect(readDeepLink(new URL(link).search)).toEqual({ kind: 'query', query: '{ a & b }', variables: '{ "n": 1 }' })
  expect(readDeepLink('?saved=top-customers&variables={"first":3}')).toEqual({
    kind: 'saved',
    name: 'top-customers',
    variables: { first: 3 },
  })
  expect(readDeepLink('?saved=top-customers&variables=[3')).toEqual({ kind: 'saved', name: 'top-customers', variables: {} })
  expect(readDeepLink('?query=&page=2')).toBeUndefined()
})

const saved: SavedQuery = {
  name: 'orders',
  description: '',
  text: '# What was ordered, by query and day.\nquery Orders($from: TimePoint = "2025-01-01") { customerCount }\n',
  variables: [
    { name: 'from', type: 'TimePoint', required: false, default: '2025-01-01' },
    { name: 'states', type: '[String]', required: false, default: null },
    { name: 'id', type: 'String!', required: true, default: null },
  ],
  table: true,
  reason: null,
  formats: ['csv'],
}

test('variables are written with their defaults; one without is there as a comment', () => {
  expect(variablesText(saved.variables)).toBe('{\n  "from": "2025-01-01",\n  // "states": [String]\n  "id": null, // String!\n}')
  expect(variablesText(saved.variables, { states: ['TX'], id: 'C1' })).toBe(
    '{\n  "from": "2025-01-01",\n  "states": ["TX"],\n  "id": "C1",\n}',
  )
  expect(variablesText([])).toBe('')
})

test('the address of a file has the variables that its query declares', () => {
  expect(savedQueryPath(saved, 'csv', {})).toBe('q/orders.csv')
  expect(savedQueryPath(saved, 'csv', { from: '2025-02-01', states: ['TX', 'A&B'], other: 1, id: null })).toBe(
    'q/orders.csv?from=2025-02-01&states=TX&states=A%26B',
  )
  expect(savedQueryPath(saved, 'csv', { states: [] })).toBe('q/orders.csv?states=%5B%5D')
  expect(operationNameOf(saved.text)).toBe('Orders')
})

test('of a long table the rows that are seen are shown, and some above and below', () => {
  const seen = { rowHeight: 26, height: 260 }
  expect(rowWindow({ ...seen, rows: 5, top: 0 })).toEqual({ from: 0, to: 5 })
  expect(rowWindow({ ...seen, rows: 100_000, top: 26_000 })).toEqual({ from: 980, to: 1030 })
  expect(rowWindow({ ...seen, rows: 100, top: 99_999 })).toEqual({ from: 80, to: 100 })
})
