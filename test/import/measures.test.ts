/**
 * Measures of a Lens, imported: approximate ones become exact, filters and windows keep their rows. Four orders: 10 and 20 by Ann (MA) on
 * 1 and 3 June, 30 by Bob (NY) on 5 June, not paid, and a test order of 1000 that the query of the Lens leaves out.
 */
import { expect, test } from 'vitest'
import type { TestTables } from '../support/databases.ts'
import { askBothEngines, imported, told, written } from './imported.ts'

const lens = `name: shop
entities:
  - name: customer
    sql: { query: select * from customers }
    fields:
      - { name: id, type: string, primary: true }
      - { name: state, type: string }
    dimensions:
      - { name: revenue, type: number, sql_snippet: "\${purchase.revenue}", sub_query: true }
      - { name: is_big, type: bool, sql_snippet: "\${revenue} >= 30" }
    measures:
      - { name: customers, type: count, sql_snippet: "{TABLE}.id" }
      - { name: big_share, type: number, sql_snippet: "100.0 * count_if(\${is_big}) / count(*)" }
  - name: purchase
    sql:
      query: >
        select p.order_id, p.buyer, p.day as bought_on, cast(p.amount as decimal(12, 2)) as amount, p.status
        from purchases p where p.status <> 'test'
    fields:
      - { name: order_id, type: number, primary: true }
      - { name: buyer, type: string }
      - { name: bought_on, type: date }
      - { name: amount, type: number }
      - { name: status, type: string }
    measures:
      - { name: revenue, type: sum, sql_snippet: "\${purchase.amount}" }
      - { name: paid_revenue, type: sum, sql_snippet: "\${amount}", filters: [{ sql: "\${status} = 'paid'" }, { sql: "\${amount} > 10" }] }
      - { name: buyers, type: count_distinct_approx, sql_snippet: "\${buyer}" }
      - { name: states, type: number, sql_snippet: "approx_distinct(\${customer.state})" }
      - { name: middle, type: number, sql_snippet: "approx_percentile(\${amount}, 0.5)" }
      - { name: average_order, type: number, sql_snippet: "\${revenue} / nullif(count(distinct \${order_id}), 0)" }
      - { name: revenue_so_far, type: running_total, sql_snippet: "\${amount}" }
      - { name: revenue_3_days, type: sum, sql_snippet: "\${amount}", rolling_window: { trailing: 3 day, offset: end } }
    relationships:
      - { type: N:1, field: buyer, target: { name: customer, field: id } }
`

const tables: TestTables = {
  customers: {
    columns: { id: 'string', state: 'string' },
    rows: [
      ['ann', 'MA'],
      ['bob', 'NY'],
      ['cid', 'MA'],
    ],
  },
  purchases: {
    columns: { order_id: 'integer', buyer: 'string', day: 'date', amount: 'decimal', status: 'string' },
    rows: [
      [1, 'ann', '2024-06-01', '10.00', 'paid'],
      [2, 'ann', '2024-06-03', '20.00', 'paid'],
      [3, 'bob', '2024-06-05', '30.00', 'open'],
      [4, 'bob', '2024-06-05', '1000.00', 'test'],
    ],
  },
}

test('approximations and windows are told as changed, the time of the rows as guessed', async () => {
  const model = await imported(lens)
  expect(model.leftOut).toEqual([])
  expect(told(model.changed)).toEqual([
    '6:17  In `customer.customer_id`: the name is `id` in the Lens.',
    '28:67  In `purchase.buyers` and `purchase.states`: an approximate count of distinct values is exact here.',
    '30:52  In `purchase.middle`: an approximate percentile is exact here, and lies between two values where it falls between them.',
    '32:67  In `purchase.revenue_so_far`: a running value starts with the first fact there is, whatever range of time is asked for.',
  ])
  expect(told(model.guessed)).toEqual([
    '14:11  For `purchase`: the only column that says when is the `time` of the entity: rows later than the date of the question do not exist.',
    '20:17  For `purchase.order_id`: a `number` that rows are joined by is `bigint` here.',
  ])
  expect(written(model, 'purchase.yml')).toContain(`    sql: select * from purchases where status <> 'test'
    primary_key: order_id
    time: bought_on # guessed
`)
})

askBothEngines(lens, tables, (ask) => {
  test('exact counts, filters, shares and percentiles', async () => {
    const slice = `{ slice(by: {}) { rows {
      customer { customers bigShare } purchase { revenue paidRevenue buyers states middle averageOrder } } } }`
    expect(await ask(slice)).toEqual({
      rows: [
        {
          customer: { customers: 3, bigShare: 66.66666666666667 },
          purchase: { revenue: '60.00', paidRevenue: '20.00', buyers: 2, states: 2, middle: 20, averageOrder: 20 },
        },
      ],
    })
  })

  test('a running total, and the last three days', async () => {
    const slice = '{ slice(by: { time: [DAY] }, asOf: "2024-06-05") { rows { time { day } purchase { revenueSoFar revenue3Days } } } }'
    expect(await ask(slice)).toEqual({
      rows: [
        { time: { day: '2024-06-01' }, purchase: { revenueSoFar: '10.00', revenue3Days: '10.00' } },
        { time: { day: '2024-06-02' }, purchase: { revenueSoFar: '10.00', revenue3Days: '10.00' } },
        { time: { day: '2024-06-03' }, purchase: { revenueSoFar: '30.00', revenue3Days: '30.00' } },
        { time: { day: '2024-06-04' }, purchase: { revenueSoFar: '30.00', revenue3Days: '20.00' } },
        { time: { day: '2024-06-05' }, purchase: { revenueSoFar: '60.00', revenue3Days: '50.00' } },
      ],
    })
  })
})
