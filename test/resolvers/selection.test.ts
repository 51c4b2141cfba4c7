import { expect, test } from 'vitest'
import { columnsOf } from '../../src/resolvers/columns.ts'
import { questionOf, refusalsOf, selectionOf } from '../support/slice-questions.ts'

const state = { kind: 'dimension', entity: 'customer', dimension: 'state' }
const month = { kind: 'time', granularity: 'month' }
const activityMonth = { kind: 'dimension', entity: 'order_placed', dimension: 'activity_ts', granularity: 'month' }
const monetary = { entity: 'order_placed', measure: 'monetary' }
const countCustomers = { entity: 'customer', measure: 'count_customers' }

function paths(document: string, variables?: Readonly<Record<string, unknown>>): readonly string[] {
  return columnsOf(selectionOf(document, variables), () => false).map(({ path }) => path)
}

test('the dimensions selected under rows are the grain of an explore, in document order', () => {
  const query = questionOf(`{ explore { rows { time { month } customer { state } orderPlaced { activityTsMonth monetary } } } }`)
  expect(query.by).toEqual([month, state, activityMonth])
  expect(query.measures).toEqual([monetary])
})

test('a slice takes its grain from by: entities in the order of the model, the clock last, each member once', () => {
  const query = questionOf(
    `{ slice(by: { time: [MONTH], orderPlaced: [ACTIVITY_TS_MONTH], customer: [STATE, STATE] }) { rows { customer { state } } } }`,
  )
  expect(query.by).toEqual([state, activityMonth, month])
})

test('a slice may select fewer dimensions than its grain has, and none at all', () => {
  expect(questionOf(`{ slice(by: { customer: [STATE] }) { rows { orderPlaced { monetary } } } }`).by).toEqual([state])
  for (const field of ['columns { path }', 'rowCount', 'hasMore', 'sql', '__typename']) {
    const query = questionOf(`{ slice(by: { customer: [STATE] }) { ${field} } }`)
    expect(query).toMatchObject({ by: [state], measures: [], totals: [], rowCount: field === 'rowCount' })
  }
})

test('by: {} is one row', () => {
  expect(questionOf(`{ slice(by: {}) { rows { customer { countCustomers } } } }`)).toMatchObject({ by: [], measures: [countCustomers] })
})

test('totals ask for their own measures', () => {
  const query = questionOf(
    `{ explore { rows { customer { state } } totals { orderPlaced { monetary } } more: totals { customer { countCustomers } orderPlaced { monetary } } } }`,
  )
  expect(query).toMatchObject({ by: [state], measures: [], totals: [monetary, countCustomers] })
})

test('fragments, inline fragments and aliases are read as a server runs them; a member asked twice is computed once', () => {
  const document = `
    query { explore { ...Body ... on Slice { rows { c: customer { region: state } } } } }
    fragment Body on Slice { rows { ...Row customer { state } } }
    fragment Row on SliceRow { time { month } orders: orderPlaced { total: monetary again: monetary } }`
  expect(questionOf(document)).toMatchObject({ by: [month, state], measures: [monetary] })
  expect(paths(document)).toEqual(['time.month', 'orders.total', 'orders.again', 'customer.state', 'c.region'])
})

test('equal response names are one column, in the place of the first', () => {
  expect(paths(`{ explore { rows { customer { state } } rows { time { month } customer { age state } } } }`)).toEqual([
    'customer.state',
    'customer.age',
    'time.month',
  ])
})

test('@skip and @include decide what belongs to the grain', () => {
  const document = `
    query ($byState: Boolean!, $byMonth: Boolean = false) {
      explore { rows { customer @include(if: $byState) { state } time @skip(if: true) { month } ... @include(if: $byMonth) { time { month } } customer { countCustomers } } }
    }`
  expect(questionOf(document, { byState: true }).by).toEqual([state])
  expect(questionOf(document, { byState: false }).by).toEqual([])
  expect(questionOf(document, { byState: true, byMonth: true }).by).toEqual([state, month])
})

test('the same fragment spread with and without @skip is read', () => {
  const document = `query { explore { rows { ...S @skip(if: true) ...S } } } fragment S on SliceRow { customer { state } }`
  expect(questionOf(document).by).toEqual([state])
})

test('two rows of one explore with the same dimensions share the question', () => {
  const query = questionOf(
    `{ explore { a: rows { customer { state countCustomers } } b: rows { orderPlaced { monetary } customer { x: state } } } }`,
  )
  expect(query).toMatchObject({ by: [state], measures: [countCustomers, monetary] })
})

test('two rows of one explore with different dimensions are refused', () => {
  expect(refusalsOf(`{ explore { a: rows { customer { state } } b: rows { customer { state countCustomers } time { month } } } }`)).toEqual(
    [
      'BAD_USER_INPUT: `a` and `b` select different dimensions (`customer.state`; `customer.state`, `time.month`). The dimensions under `rows` are the grain of an explore: select the same under both, or use two explore fields.',
    ],
  )
  expect(refusalsOf(`{ explore { rows { customer { countCustomers } } b: rows { time { month } } } }`)).toEqual([
    'BAD_USER_INPUT: `rows` and `b` select different dimensions (none; `time.month`). The dimensions under `rows` are the grain of an explore: select the same under both, or use two explore fields.',
  ])
})

test('a slice that selects a dimension outside its grain is refused, with the by that has it', () => {
  expect(
    refusalsOf(
      `{ slice(by: { customer: [STATE], time: [MONTH] }) { rows { customer { age } orderPlaced { productCategory monetary } } } }`,
    ),
  ).toEqual([
    'NOT_IN_GRAIN: `customer.age` is selected, but the grain is `customer.state`, `time.month`. Add it with `by: { customer: [STATE, AGE], time: [MONTH] }`, or take it out of `rows`.',
    'NOT_IN_GRAIN: `orderPlaced.productCategory` is selected, but the grain is `customer.state`, `time.month`. Add it with `by: { customer: [STATE], time: [MONTH], orderPlaced: [PRODUCT_CATEGORY] }`, or take it out of `rows`.',
  ])
  expect(refusalsOf(`{ slice(by: {}) { rows { orderPlaced { activityTsMonth } } } }`)).toEqual([
    'NOT_IN_GRAIN: `orderPlaced.activityTsMonth` is selected, but the slice has no grain, it is one row. Add it with `by: { orderPlaced: [ACTIVITY_TS_MONTH] }`, or take it out of `rows`.',
  ])
})

test('columns carry what the model says about each member', () => {
  const selection = selectionOf(
    `{ explore { rows { customer { state } orderPlaced { activityTsMonth m: monetary recency } time { hour } } } }`,
  )
  const columns = columnsOf(selection, ({ path }) => path === 'orderPlaced.recency')
  const none = { unit: null, format: null, additive: null, overlapping: false, description: null }
  expect(columns).toEqual([
    { ...none, path: 'customer.state', title: 'State', kind: 'dimension', type: 'string', description: 'State of the billing address' },
    {
      ...none,
      path: 'orderPlaced.activityTsMonth',
      title: 'Order time (month)',
      kind: 'dimension',
      type: 'date',
      description: 'When the order was placed.',
    },
    {
      path: 'orderPlaced.m',
      title: 'Monetary',
      kind: 'measure',
      type: 'decimal',
      unit: 'EUR',
      format: '0.00',
      additive: true,
      overlapping: false,
      description: 'Revenue of the orders',
    },
    {
      ...none,
      path: 'orderPlaced.recency',
      title: 'Recency',
      kind: 'measure',
      type: 'integer',
      unit: 'days',
      additive: false,
      overlapping: true,
    },
    { ...none, path: 'time.hour', title: 'Time (hour)', kind: 'dimension', type: 'timestamp' },
  ])
})
