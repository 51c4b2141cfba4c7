/** Invariant: grouping by a pointing field before joining what it points to changes no number; rows that point to nothing meet in one group. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: pointing
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: name, type: string }
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: sold_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: sales, type: count }
      - { name: priced, type: count, sql: "\${amount}" }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: smallest, type: min, sql: "\${amount}" }
      - { name: average, type: number, sql: "\${revenue} / \${priced}" }
      - { name: prices, type: count_distinct, sql: "\${amount}" }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`

describe('aggregate first', () => {
  onBothEngines(
    {
      model,
      tables: {
        customer: {
          columns: { customer_id: 'integer', name: 'string' },
          rows: [
            [1, 'Ann'],
            [2, null],
          ],
        },
        sale: {
          columns: { sale_id: 'integer', customer_id: 'integer', sold_on: 'date', amount: 'decimal' },
          rows: [
            [1, 1, '2024-01-05', '10.00'],
            [2, 1, '2024-02-05', '5.00'],
            [3, 2, '2024-01-06', null],
            // Three different ways to point to nobody.
            [4, 8, '2024-01-07', '3.00'],
            [5, 9, '2024-01-08', '3.00'],
            [6, null, '2024-02-09', '1.00'],
          ],
        },
      },
    },
    (ask) => {
      const expected = {
        rows: [
          { customer: { customerId: 1, name: 'Ann' }, sale: { sales: 2, priced: 2, revenue: '15.00', smallest: '5.00', average: 7.5 } },
          { customer: { customerId: 2, name: null }, sale: { sales: 1, priced: 0, revenue: null, smallest: null, average: null } },
          { customer: { customerId: null, name: null }, sale: { sales: 3, priced: 3, revenue: '7.00', smallest: '1.00', average: 7 / 3 } },
        ],
      }

      test('by customer: grouped by the field first', async () => {
        const question =
          '{ slice(by: { customer: [CUSTOMER_ID, NAME] }) { rows { customer { customerId name } sale { sales priced revenue smallest average } } sql } }'
        const slice = (await ask(question)) as { sql: string }
        expect(slice).toMatchObject(expected)
        expect(slice.sql).toContain('"sale_by_sale_customer_id"')
      })

      test('with a measure that does not combine: rows that point to nothing are read again', async () => {
        const question =
          '{ slice(by: { customer: [CUSTOMER_ID, NAME] }) { rows { customer { customerId name } sale { sales priced revenue smallest average prices } } sql } }'
        const slice = (await ask(question)) as { rows: { sale: { prices: number } }[]; sql: string }
        expect(slice).toMatchObject(expected)
        expect(slice.rows.map((row) => row.sale.prices)).toEqual([2, 0, 2])
        expect(slice.sql).toContain('"sale_by_sale_customer_id"')
      })

      test('with a measure that does not combine, beside an own dimension, filtered, with totals', async () => {
        expect(
          await ask(
            '{ slice(by: { customer: [CUSTOMER_ID], time: [MONTH] }, where: { sale: { amount: { gte: "2" } } }) { rows { customer { customerId } time { month } sale { prices sales } } totals { sale { prices } } rowCount } }',
          ),
        ).toEqual({
          rows: [
            { customer: { customerId: 1 }, time: { month: '2024-01-01' }, sale: { prices: 1, sales: 1 } },
            { customer: { customerId: 1 }, time: { month: '2024-02-01' }, sale: { prices: 1, sales: 1 } },
            { customer: { customerId: null }, time: { month: '2024-01-01' }, sale: { prices: 1, sales: 2 } },
          ],
          totals: { sale: { prices: 3 } },
          rowCount: 3,
        })
      })

      test('without rows that point to nothing there is no group of them', async () => {
        expect(
          await ask(
            '{ slice(by: { customer: [CUSTOMER_ID] }, where: { sale: { amount: { gte: "4" } } }) { rows { customer { customerId } sale { prices } } } }',
          ),
        ).toEqual({ rows: [{ customer: { customerId: 1 }, sale: { prices: 2 } }] })
      })

      test('beside an own dimension, filtered by an own one', async () => {
        expect(
          await ask(
            '{ slice(by: { customer: [CUSTOMER_ID], time: [MONTH] }, where: { sale: { amount: { gte: "3" } } }) { rows { customer { customerId } time { month } sale { sales revenue } } totals { sale { revenue } } } }',
          ),
        ).toEqual({
          rows: [
            { customer: { customerId: 1 }, time: { month: '2024-01-01' }, sale: { sales: 1, revenue: '10.00' } },
            { customer: { customerId: 1 }, time: { month: '2024-02-01' }, sale: { sales: 1, revenue: '5.00' } },
            { customer: { customerId: null }, time: { month: '2024-01-01' }, sale: { sales: 2, revenue: '6.00' } },
          ],
          totals: { sale: { revenue: '21.00' } },
        })
      })
    },
  )
})
