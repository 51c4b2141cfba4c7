/** Invariant: NULL is one group, in every branch, in the merge, in totals; no row is lost for a null key. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: nulls
entities:
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, column: id, type: integer }
      - { name: shop_name, column: shop, type: string }
      - { name: sold_on, type: date }
      - { name: is_online, type: boolean }
    measures: [{ name: sales, type: count }]
    relationships: [{ type: N:1, field: shop_name, target: { entity: shop, field: name } }]
  - name: visit
    table: visit
    primary_key: visit_id
    time: visited_on
    dimensions:
      - { name: visit_id, column: id, type: integer }
      - { name: shop_name, column: shop, type: string }
      - { name: visited_on, type: date }
    measures: [{ name: visits, type: count }]
    relationships: [{ type: N:1, field: shop_name, target: { entity: shop, field: name } }]
  - name: shop
    table: shop
    primary_key: name
    dimensions:
      - { name: name, type: string }
      - { name: city, type: string }
      - { name: is_open, type: boolean }
`

describe('null groups', () => {
  onBothEngines(
    {
      model,
      tables: {
        sale: {
          columns: { id: 'integer', shop: 'string', sold_on: 'date', is_online: 'boolean' },
          rows: [
            [1, 'a', '2024-01-01', true],
            [2, null, '2024-01-01', null],
            [3, 'closed', null, false],
          ],
        },
        visit: {
          columns: { id: 'integer', shop: 'string', visited_on: 'date' },
          rows: [
            [1, 'a', null],
            [2, 'b', '2024-01-01'],
            [3, null, null],
            [4, 'unknown', '2024-02-01'],
          ],
        },
        shop: {
          columns: { name: 'string', city: 'string', is_open: 'boolean' },
          rows: [
            ['a', 'Bonn', true],
            ['b', null, null],
            ['closed', null, false],
          ],
        },
      },
    },
    (ask) => {
      test('two entities by a text that is null for different reasons', async () => {
        expect(
          await ask(
            '{ slice(by: { shop: [CITY] }) { rows { shop { city } sale { sales } visit { visits } } totals { sale { sales } visit { visits } } } }',
          ),
        ).toEqual({
          rows: [
            { shop: { city: 'Bonn' }, sale: { sales: 1 }, visit: { visits: 1 } },
            { shop: { city: null }, sale: { sales: 2 }, visit: { visits: 3 } },
          ],
          totals: { sale: { sales: 3 }, visit: { visits: 4 } },
        })
      })

      test('by a boolean', async () => {
        expect(await ask('{ slice(by: { shop: [IS_OPEN] }) { rows { shop { isOpen } sale { sales } visit { visits } } } }')).toEqual({
          rows: [
            { shop: { isOpen: false }, sale: { sales: 1 }, visit: { visits: 0 } },
            { shop: { isOpen: true }, sale: { sales: 1 }, visit: { visits: 1 } },
            { shop: { isOpen: null }, sale: { sales: 1 }, visit: { visits: 3 } },
          ],
        })
      })

      test('by a time, and by a time and a text: the (null, null) group is one', async () => {
        expect(
          await ask(
            '{ slice(by: { time: [MONTH], shop: [CITY] }) { rows { time { month } shop { city } sale { sales } visit { visits } } rowCount } }',
          ),
        ).toEqual({
          rows: [
            { time: { month: '2024-01-01' }, shop: { city: 'Bonn' }, sale: { sales: 1 }, visit: { visits: 0 } },
            { time: { month: null }, shop: { city: 'Bonn' }, sale: { sales: 0 }, visit: { visits: 1 } },
            { time: { month: '2024-01-01' }, shop: { city: null }, sale: { sales: 1 }, visit: { visits: 1 } },
            { time: { month: '2024-02-01' }, shop: { city: null }, sale: { sales: 0 }, visit: { visits: 1 } },
            { time: { month: null }, shop: { city: null }, sale: { sales: 1 }, visit: { visits: 1 } },
          ],
          rowCount: 5,
        })
      })

      test('a condition on groups keeps the rows of the null group in the total', async () => {
        expect(
          await ask(
            '{ slice(by: { shop: [CITY] }, having: { visit: { visits: { gt: 1 } } }) { rows { shop { city } } totals { sale { sales } visit { visits } } } }',
          ),
        ).toEqual({
          rows: [{ shop: { city: null } }],
          totals: { sale: { sales: 2 }, visit: { visits: 3 } },
        })
      })

      test('not and ne keep nulls; together with their opposite they are everything', async () => {
        const sales = async (where: string) =>
          ((await ask(`{ slice(by: {}, where: ${where}) { rows { sale { sales } } } }`)) as { rows: { sale: { sales: number } }[] }).rows[0]
            ?.sale.sales
        expect(await sales('{ sale: { isOnline: { eq: true } } }')).toBe(1)
        expect(await sales('{ sale: { isOnline: { ne: true } } }')).toBe(2)
        expect(await sales('{ sale: { not: { isOnline: { eq: true } } } }')).toBe(2)
        expect(await sales('{ sale: { isOnline: { isNull: true } } }')).toBe(1)
      })
    },
  )
})
