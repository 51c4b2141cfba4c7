/** A segmentation in questions: an enum in answers, conditions, values and columns. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

/*
 * customer  value_segment  orders: number (amount)
 * 1         CHAMPIONS      1 (100)  2 (100)  3 (100)
 * 2         RECENT         4 (10)
 * 3         SPENDERS       5 (500)  6 (500)
 * 4         RECENT         7 (20)   8 (20)
 * 5         OTHERS         9 (30)
 * 6         OTHERS         -
 * nobody    -              11 (7)
 */
describe('groups of a segmentation', () => {
  onBothEngines(rfm, (ask) => {
    const messages = async (query: string, variables?: Readonly<Record<string, unknown>>) =>
      ((await ask.raw(query, variables)).errors ?? []).map((error) => (error as { readonly message: string }).message)
    const orders = async (filter: string) => {
      const where = `{ customer: { valueSegment: ${filter} } }`
      const slice = (await ask(`{ slice(by: {}, where: ${where}) { rows { purchase { orders } } } }`)) as {
        readonly rows: readonly { readonly purchase: { readonly orders: number } }[]
      }
      return slice.rows[0]?.purchase.orders
    }

    test('measures of customers and of orders by group, by code point; an order of nobody is in no group', async () => {
      const query = `{ slice(by: { customer: [VALUE_SEGMENT] }) {
        rows { customer { valueSegment customers averageRevenue } purchase { orders revenue } }
        totals { customer { customers } purchase { orders revenue } }
        columns { path title kind type description }
      } }`
      expect(await ask(query)).toEqual({
        rows: [
          { customer: { valueSegment: 'CHAMPIONS', customers: 1, averageRevenue: 300 }, purchase: { orders: 3, revenue: '300' } },
          { customer: { valueSegment: 'OTHERS', customers: 2, averageRevenue: 30 }, purchase: { orders: 1, revenue: '30' } },
          { customer: { valueSegment: 'RECENT', customers: 2, averageRevenue: 25 }, purchase: { orders: 3, revenue: '50' } },
          { customer: { valueSegment: 'SPENDERS', customers: 1, averageRevenue: 1000 }, purchase: { orders: 2, revenue: '1000' } },
          { customer: { valueSegment: null, customers: 0, averageRevenue: null }, purchase: { orders: 1, revenue: '7' } },
        ],
        totals: { customer: { customers: 6 }, purchase: { orders: 10, revenue: '1387' } },
        columns: [
          { path: 'customer.valueSegment', title: 'Value segment', kind: 'DIMENSION', type: 'STRING', description: null },
          { path: 'customer.customers', title: 'Customers', kind: 'MEASURE', type: 'INTEGER', description: null },
          { path: 'customer.averageRevenue', title: 'Average revenue', kind: 'MEASURE', type: 'FLOAT', description: null },
          { path: 'purchase.orders', title: 'Orders', kind: 'MEASURE', type: 'INTEGER', description: null },
          { path: 'purchase.revenue', title: 'Revenue', kind: 'MEASURE', type: 'DECIMAL', description: null },
        ],
      })
    })

    test('customers by two segmentations and a segment', async () => {
      const query = `{ explore(orderBy: [{ customer: { lettered: DESC } }, { customer: { valueSegment: DESC } }]) {
        rows { c: customer { lettered in: valueSegment vip customers } } } }`
      expect(await ask(query)).toEqual({
        rows: [
          { c: { lettered: 'REST', in: 'RECENT', vip: false, customers: 2 } },
          { c: { lettered: 'REST', in: 'OTHERS', vip: false, customers: 1 } },
          { c: { lettered: 'NEVER', in: 'OTHERS', vip: false, customers: 1 } },
          { c: { lettered: 'FM_BEST', in: 'SPENDERS', vip: false, customers: 1 } },
          { c: { lettered: 'BEST', in: 'CHAMPIONS', vip: true, customers: 1 } },
        ],
      })
    })

    test('every operator; a null in a list is a row without a group', async () => {
      expect(await orders('{ eq: RECENT }')).toBe(3)
      expect(await orders('{ ne: RECENT }')).toBe(7)
      expect(await orders('{ in: [CHAMPIONS, SPENDERS] }')).toBe(5)
      expect(await orders('{ in: [CHAMPIONS, null] }')).toBe(4)
      expect(await orders('{ in: [] }')).toBe(0)
      expect(await orders('{ notIn: [CHAMPIONS, SPENDERS] }')).toBe(5)
      expect(await orders('{ notIn: [CHAMPIONS, null] }')).toBe(6)
      expect(await orders('{ notIn: [] }')).toBe(10)
      expect(await orders('{ isNull: true }')).toBe(1)
      expect(await orders('{ isNull: false, ne: OTHERS }')).toBe(8)
    })

    test('variables of the type of the groups', async () => {
      const query = `query ($one: CustomerValueSegment, $many: [CustomerValueSegment], $filter: CustomerValueSegmentFilter) {
        slice(by: {}, where: { or: [
          { customer: { valueSegment: { eq: $one } } }, { customer: { valueSegment: { in: $many } } }, { customer: { valueSegment: $filter } }
        ] }) { rows { purchase { orders } } } }`
      const asked = (variables: Readonly<Record<string, unknown>>) => ask(query, variables)
      expect(await asked({ one: 'CHAMPIONS', many: ['OTHERS', null], filter: { eq: 'SPENDERS' } })).toEqual({
        rows: [{ purchase: { orders: 7 } }],
      })
      expect(await asked({ one: 'RECENT', many: [], filter: { in: [] } })).toEqual({ rows: [{ purchase: { orders: 3 } }] })
    })

    test('a group that there is not, with the nearest there is', async () => {
      const slice = (filter: string) => `slice(by: {}, where: { customer: { valueSegment: ${filter} } }) { rows { purchase { orders } } }`
      expect(await messages(`{ ${slice('{ eq: CHAMPION }')} }`)).toEqual([
        'Value "CHAMPION" does not exist in "CustomerValueSegment" enum. Did you mean the enum value "CHAMPIONS"?',
      ])
      expect(await messages(`{ ${slice('{ eq: "RECENT" }')} }`)).toEqual([
        'Enum "CustomerValueSegment" cannot represent non-enum value: "RECENT". Did you mean the enum value "RECENT"?',
      ])
      expect(await messages(`query ($in: [CustomerValueSegment]) { ${slice('{ in: $in }')} }`, { in: ['SPENDER'] })).toEqual([
        'Variable "$in" got invalid value "SPENDER" at "in[0]"; Value "SPENDER" does not exist in "CustomerValueSegment" enum. Did you mean the enum value "SPENDERS"?',
      ])
      expect(await messages(`{ ${slice('{ gt: RECENT }')} }`)).toEqual(['Field "gt" is not defined by type "CustomerValueSegmentFilter".'])
      expect(await ask.errors(`{ ${slice('{ eq: null }')} }`)).toEqual([
        'BAD_USER_INPUT: `where.customer.valueSegment.eq` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
      ])
    })

    test('the groups that occur, with their customers', async () => {
      const values = (search: string) =>
        ask(`{ catalog { dimensionValues(of: { customer: VALUE_SEGMENT }${search}) { values { value count } hasMore } } }`)
      expect(await values('')).toEqual({
        dimensionValues: {
          values: [
            { value: 'OTHERS', count: 2 },
            { value: 'RECENT', count: 2 },
            { value: 'CHAMPIONS', count: 1 },
            { value: 'SPENDERS', count: 1 },
          ],
          hasMore: false,
        },
      })
      expect(await values(', search: "sp"')).toEqual({ dimensionValues: { values: [{ value: 'SPENDERS', count: 1 }], hasMore: false } })
    })
  })
})
