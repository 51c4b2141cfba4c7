/** Invariant: a join never multiplies a row: measures are aggregated at their own entity's grain, whatever stands beside them. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: fan_out
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, column: id, type: integer }
      - { name: city, type: string }
      - { name: credit, type: decimal }
      - { name: paid, type: decimal, measure: payment.paid }
    measures: [{ name: credit_given, type: sum, sql: "\${credit}" }]
  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, column: id, type: integer }
      - { name: customer_id, type: integer }
      - { name: amount, type: decimal }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: payment
    table: payment
    primary_key: payment_id
    dimensions:
      - { name: payment_id, column: id, type: integer }
      - { name: order_id, type: integer }
      - { name: amount, type: decimal }
    measures: [{ name: paid, type: sum, sql: "\${amount}" }]
    relationships: [{ type: N:1, field: order_id, target: { entity: order, field: order_id } }]
  - name: refund
    table: refund
    primary_key: refund_id
    dimensions:
      - { name: refund_id, column: id, type: integer }
      - { name: order_id, type: integer }
    measures: [{ name: refunds, type: count }]
    # Nobody has verified that an order is refunded once at most, and one is refunded twice.
    relationships: [{ type: "1:1", field: order_id, target: { entity: order, field: order_id } }]
`

describe('fan-out', () => {
  onBothEngines(
    {
      model,
      tables: {
        customer: {
          columns: { id: 'integer', city: 'string', credit: 'decimal' },
          rows: [
            [1, 'Bonn', '100.00'],
            [2, 'Bonn', '50.00'],
            [3, 'Ulm', '7.00'],
          ],
        },
        orders: {
          columns: { id: 'integer', customer_id: 'integer', amount: 'decimal' },
          rows: [
            [1, 1, '10.00'],
            [2, 1, '20.00'],
            [3, 2, '5.00'],
          ],
        },
        payment: {
          columns: { id: 'integer', order_id: 'integer', amount: 'decimal' },
          rows: [
            [1, 1, '4.00'],
            [2, 1, '6.00'],
            [3, 2, '20.00'],
            [4, 9, '1.00'],
          ],
        },
        refund: {
          columns: { id: 'integer', order_id: 'integer' },
          rows: [
            [1, 2],
            [2, 2],
          ],
        },
      },
    },
    (ask) => {
      test('customers, their orders and the payments of those, by city', async () => {
        expect(
          await ask(
            '{ slice(by: { customer: [CITY] }) { rows { customer { city creditGiven } order { orders revenue } payment { paid } refund { refunds } } totals { customer { creditGiven } order { revenue } payment { paid } } } }',
          ),
        ).toEqual({
          rows: [
            {
              customer: { city: 'Bonn', creditGiven: '150.00' },
              order: { orders: 3, revenue: '35.00' },
              payment: { paid: '30.00' },
              refund: { refunds: 2 },
            },
            {
              customer: { city: 'Ulm', creditGiven: '7.00' },
              order: { orders: 0, revenue: null },
              payment: { paid: null },
              refund: { refunds: 0 },
            },
            {
              customer: { city: null, creditGiven: null },
              order: { orders: 0, revenue: null },
              payment: { paid: '1.00' },
              refund: { refunds: 0 },
            },
          ],
          totals: { customer: { creditGiven: '157.00' }, order: { revenue: '35.00' }, payment: { paid: '31.00' } },
        })
      })

      test('an aggregate over two hops seen from the customer, summed up nowhere twice', async () => {
        expect(
          await ask(
            '{ slice(by: { customer: [CUSTOMER_ID, PAID] }) { rows { customer { customerId paid creditGiven } order { revenue } } } }',
          ),
        ).toEqual({
          rows: [
            { customer: { customerId: 1, paid: '30.00', creditGiven: '100.00' }, order: { revenue: '30.00' } },
            { customer: { customerId: 2, paid: null, creditGiven: '50.00' }, order: { revenue: '5.00' } },
            { customer: { customerId: 3, paid: null, creditGiven: '7.00' }, order: { revenue: null } },
          ],
        })
      })
    },
  )
})
