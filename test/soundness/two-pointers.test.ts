/** Invariant: rows that point to two entities meet in one group where they point to nothing on one side, and stay apart on the other. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: pointers
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: integer }]
  - name: article
    table: article
    primary_key: article_id
    dimensions: [{ name: article_id, type: string }]
  - name: sale
    table: sale
    primary_key: sale_id
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: article_id, type: string }
      - { name: amount, type: decimal }
    measures:
      - { name: sales, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
      - { type: N:1, field: article_id, target: { entity: article, field: article_id } }
`

onBothEngines(
  {
    model,
    tables: {
      customer: { columns: { customer_id: 'integer' }, rows: [[1]] },
      article: { columns: { article_id: 'string' }, rows: [['beer']] },
      sale: {
        columns: { sale_id: 'integer', customer_id: 'integer', article_id: 'string', amount: 'decimal' },
        rows: [
          [1, 1, 'beer', '10.00'],
          [2, 1, 'beer', '5.00'],
          [3, 1, 'mead', '1.00'],
          [4, 1, 'rum', '2.00'],
          [5, 8, 'beer', '3.00'],
          [6, 9, 'beer', '4.00'],
          [7, 8, 'rum', '6.00'],
          [8, null, null, '7.00'],
        ],
      },
    },
  },
  (ask) => {
    test('by customer and article', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [CUSTOMER_ID], article: [ARTICLE_ID] }) { rows { customer { customerId } article { articleId } sale { sales revenue } } rowCount } }',
        ),
      ).toEqual({
        rows: [
          { customer: { customerId: 1 }, article: { articleId: 'beer' }, sale: { sales: 2, revenue: '15.00' } },
          { customer: { customerId: 1 }, article: { articleId: null }, sale: { sales: 2, revenue: '3.00' } },
          { customer: { customerId: null }, article: { articleId: 'beer' }, sale: { sales: 2, revenue: '7.00' } },
          { customer: { customerId: null }, article: { articleId: null }, sale: { sales: 2, revenue: '13.00' } },
        ],
        rowCount: 4,
      })
    })
  },
)
