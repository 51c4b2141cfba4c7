/** Invariant: a decimal is the same text on both engines, also where an expression chooses between values of different scale. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: decimals
entities:
  - name: sale
    table: sale
    primary_key: sale_id
    dimensions:
      - { name: sale_id, type: integer }
      - { name: amount, type: decimal }
      - { name: rate, type: decimal }
      - { name: is_free, type: boolean }
      - { name: charged, type: decimal, sql: "case when \${is_free} then 0 else \${amount} end" }
      - { name: with_tax, type: decimal, sql: "\${amount} * \${rate}" }
      - { name: count_as_decimal, type: decimal, sql: "\${sale_id}" }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: charged_revenue, type: sum, sql: "\${charged}" }
      - { name: taxed, type: sum, sql: "\${with_tax}" }
      - { name: larger, type: max, sql: "greatest(\${amount}, \${rate})" }
      - { name: revenue_or_zero, type: number, returns: decimal, sql: "coalesce(\${revenue}, 0)" }
`

describe('decimal text', () => {
  onBothEngines(
    {
      model,
      tables: {
        sale: {
          columns: { sale_id: 'integer', amount: 'decimal', rate: 'decimal', is_free: 'boolean' },
          rows: [
            [1, '100.00', '1.190', false],
            [2, '0.50', '1.070', true],
          ],
        },
      },
    },
    (ask) => {
      test('columns, sums and products keep their places; choices drop closing zeros', async () => {
        expect(await ask('{ slice(by: {}) { rows { sale { revenue chargedRevenue taxed larger revenueOrZero } } } }')).toEqual({
          rows: [{ sale: { revenue: '100.50', chargedRevenue: '100', taxed: '119.53500', larger: '100', revenueOrZero: '100.5' } }],
        })
        expect(
          await ask('{ slice(by: { sale: [AMOUNT, CHARGED, COUNT_AS_DECIMAL] }) { rows { sale { amount charged countAsDecimal } } } }'),
        ).toEqual({
          rows: [
            { sale: { amount: '0.50', charged: '0', countAsDecimal: '2' } },
            { sale: { amount: '100.00', charged: '100', countAsDecimal: '1' } },
          ],
        })
      })

      test('of no rows', async () => {
        expect(await ask('{ slice(by: {}, where: { sale: { saleId: { eq: 9 } } }) { rows { sale { revenue revenueOrZero } } } }')).toEqual({
          rows: [{ sale: { revenue: null, revenueOrZero: '0' } }],
        })
      })
    },
  )
})
