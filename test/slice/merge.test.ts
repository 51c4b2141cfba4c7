/** Measures of several entities in one slice: aggregated apart, merged without losing or doubling a group. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

describe('several entities', () => {
  onBothEngines(shop, (ask) => {
    test('three entities by state: no fan-out, the null group is one group', async () => {
      expect(
        await ask(`{ slice(by: { customer: [STATE] }) { rows { customer { state customers } purchase { revenue } complaint { complaints latest anyOpen } }
          totals { customer { customers } purchase { revenue } complaint { complaints } } } }`),
      ).toEqual({
        rows: [
          {
            customer: { state: 'CA', customers: 1 },
            purchase: { revenue: '50.00' },
            complaint: { complaints: 2, latest: '2024-03-31T01:30:00Z', anyOpen: 1 },
          },
          {
            customer: { state: 'NY', customers: 2 },
            purchase: { revenue: '120.50' },
            complaint: { complaints: 1, latest: '2024-01-31T23:30:00Z', anyOpen: 1 },
          },
          {
            customer: { state: null, customers: 1 },
            purchase: { revenue: '12.00' },
            complaint: { complaints: 0, latest: null, anyOpen: null },
          },
        ],
        totals: { customer: { customers: 4 }, purchase: { revenue: '182.50' }, complaint: { complaints: 3 } },
      })
    })

    test('the shared clock: each entity by its own time', async () => {
      expect(
        await ask('{ slice(by: { time: [MONTH] }) { rows { time { month } purchase { revenue } complaint { complaints } } } }'),
      ).toEqual({
        rows: [
          { time: { month: '2024-01-01' }, purchase: { revenue: '100.00' }, complaint: { complaints: 1 } },
          { time: { month: '2024-02-01' }, purchase: { revenue: '70.50' }, complaint: { complaints: 0 } },
          { time: { month: '2024-03-01' }, purchase: { revenue: '12.00' }, complaint: { complaints: 2 } },
        ],
      })
    })

    test('a time zone moves instants, never dates', async () => {
      expect(
        await ask(
          '{ slice(by: { time: [MONTH] }, timeZone: "Asia/Kathmandu") { rows { time { month } purchase { purchases } complaint { complaints } } timeZone } }',
        ),
      ).toEqual({
        rows: [
          { time: { month: '2024-01-01' }, purchase: { purchases: 2 }, complaint: { complaints: 0 } },
          { time: { month: '2024-02-01' }, purchase: { purchases: 2 }, complaint: { complaints: 1 } },
          { time: { month: '2024-03-01' }, purchase: { purchases: 2 }, complaint: { complaints: 2 } },
        ],
        timeZone: 'Asia/Kathmandu',
      })
    })

    test('ordering by a measure of another entity makes no groups of its own', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [CUSTOMER_ID] }, orderBy: [{ purchase: { revenue: DESC } }]) { rows { customer { customerId } complaint { complaints } } rowCount } }',
        ),
      ).toEqual({
        rows: [
          { customer: { customerId: 'ann' }, complaint: { complaints: 1 } },
          { customer: { customerId: 'cem' }, complaint: { complaints: 2 } },
        ],
        rowCount: 2,
      })
    })

    test('having on one entity filters the groups and the totals of all', async () => {
      expect(
        await ask(`{ slice(by: { customer: [STATE] }, having: { purchase: { revenue: { gt: "49.99" } } }) { rows { customer { state } purchase { revenue } complaint { complaints } }
          totals { purchase { revenue averageAmount } complaint { complaints } } rowCount } }`),
      ).toEqual({
        rows: [
          { customer: { state: 'CA' }, purchase: { revenue: '50.00' }, complaint: { complaints: 2 } },
          { customer: { state: 'NY' }, purchase: { revenue: '120.50' }, complaint: { complaints: 1 } },
        ],
        totals: { purchase: { revenue: '170.50', averageAmount: 42.625 }, complaint: { complaints: 3 } },
        rowCount: 2,
      })
    })

    test('totals keep the null group when it survives', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [STATE] }, having: { purchase: { revenue: { lt: "49.99" } } }) { rows { customer { state } purchase { revenue } } totals { purchase { revenue purchases } } } }',
        ),
      ).toEqual({
        rows: [{ customer: { state: null }, purchase: { revenue: '12.00' } }],
        totals: { purchase: { revenue: '12.00', purchases: 2 } },
      })
    })
  })
})
