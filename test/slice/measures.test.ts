/** Every measure type, grouped, in total, of nothing, and of nulls. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

describe('measures', () => {
  onBothEngines(shop, (ask) => {
    test('each type by state; purchases of unknown customers and of stateless ones form the null group', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE] }) {
        rows { customer { state } purchase { purchases revenue items categories averageAmount smallest largest medianAmount beerRevenue recency firstCategory revenuePerPurchase } }
        totals { purchase { purchases revenue items categories averageAmount smallest largest medianAmount p90Amount beerRevenue recency revenuePerPurchase } }
      } }`)
      expect(slice).toEqual({
        rows: [
          {
            customer: { state: 'CA' },
            purchase: {
              purchases: 1,
              revenue: '50.00',
              items: null,
              categories: 1,
              averageAmount: 50,
              smallest: '50.00',
              largest: '50.00',
              medianAmount: 50,
              beerRevenue: '50.00',
              recency: 122,
              firstCategory: 'Beer',
              revenuePerPurchase: 50,
            },
          },
          {
            customer: { state: 'NY' },
            purchase: {
              purchases: 3,
              revenue: '120.50',
              items: 6,
              categories: 2,
              averageAmount: 120.5 / 3,
              smallest: '10.00',
              largest: '90.00',
              medianAmount: 20.5,
              beerRevenue: '30.50',
              recency: 150,
              firstCategory: 'Beer',
              revenuePerPurchase: 120.5 / 3,
            },
          },
          {
            customer: { state: null },
            purchase: {
              purchases: 2,
              revenue: '12.00',
              items: 2,
              categories: 1,
              averageAmount: 6,
              smallest: '5.00',
              largest: '7.00',
              medianAmount: 6,
              beerRevenue: null,
              recency: 116,
              firstCategory: 'Wine',
              revenuePerPurchase: 6,
            },
          },
        ],
        totals: {
          purchase: {
            purchases: 6,
            revenue: '182.50',
            items: 8,
            categories: 2,
            averageAmount: 182.5 / 6,
            smallest: '5.00',
            largest: '90.00',
            medianAmount: 15.25,
            p90Amount: 70,
            beerRevenue: '80.50',
            recency: 116,
            revenuePerPurchase: 182.5 / 6,
          },
        },
      })
    })

    test('of no rows counts are 0 and everything else is null, and the one row is there', async () => {
      const slice = await ask(`{ slice(by: {}, where: { purchase: { category: { eq: "Gin" } } }) {
        rows { purchase { purchases revenue categories averageAmount medianAmount recency revenuePerPurchase } } rowCount hasMore } }`)
      expect(slice).toEqual({
        rows: [
          {
            purchase: {
              purchases: 0,
              revenue: null,
              categories: 0,
              averageAmount: null,
              medianAmount: null,
              recency: null,
              revenuePerPurchase: null,
            },
          },
        ],
        rowCount: 1,
        hasMore: false,
      })
    })

    test('an expression over count(*) with a filter inside', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [STATE] }) { rows { customer { state } _: customer { customers percentageMembers } } totals { customer { customers percentageMembers } } } }',
        ),
      ).toEqual({
        rows: [
          { customer: { state: 'CA' }, _: { customers: 1, percentageMembers: 100 } },
          { customer: { state: 'NY' }, _: { customers: 2, percentageMembers: 50 } },
          { customer: { state: null }, _: { customers: 1, percentageMembers: 0 } },
        ],
        totals: { customer: { customers: 4, percentageMembers: 50 } },
      })
    })

    test('a ratio across entities: complaints per purchase, 0 complaints where there are none', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [CUSTOMER_ID] }) { rows { customer { customerId } purchase { complaintsPerPurchase } } totals { purchase { complaintsPerPurchase } } } }',
        ),
      ).toEqual({
        rows: [
          { customer: { customerId: 'ann' }, purchase: { complaintsPerPurchase: 0.5 } },
          { customer: { customerId: 'bob' }, purchase: { complaintsPerPurchase: 0 } },
          { customer: { customerId: 'cem' }, purchase: { complaintsPerPurchase: 2 } },
          { customer: { customerId: 'dot' }, purchase: { complaintsPerPurchase: 0 } },
          { customer: { customerId: null }, purchase: { complaintsPerPurchase: 0 } },
        ],
        totals: { purchase: { complaintsPerPurchase: 0.5 } },
      })
    })
  })
})
