/** Aggregates seen from an entity that rows reach over a to-many path: each row counts once for each row it reaches. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: baskets
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: age, type: integer }
    measures:
      - { name: customers, type: count }
      - { name: average_age, type: avg, sql: "\${age}" }
  - name: product
    table: product
    primary_key: product_id
    dimensions:
      - { name: product_id, type: integer }
      - { name: name, type: string }
      - { name: buyers, type: integer, measure: customer.customers }
      - { name: grown_buyers, type: integer, measure: customer.customers, where: "\${customer.age} >= 18" }
      - { name: age_of_buyers, type: float, measure: customer.average_age }
    measures:
      - { name: products, type: count }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: product_id, type: integer }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
      - { type: N:1, field: product_id, target: { entity: product, field: product_id } }
`

describe('aggregates over a to-many path', () => {
  onBothEngines(
    {
      model,
      tables: {
        customer: {
          columns: { customer_id: 'integer', age: 'integer' },
          rows: [
            [1, 20],
            [2, 40],
            [3, 10],
          ],
        },
        product: {
          columns: { product_id: 'integer', name: 'string' },
          rows: [
            [1, 'Beer'],
            [2, 'Wine'],
            [3, 'Unsold'],
          ],
        },
        // Beer is bought twice by the first customer, once by the third; somebody bought what nobody knows.
        purchase: {
          columns: { purchase_id: 'integer', customer_id: 'integer', product_id: 'integer' },
          rows: [
            [1, 1, 1],
            [2, 1, 1],
            [3, 3, 1],
            [4, 1, 2],
            [5, 2, 2],
            [6, 2, 9],
            [7, 2, null],
          ],
        },
      },
    },
    (ask) => {
      test('a customer who buys a product twice is one buyer of it', async () => {
        expect(
          await ask(
            '{ slice(by: { product: [NAME, BUYERS, GROWN_BUYERS, AGE_OF_BUYERS] }) { rows { product { name buyers grownBuyers ageOfBuyers products } } } }',
          ),
        ).toEqual({
          rows: [
            { product: { name: 'Beer', buyers: 2, grownBuyers: 1, ageOfBuyers: 15, products: 1 } },
            { product: { name: 'Unsold', buyers: 0, grownBuyers: 0, ageOfBuyers: null, products: 1 } },
            { product: { name: 'Wine', buyers: 2, grownBuyers: 2, ageOfBuyers: 30, products: 1 } },
          ],
        })
      })

      test('filtered by and grouped by', async () => {
        expect(
          await ask(
            '{ slice(by: { product: [BUYERS] }, where: { product: { buyers: { gt: 0 } } }) { rows { product { buyers products } } } }',
          ),
        ).toEqual({ rows: [{ product: { buyers: 2, products: 2 } }] })
      })
    },
  )
})
