/** Dimensions and conditions behind to-many paths: each row once in every group it reaches; bound rows; EXISTS. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

interface Customers {
  readonly rows: readonly { readonly customer: { readonly customers: number } }[]
}

describe('to-many', () => {
  onBothEngines(shop, (ask) => {
    const byCategory = (where = '{}', more = '') =>
      ask(`{ slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], where: ${where}) {
        rows { purchase { category } customer { customers } } totals { customer { customers } } ${more} } }`)
    const groups = (total: number, ...rows: readonly (readonly [string | null, number])[]) => ({
      rows: rows.map(([category, customers]) => ({ purchase: { category }, customer: { customers } })),
      totals: { customer: { customers: total } },
    })
    const customers = async (where: string, asOf = '2024-06-30') => {
      const slice = (await ask(`{ slice(by: {}, where: ${where}, asOf: "${asOf}") { rows { customer { customers } } } }`)) as Customers
      return slice.rows[0]?.customer.customers
    }

    test('customers by category of their purchases: two beers and a wine make one customer in each', async () => {
      expect(await byCategory()).toEqual(groups(4, ['Beer', 3], ['Wine', 1], [null, 1]))
    })

    test('the column says that its groups overlap', async () => {
      const slice = await ask(
        '{ slice(by: { purchase: [CATEGORY], customer: [STATE] }) { rows { purchase { category } customer { state customers } } columns { path overlapping } } }',
      )
      expect(slice).toMatchObject({
        columns: [
          { path: 'purchase.category', overlapping: true },
          { path: 'customer.state', overlapping: false },
          { path: 'customer.customers', overlapping: false },
        ],
      })
    })

    test('every aggregate counts a row once in its group: averages, medians and expressions over count(*)', async () => {
      const slice = await ask(
        '{ slice(by: { complaint: [IS_OPEN] }) { rows { complaint { isOpen } customer { customers percentageMembers } purchase { purchases revenue averageAmount medianAmount } } } }',
      )
      expect(slice).toEqual({
        rows: [
          // cem has a closed complaint and an open one; his purchase counts in both.
          {
            complaint: { isOpen: false },
            customer: { customers: 1, percentageMembers: 100 },
            purchase: { purchases: 1, revenue: '50.00', averageAmount: 50, medianAmount: 50 },
          },
          {
            complaint: { isOpen: true },
            customer: { customers: 2, percentageMembers: 100 },
            purchase: { purchases: 3, revenue: '150.00', averageAmount: 50, medianAmount: 50 },
          },
          {
            complaint: { isOpen: null },
            customer: { customers: 2, percentageMembers: 0 },
            purchase: { purchases: 3, revenue: '32.50', averageAmount: 32.5 / 3, medianAmount: 7 },
          },
        ],
      })
    })

    test('a bound entity is filtered in the group: where category is Beer there is no Wine', async () => {
      expect(await byCategory('{ purchase: { category: { eq: "Beer" } } }')).toEqual(groups(3, ['Beer', 3]))
      expect(await byCategory('{ purchase: { category: { ne: "Beer" } } }')).toEqual(groups(2, ['Wine', 1], [null, 1]))
      expect(await byCategory('{ not: { purchase: { category: { eq: "Beer" } } } }')).toEqual(groups(2, ['Wine', 1], [null, 1]))
      expect(await byCategory('{ purchase: { amount: { gte: "50" } } }')).toEqual(groups(2, ['Beer', 1], ['Wine', 1]))
      expect(await byCategory('{ purchase: { category: { isNull: true } } }')).toEqual(groups(1, [null, 1]))
    })

    test('a condition on the row or on what it reaches counts each row once', async () => {
      expect(await byCategory('{ or: [{ purchase: { category: { eq: "Beer" } } }, { customer: { state: { eq: "NY" } } }] }')).toEqual(
        groups(3, ['Beer', 3], ['Wine', 1]),
      )
      // As of Christmas ann has bought two wines, one of them large.
      expect(
        await ask(`{ slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], asOf: "2024-12-24",
          where: { or: [{ purchase: { amount: { gte: "50" } } }, { customer: { state: { eq: "NY" } } }] }) { rows { purchase { category } customer { customers } } totals { customer { customers } } } }`),
      ).toEqual(groups(3, ['Beer', 3], ['Wine', 1]))
    })

    test('having on groups that overlap: the total counts each customer of a surviving group once', async () => {
      expect(
        await ask(
          '{ slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], having: { customer: { customers: { lte: 1 } } }) { rows { purchase { category } customer { customers } } totals { customer { customers } } } }',
        ),
      ).toEqual(groups(2, ['Wine', 1], [null, 1]))
      expect(
        await ask(
          '{ slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], having: { customer: { customers: { gte: 1 } } }) { rows { purchase { category } customer { customers } } totals { customer { customers } } } }',
        ),
      ).toEqual(groups(4, ['Beer', 3], ['Wine', 1], [null, 1]))
    })

    test.each([
      ['{ customer: { purchases: { some: { amount: { gte: "50" } } } } }', 2],
      ['{ customer: { purchases: { none: { amount: { gte: "50" } } } } }', 2],
      ['{ customer: { purchases: { every: { amount: { gte: "20" } } } } }', 2],
      ['{ customer: { complaints: { none: {} } } }', 2],
      ['{ customer: { complaints: { some: {} } } }', 2],
      ['{ customer: { complaints: { every: { isOpen: { eq: true } } } } }', 3],
      ['{ not: { customer: { complaints: { every: { isOpen: { eq: true } } } } } }', 1],
      ['{ customer: { complaints: { some: { isOpen: { eq: true } }, none: { isOpen: { eq: false } } } } }', 1],
      ['{ customer: { or: [{ state: { eq: "CA" } }, { purchases: { some: { category: { isNull: true } } } }] } }', 2],
      // The same through the entity itself: some row of it passes.
      ['{ complaint: { isOpen: { eq: true } } }', 2],
      ['{ not: { complaint: { isOpen: { eq: true } } } }', 2],
      ['{ complaint: { isOpen: { eq: true }, raisedAt: { lt: "2024-03-05" } } }', 1],
      ['{ and: [{ complaint: { isOpen: { eq: true } } }, { complaint: { raisedAt: { lt: "2024-03-05" } } }] }', 2],
      ['{ complaint: { isOpen: { eq: true } }, purchase: { category: { eq: "Wine" } } }', 1],
    ])('customers where %s', async (where, count) => {
      expect(await customers(where)).toBe(count)
    })

    test('rows reached later than asOf do not exist', async () => {
      expect(await customers('{ customer: { complaints: { some: {} } } }', '2024-01-30')).toBe(0)
      expect(await customers('{ customer: { complaints: { some: {} } } }', '2024-01-31')).toBe(1)
    })

    test('purchases of customers who complain, and of those who bought wine', async () => {
      const purchases = async (where: string) =>
        (
          (await ask(`{ slice(by: {}, where: ${where}) { rows { purchase { purchases } } } }`)) as {
            rows: { purchase: { purchases: number } }[]
          }
        ).rows[0]?.purchase.purchases
      expect(await purchases('{ complaint: { isOpen: { eq: true } } }')).toBe(3)
      expect(await purchases('{ customer: { purchases: { some: { category: { eq: "Wine" } } } } }')).toBe(2)
      expect(
        await purchases('{ purchase: { category: { eq: "Beer" }, customer: { purchases: { some: { category: { eq: "Wine" } } } } } }'),
      ).toBe(1)
    })

    test('subtotals by a part of the grain, over the surviving groups, each row once', async () => {
      expect(
        await ask(`{ slice(by: { customer: [STATE], purchase: [CATEGORY] }) {
          rows { customer { state } purchase { category revenue averageAmount } }
          byState: subtotals(by: { customer: [STATE] }) { customer { state } purchase { revenue averageAmount } }
          all: subtotals(by: {}) { purchase { revenue averageAmount } } } }`),
      ).toEqual({
        rows: [
          { customer: { state: 'CA' }, purchase: { category: 'Beer', revenue: '50.00', averageAmount: 50 } },
          { customer: { state: 'NY' }, purchase: { category: 'Beer', revenue: '30.50', averageAmount: 15.25 } },
          { customer: { state: 'NY' }, purchase: { category: 'Wine', revenue: '90.00', averageAmount: 90 } },
          { customer: { state: null }, purchase: { category: 'Wine', revenue: '7.00', averageAmount: 7 } },
          { customer: { state: null }, purchase: { category: null, revenue: '5.00', averageAmount: 5 } },
        ],
        byState: [
          { customer: { state: 'CA' }, purchase: { revenue: '50.00', averageAmount: 50 } },
          { customer: { state: 'NY' }, purchase: { revenue: '120.50', averageAmount: 120.5 / 3 } },
          { customer: { state: null }, purchase: { revenue: '12.00', averageAmount: 6 } },
        ],
        all: [{ purchase: { revenue: '182.50', averageAmount: 182.5 / 6 } }],
      })
      expect(
        await ask(`{ slice(by: { customer: [STATE], purchase: [CATEGORY] }, of: [CUSTOMER], having: { customer: { customers: { gt: 1 } } }) {
          rows { customer { state customers } purchase { category } }
          subtotals(by: { customer: [STATE] }) { customer { state customers percentageMembers } } totals { customer { customers } } } }`),
      ).toEqual({
        rows: [{ customer: { state: 'NY', customers: 2 }, purchase: { category: 'Beer' } }],
        subtotals: [{ customer: { state: 'NY', customers: 2, percentageMembers: 50 } }],
        totals: { customer: { customers: 2 } },
      })
    })

    test('a subtotal by a dimension outside the grain is refused', async () => {
      expect(
        await ask.errors(
          '{ slice(by: { customer: [STATE] }) { rows { customer { state } } subtotals(by: { purchase: [CATEGORY] }) { purchase { revenue } } } }',
        ),
      ).toEqual([
        'NOT_IN_GRAIN: `purchase.category` is selected, but the grain is `customer.state`. Add it with `by: { customer: [STATE], purchase: [CATEGORY] }`, or take it out of `rows`.',
      ])
    })
  })
})
