import { expect, test } from 'vitest'
import { now, questionOf, readSlices, refusalsOf } from '../support/slice-questions.ts'

const rows = '{ rows { customer { state } } }'

function whereOf(where: string, variables?: Readonly<Record<string, unknown>>): unknown {
  return questionOf(`{ explore(where: ${where}) ${rows} }`, variables).where
}

const stateIs = (value: string) => ({
  kind: 'entity',
  entity: 'customer',
  condition: { kind: 'test', dimension: 'state', test: { operator: 'eq', value } },
})
const everything = { kind: 'and', conditions: [] }

test('without arguments a question is about now, in the zone of the model, 1000 rows from the first', () => {
  expect(questionOf(`{ explore ${rows} }`)).toEqual({
    by: [{ kind: 'dimension', entity: 'customer', dimension: 'state' }],
    measures: [],
    totals: [],
    orderBy: [],
    limit: 1000,
    offset: 0,
    rowCount: false,
    asOf: now,
    timeZone: 'Europe/Berlin',
  })
})

test('arguments that are null are as good as absent', () => {
  const nulls = 'where: null, having: null, orderBy: null, limit: null, offset: null, asOf: null, timeZone: null'
  expect(questionOf(`{ explore(${nulls}) ${rows} }`)).toEqual(questionOf(`{ explore ${rows} }`))
})

test('each alias has its own date and zone', () => {
  const slices = readSlices(`{
    then: explore(asOf: "2023-12-31") ${rows}
    there: explore(asOf: "2024-03-31T10:00:00Z", timeZone: "America/New_York") ${rows}
    now: explore ${rows} }`)
  expect(slices.map(({ question }) => question.ok && [question.value.query.asOf, question.value.query.timeZone])).toEqual([
    ['2023-12-31', 'Europe/Berlin'],
    ['2024-03-31T10:00:00Z', 'America/New_York'],
    [now, 'Europe/Berlin'],
  ])
})

test('limit 0 is a question; a negative limit or offset and a limit above the cap are not', () => {
  expect(questionOf(`{ explore(limit: 0) { hasMore } }`).limit).toBe(0)
  expect(refusalsOf(`{ explore(limit: -1, offset: -2) ${rows} }`)).toEqual([
    'BAD_USER_INPUT: `limit` is -1; it counts rows, 0 or more.',
    'BAD_USER_INPUT: `offset` is -2; it counts rows, 0 or more.',
  ])
  expect(refusalsOf(`{ explore(limit: 50001) ${rows} }`)).toEqual([
    'LIMIT_EXCEEDED: `limit` is 50001; one answer has 50000 rows at most. The rest is read with `offset`.',
  ])
})

test('an unknown time zone is refused with the nearest one', () => {
  expect(refusalsOf(`{ explore(timeZone: "Europe/Berln") ${rows} }`)).toEqual([
    'BAD_USER_INPUT: `Europe/Berln` is not a time zone. Closest: `Europe/Berlin`.',
  ])
})

test('where: the fields of one object must all hold', () => {
  expect(whereOf(`{ customer: { state: { eq: "BY" }, age: { gte: 18, lt: 30 } }, time: { gte: "2024-01-01" } }`)).toEqual({
    kind: 'and',
    conditions: [
      {
        kind: 'entity',
        entity: 'customer',
        condition: {
          kind: 'and',
          conditions: [
            { kind: 'test', dimension: 'state', test: { operator: 'eq', value: 'BY' } },
            {
              kind: 'and',
              conditions: [
                { kind: 'test', dimension: 'age', test: { operator: 'gte', value: 18 } },
                { kind: 'test', dimension: 'age', test: { operator: 'lt', value: 30 } },
              ],
            },
          ],
        },
      },
      { kind: 'time', test: { operator: 'gte', value: '2024-01-01' } },
    ],
  })
})

test('where: conditions in one object stay one row, siblings in a list stay apart', () => {
  expect(whereOf(`{ customer: { or: [{ state: { eq: "BY" } }, { age: { isNull: true } }] } }`)).toEqual({
    kind: 'entity',
    entity: 'customer',
    condition: {
      kind: 'or',
      conditions: [
        { kind: 'test', dimension: 'state', test: { operator: 'eq', value: 'BY' } },
        { kind: 'test', dimension: 'age', test: { operator: 'isNull', value: true } },
      ],
    },
  })
  expect(whereOf(`{ or: [{ customer: { state: { eq: "BY" } } }, { not: { customer: { state: { eq: "HE" } } } }] }`)).toEqual({
    kind: 'or',
    conditions: [stateIs('BY'), { kind: 'not', condition: stateIs('HE') }],
  })
})

test('where: a to-one relationship is followed by its name in the model', () => {
  expect(whereOf(`{ orderPlaced: { customer: { state: { eq: "BY" } } } }`)).toEqual({
    kind: 'entity',
    entity: 'order_placed',
    condition: {
      kind: 'related',
      relationship: 'customer',
      quantifier: 'one',
      condition: { kind: 'test', dimension: 'state', test: { operator: 'eq', value: 'BY' } },
    },
  })
})

test('where: what is empty does not restrict', () => {
  for (const where of ['{}', '{ customer: {} }', '{ customer: { state: {} } }', '{ orderPlaced: { customer: {} } }', '{ time: {} }']) {
    expect(whereOf(where), where).toBeUndefined()
  }
})

test('where: empty lists, and {} among others, keep their meaning', () => {
  expect(whereOf('{ or: [] }')).toEqual({ kind: 'or', conditions: [] })
  expect(whereOf('{ and: [] }')).toEqual(everything)
  expect(whereOf('{ or: [{}, { customer: { state: { eq: "BY" } } }] }')).toEqual({ kind: 'or', conditions: [everything, stateIs('BY')] })
  expect(whereOf('{ not: {} }')).toEqual({ kind: 'not', condition: everything })
  expect(whereOf('{ customer: { state: { in: [] } } }')).toMatchObject({ condition: { test: { operator: 'in', values: [] } } })
})

test('every operator becomes its test', () => {
  const test = (entity: string, filter: string): unknown => whereOf(`{ ${entity}: { ${filter} } }`)
  const row = (dimension: string, of: unknown) => ({ kind: 'test', dimension, test: of })
  const customer = (dimension: string, of: unknown) => ({ kind: 'entity', entity: 'customer', condition: row(dimension, of) })
  const order = (dimension: string, of: unknown) => ({ kind: 'entity', entity: 'order_placed', condition: row(dimension, of) })
  expect(test('customer', 'state: { ne: "BY" }')).toEqual(customer('state', { operator: 'ne', value: 'BY' }))
  expect(test('customer', 'state: { notIn: ["BY", null] }')).toEqual(customer('state', { operator: 'notIn', values: ['BY', null] }))
  expect(test('customer', 'state: { contains: "b" }')).toEqual(customer('state', { operator: 'contains', values: ['b'] }))
  expect(test('customer', 'state: { startsWith: ["b", "c"] }')).toEqual(customer('state', { operator: 'startsWith', values: ['b', 'c'] }))
  expect(test('customer', 'state: { endsWith: [] }')).toEqual(customer('state', { operator: 'endsWith', values: [] }))
  expect(test('customer', 'points: { gt: 9007199254740993 }')).toEqual(customer('points', { operator: 'gt', value: '9007199254740993' }))
  expect(test('customer', 'rating: { lte: 0.5 }')).toEqual(customer('rating', { operator: 'lte', value: 0.5 }))
  expect(test('customer', 'isMember: { eq: false }')).toEqual(customer('is_member', { operator: 'eq', value: false }))
  expect(test('orderPlaced', 'amount: { between: { from: 0.10, to: "20" } }')).toEqual(
    order('amount', { operator: 'between', from: '0.10', to: '20' }),
  )
  expect(test('orderPlaced', 'activityTs: { inTheLast: { n: 30, unit: DAY } }')).toEqual(
    order('activity_ts', { operator: 'inTheLast', n: 30, unit: 'day' }),
  )
  expect(whereOf('{ time: { inThePrevious: { n: 2, unit: MONTH } } }')).toEqual({
    kind: 'time',
    test: { operator: 'inThePrevious', n: 2, unit: 'month' },
  })
  expect(whereOf('{ time: { toDate: YEAR } }')).toEqual({ kind: 'time', test: { operator: 'toDate', unit: 'year' } })
})

test('a null inside a filter is refused where it stands, all of them at once', () => {
  const where = `{ customer: { state: { eq: null, in: null, isNull: null }, age: null }, orderPlaced: null, or: [{ not: null }], time: { between: null } }`
  expect(refusalsOf(`{ explore(where: ${where}) ${rows} }`)).toEqual([
    'BAD_USER_INPUT: `where.or[0].not` is null. Rows without a value are found with `isNull`; to not restrict, it is left out.',
    'BAD_USER_INPUT: `where.customer.state.eq` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
    'BAD_USER_INPUT: `where.customer.state.in` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
    'BAD_USER_INPUT: `where.customer.state.isNull` is null; it takes true or false.',
    'BAD_USER_INPUT: `where.customer.age` is null. Rows without a value are found with `isNull`; to not restrict, it is left out.',
    'BAD_USER_INPUT: `where.orderPlaced` is null. Rows without a value are found with `isNull`; to not restrict, it is left out.',
    'BAD_USER_INPUT: `where.time.between` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
  ])
})

test('a variable that is null inside a filter is refused, one that is absent is left out', () => {
  const document = `query ($state: String) { explore(where: { customer: { state: { eq: $state } } }) ${rows} }`
  expect(refusalsOf(document, { state: null })).toEqual([
    'BAD_USER_INPUT: `where.customer.state.eq` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
  ])
  expect(questionOf(document, {}).where).toBeUndefined()
  expect(questionOf(document, { state: 'BY' }).where).toEqual(stateIs('BY'))
})

test('having: conditions on measures, selected or not', () => {
  const query = questionOf(
    `{ explore(having: { orderPlaced: { monetary: { gt: "1000" } }, or: [{ customer: { countCustomers: { eq: 1 } } }, {}] }) ${rows} }`,
  )
  expect(query.measures).toEqual([])
  expect(query.having).toEqual({
    kind: 'and',
    conditions: [
      {
        kind: 'or',
        conditions: [
          { kind: 'measure', measure: { entity: 'customer', measure: 'count_customers' }, test: { operator: 'eq', value: 1 } },
          everything,
        ],
      },
      { kind: 'measure', measure: { entity: 'order_placed', measure: 'monetary' }, test: { operator: 'gt', value: '1000' } },
    ],
  })
  expect(questionOf(`{ explore(having: { orderPlaced: { monetary: {} } }) ${rows} }`).having).toBeUndefined()
  expect(refusalsOf(`{ explore(having: { orderPlaced: { monetary: { eq: null } } }) ${rows} }`)).toEqual([
    'BAD_USER_INPUT: `having.orderPlaced.monetary.eq` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
  ])
})

test('orderBy: dimensions of the grain, buckets and any measure', () => {
  const order = '[{ orderPlaced: { monetary: DESC } }, { customer: { state: ASC } }, { time: { month: DESC } }]'
  expect(
    questionOf(`{ slice(by: { customer: [STATE], time: [MONTH] }, orderBy: ${order}) { rows { customer { state } } } }`).orderBy,
  ).toEqual([
    { kind: 'measure', measure: { entity: 'order_placed', measure: 'monetary' }, direction: 'desc' },
    { kind: 'grain', member: { kind: 'dimension', entity: 'customer', dimension: 'state' }, direction: 'asc' },
    { kind: 'grain', member: { kind: 'time', granularity: 'month' }, direction: 'desc' },
  ])
})

test('orderBy: a dimension outside the grain is refused', () => {
  expect(refusalsOf(`{ slice(by: { customer: [STATE] }, orderBy: [{ time: { month: ASC } }]) { rows { customer { state } } } }`)).toEqual([
    'NOT_IN_GRAIN: `orderBy` names `time.month`, but the grain is `customer.state`. Add it with `by: { customer: [STATE], time: [MONTH] }`, or order by something else.',
  ])
  expect(refusalsOf(`{ explore(orderBy: [{ customer: { age: ASC } }]) ${rows} }`)).toEqual([
    'NOT_IN_GRAIN: `orderBy` names `customer.age`, but the grain is `customer.state`. Select it under `rows`, or order by something else.',
  ])
})

test('an order entry names one member: @oneOf refuses two', () => {
  expect(() => questionOf(`{ explore(orderBy: [{ customer: { state: ASC, age: ASC } }]) ${rows} }`)).toThrow(
    'OneOf Input Object "CustomerOrder" must specify exactly one key.',
  )
})
