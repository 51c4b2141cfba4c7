/** Rows that are asked for by columns of their own: aggregates are computed for them alone, and are what they are among all rows. */
import { expect, test } from 'vitest'
import type { RowCondition, SemanticQuery } from '../../src/semantic/query/semantic-query.ts'
import type { TestTables } from '../support/databases.ts'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: region, type: string }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: categories, type: integer, measure: purchase.categories }
      - { name: last_category, type: string, last: purchase.category }
      - { name: region_revenue, type: decimal, measure: purchase.revenue, per: [region] }
      - { name: doubled, type: decimal, sql: "2 * \${revenue}" }
    scores:
      - { name: value_score, of: revenue, buckets: 2, best: highest, best_score: 2 }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed_at
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: placed_at, type: date }
      - { name: category, type: string }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: orders, type: count }
      - { name: categories, type: count_distinct, sql: "\${category}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

const tables: TestTables = {
  customer: {
    columns: { customer_id: 'integer', region: 'string' },
    rows: [
      [1, 'north'],
      [2, 'north'],
      [3, null],
      [4, 'south'],
    ],
  },
  purchase: {
    columns: { purchase_id: 'integer', customer_id: 'integer', placed_at: 'date', category: 'string', amount: 'decimal' },
    rows: [
      [10, 1, '2024-01-01', 'tea', '10.00'],
      [11, 1, '2024-02-01', 'coffee', '20.00'],
      [12, 2, '2024-03-01', 'tea', '5.00'],
      [13, 3, '2024-03-02', 'tea', '7.00'],
      [14, null, '2024-03-03', 'tea', '1000.00'],
      // After the date of the question.
      [15, 1, '2025-01-01', 'wine', '500.00'],
    ],
  },
}

const names = ['customer_id', 'revenue', 'orders', 'categories', 'last_category', 'region_revenue', 'doubled']

function asked(condition: RowCondition | undefined, dimensions: readonly string[] = names): SemanticQuery {
  return {
    by: dimensions.map((dimension) => ({ kind: 'dimension', entity: 'customer', dimension })),
    of: ['customer'],
    each: true,
    measures: [],
    totals: [],
    ...(condition && { where: { kind: 'entity', entity: 'customer', condition } }),
    orderBy: [{ kind: 'grain', member: { kind: 'dimension', entity: 'customer', dimension: 'customer_id' }, direction: 'asc' }],
    limit: 100,
    offset: 0,
    rowCount: false,
    asOf: '2024-06-30',
    timeZone: 'UTC',
  }
}

const where = (dimension: string, test: Extract<RowCondition, { kind: 'test' }>['test']): RowCondition => ({
  kind: 'test',
  dimension,
  test,
})

onBothEngines({ model, tables }, (ask, engine) => {
  const rowsOf = async (query: SemanticQuery) => {
    const answer = await ask.engine().run(query)
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
    return answer.value.rows
  }
  const sqlOf = (query: SemanticQuery) => {
    const explained = ask.engine().explain(query)
    if (!explained.ok) throw new Error(JSON.stringify(explained.issues))
    return explained.value.sql
  }

  test('what is asked for by a column is what it is among all rows', async () => {
    const all = await rowsOf(asked(undefined))
    expect(all).toEqual([
      [1, '30.00', 2, 2, 'coffee', '35.00', '60.00'],
      [2, '5.00', 1, 1, 'tea', '35.00', '10.00'],
      // Whoever is unknown has no known region either.
      [3, '7.00', 1, 1, 'tea', '1007.00', '14.00'],
      [4, null, 0, 0, null, null, null],
    ])
    const of = (...keys: number[]) => all.filter(([key]) => keys.includes(Number(key)))
    expect(await rowsOf(asked(where('customer_id', { operator: 'eq', value: 1 })))).toEqual(of(1))
    expect(await rowsOf(asked(where('customer_id', { operator: 'in', values: [4, 2, 2, 99] })))).toEqual(of(2, 4))
    expect(await rowsOf(asked(where('region', { operator: 'isNull', value: true })))).toEqual(of(3))
    expect(await rowsOf(asked({ kind: 'not', condition: where('region', { operator: 'eq', value: 'north' }) }))).toEqual(of(3, 4))
    const either = [where('region', { operator: 'eq', value: 'south' }), where('customer_id', { operator: 'lt', value: 2 })]
    expect(await rowsOf(asked({ kind: 'or', conditions: either }))).toEqual(of(1, 4))
    const both = [where('region', { operator: 'eq', value: 'north' }), where('revenue', { operator: 'gt', value: '6' })]
    expect(await rowsOf(asked({ kind: 'and', conditions: both }))).toEqual(of(1))
    expect(await rowsOf(asked({ kind: 'or', conditions: [] }))).toEqual([])
  })

  test('only rows that are aggregated for them are read', () => {
    const one = where('customer_id', { operator: 'eq', value: 1 })
    expect(sqlOf(asked(one, ['customer_id', 'revenue', 'categories']))).toMatch(
      engine === 'duckdb' ? /"customer_id" in \(\s*select/ : /"customer_id" = "purchase"."customer_id"/,
    )
    expect(sqlOf(asked(undefined, ['customer_id', 'revenue']))).not.toContain('asked')
    // By what is made of the aggregates nothing is known before them.
    expect(sqlOf(asked(where('revenue', { operator: 'gt', value: '6' }), ['customer_id', 'revenue']))).not.toContain('asked')
  })

  test('a list of many values is named once', () => {
    const many = where('customer_id', { operator: 'in', values: Array.from({ length: 5_000 }, (_, index) => index) })
    const explained = ask.engine().explain(asked(many, ['customer_id', 'revenue']))
    expect(explained.ok && explained.value.parameters.length).toBeLessThan(5_010)
  })

  test('a score is a place among all rows, whichever are asked for', async () => {
    const one = where('customer_id', { operator: 'eq', value: 3 })
    // 5, 7, 30: the cut point of two halves is 7.
    expect(await rowsOf(asked(one, ['customer_id', 'revenue', 'value_score']))).toEqual([[3, '7.00', 1]])
    expect(await rowsOf(asked(where('customer_id', { operator: 'eq', value: 1 }), ['customer_id', 'value_score']))).toEqual([[1, 2]])
    expect(sqlOf(asked(one, ['customer_id', 'value_score']))).not.toContain('asked')
  })
})
