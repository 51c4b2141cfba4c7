/** `slice` and `explore` as clients see them: what one operation answers, on both engines. */
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { onBothEngines } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

const model = `
version: 1
model: shop
time_zone: Europe/Berlin
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
    measures:
      - { name: count_customers, type: count }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR }
      - { name: purchases, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

const tables = {
  customer: {
    columns: { customer_id: 'string', state: 'string' },
    rows: [
      ['a', 'BY'],
      ['b', 'BY'],
      ['c', null],
    ],
  },
  purchase: {
    columns: { purchase_id: 'integer', customer_id: 'string', bought_on: 'date', amount: 'decimal' },
    rows: [
      [1, 'a', '2024-01-10', '10.00'],
      [2, 'b', '2024-02-10', '20.50'],
      [3, 'c', '2024-02-20', '5.00'],
    ],
  },
} as const

onBothEngines({ model, tables }, (ask) => {
  test('aliases on every level read the same values, and columns name the response paths', async () => {
    const answer = await ask(`{ slice(by: { customer: [STATE] }) {
      list: rows { c: customer { region: state again: state } orders: purchase { revenue } customer { __typename } }
      all: totals { purchase { sum: revenue purchases } }
      columns { path kind type unit additive overlapping } rowCount hasMore timeZone } }`)
    const dimension = { kind: 'DIMENSION', type: 'STRING', unit: null, additive: null, overlapping: false }
    expect(answer).toEqual({
      list: [
        { c: { region: 'BY', again: 'BY' }, orders: { revenue: '30.50' }, customer: { __typename: 'CustomerSlice' } },
        { c: { region: null, again: null }, orders: { revenue: '5.00' }, customer: { __typename: 'CustomerSlice' } },
      ],
      all: { purchase: { sum: '35.50', purchases: 3 } },
      columns: [
        { ...dimension, path: 'c.region' },
        { ...dimension, path: 'c.again' },
        { path: 'orders.revenue', kind: 'MEASURE', type: 'DECIMAL', unit: 'EUR', additive: true, overlapping: false },
      ],
      rowCount: 2,
      hasMore: false,
      timeZone: 'Europe/Berlin',
    })
  })

  test('explore groups by what is selected; with @skip it is another question', async () => {
    const document = `query ($byMonth: Boolean!) { explore { rows { time @include(if: $byMonth) { month } purchase { revenue } } } }`
    expect(await ask(document, { byMonth: true })).toEqual({
      rows: [
        { time: { month: '2024-01-01' }, purchase: { revenue: '10.00' } },
        { time: { month: '2024-02-01' }, purchase: { revenue: '25.50' } },
      ],
    })
    expect(await ask(document, { byMonth: false })).toEqual({ rows: [{ purchase: { revenue: '35.50' } }] })
  })

  test('one operation can ask about two dates; without a date it is about now, in the zone of the model', async () => {
    const { data } = await ask.raw(`{
      january: slice(by: {}, asOf: "2024-01-31") { rows { purchase { revenue } } asOf }
      now: slice(by: {}) { rows { purchase { revenue } } asOf }
    }`)
    expect(data).toEqual({
      january: { rows: [{ purchase: { revenue: '10.00' } }], asOf: '2024-01-31T23:59:59.999999+01:00' },
      now: { rows: [{ purchase: { revenue: '35.50' } }], asOf: '2024-06-30T14:00:00+02:00' },
    })
  })

  test('a slice without rows answers what is selected', async () => {
    expect(await ask('{ slice(by: { customer: [STATE] }) { rowCount columns { path } } }')).toEqual({ rowCount: 2, columns: [] })
    expect(await ask('{ slice(by: { customer: [STATE] }, limit: 0) { rows { customer { state } } hasMore } }')).toEqual({
      rows: [],
      hasMore: true,
    })
  })

  test('a refused alias is null and leaves the others alone', async () => {
    const { data, errors } = await ask.raw(`{
      good: slice(by: {}) { rows { customer { countCustomers } } }
      bad: slice(by: {}) { rows { customer { state } } }
    }`)
    expect(data).toEqual({ good: { rows: [{ customer: { countCustomers: 3 } }] }, bad: null })
    expect(errors).toEqual([
      {
        message:
          '`customer.state` is selected, but the slice has no grain, it is one row. Add it with `by: { customer: [STATE] }`, or take it out of `rows`.',
        locations: [{ line: 3, column: 7 }],
        path: ['bad'],
        extensions: {
          code: 'NOT_IN_GRAIN',
          dimension: 'customer.state',
          grain: [],
          usedIn: 'rows',
          fix: 'Add it with `by: { customer: [STATE] }`, or take it out of `rows`.',
        },
      },
    ])
  })

  test('sql is the statement behind the slice', async () => {
    const answer = await ask('{ slice(by: { customer: [STATE] }) { sql } }')
    expect(answer).toEqual({ sql: expect.stringContaining('"state"') })
  })

  test('sql is null for a client that may not see it, and the rest is answered', async () => {
    const engine = ask.engine()
    const contextValue: Context = {
      engine,
      now: '2024-06-30T12:00:00Z',
      requestId: 'test',
      access: { key: 'test', showSql: false },
      seal: testSeal,
    }
    const source = '{ slice(by: {}) { sql rows { customer { countCustomers } } } }'
    const { data, errors } = await graphql({ schema: buildSchema(engine.catalog), source, contextValue })
    expect(errors).toBeUndefined()
    expect(JSON.parse(JSON.stringify(data))).toEqual({ slice: { sql: null, rows: [{ customer: { countCustomers: 3 } }] } })
  })
})
