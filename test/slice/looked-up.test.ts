/** Rows of an entity as they are looked up from others: never hidden by the date of the question, which everything else about them keeps to. */
import { expect, test } from 'vitest'
import type { SemanticQuery, Test } from '../../src/semantic/query/semantic-query.ts'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: shop
time_zone: UTC
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: joined
    dimensions:
      - { name: customer_id, type: integer }
      - { name: joined, type: date }
      - { name: revenue, type: bigint, measure: purchase.revenue }
    scores:
      - { name: half, of: revenue, buckets: 2, best: highest, best_score: 2 }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: placed, type: date }
      - { name: amount, type: integer }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

const tables = {
  customer: {
    columns: { customer_id: 'integer', joined: 'date' },
    rows: [
      [1, '2024-01-01'],
      [2, '2024-03-01'],
      [3, '2024-01-10'],
      // Nobody knows when.
      [4, null],
    ],
  },
  purchase: {
    columns: { purchase_id: 'integer', customer_id: 'integer', placed: 'date', amount: 'integer' },
    rows: [
      [1, 1, '2024-01-05', 10],
      // Placed before its customer joined.
      [2, 2, '2024-01-15', 20],
      [3, 2, '2024-04-01', 500],
      [4, 3, '2024-01-20', 30],
    ],
  },
} as const

onBothEngines({ model, tables }, (ask) => {
  const by = ['customer_id', 'joined', 'revenue', 'half'].map((dimension) => ({
    kind: 'dimension' as const,
    entity: 'customer',
    dimension,
  }))
  const question = (dimension: string, test: Test, lookedUp: Pick<SemanticQuery, 'lookedUp'> = {}) => ({
    by,
    of: ['customer'],
    each: true as const,
    measures: [],
    totals: [],
    where: { kind: 'entity' as const, entity: 'customer', condition: { kind: 'test' as const, dimension, test } },
    orderBy: [],
    limit: 10,
    offset: 0,
    rowCount: true,
    asOf: '2024-02-01',
    timeZone: 'UTC',
    ...lookedUp,
  })
  const customers = async (...asked: Parameters<typeof question>) => {
    const answer = await ask.engine().run(question(...asked))
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
    return { rows: answer.value.rows, rowCount: answer.value.rowCount }
  }
  const known = { operator: 'in', values: [1, 2, 4] } as const

  test('a row that is looked up is there before its time, with what was known of it at the date of the question', async () => {
    expect(await customers('customer_id', known)).toEqual({
      rows: [
        [1, '2024-01-01', 10, 1],
        [4, null, null, null],
      ],
      rowCount: 2,
    })
    expect(await customers('customer_id', known, { lookedUp: true })).toEqual({
      rows: [
        [1, '2024-01-01', 10, 1],
        // The purchase of January counts, that of April does not; who was not there has no place among those who were.
        [2, '2024-03-01', 20, null],
        [4, null, null, null],
      ],
      rowCount: 3,
    })
  })

  test('a range of times does not end at the date of the question then', async () => {
    const since: Test = { operator: 'gte', value: '2024-01-05' }
    expect(await customers('joined', since)).toEqual({ rows: [[3, '2024-01-10', 30, 2]], rowCount: 1 })
    expect(await customers('joined', since, { lookedUp: true })).toEqual({
      rows: [
        [2, '2024-03-01', 20, null],
        [3, '2024-01-10', 30, 2],
      ],
      rowCount: 2,
    })
  })

  test('rows that stand for groups are not looked up', async () => {
    const { each: _, ...groups } = question('customer_id', known, { lookedUp: true })
    await expect(async () => ask.engine().run(groups)).rejects.toThrow('Only rows that stand for themselves are looked up')
  })
})
