/** Slices of rows: measures of each row alone, one statement for all of a page. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

onBothEngines(crm, (ask) => {
  test('measures by dimensions, of each customer of a page', async () => {
    const { nodes } = (await ask(`{ customers(first: 3) { nodes { customerId
      slice(by: { purchase: [CATEGORY] }, orderBy: [{ purchase: { revenue: DESC } }], limit: 1) {
        rows { purchase { category revenue share } } totals { purchase { revenue countOrders } } rowCount hasMore }
      whole: slice(by: {}) { rows { purchase { revenue countOrders } ticket { countTickets } } subtotals(by: {}) { purchase { revenue } } rowCount }
    } } }`)) as { nodes: unknown[] }
    expect(nodes).toEqual([
      {
        customerId: 'ann@x.org',
        slice: {
          rows: [{ purchase: { category: 'Beer', revenue: '130.00', share: 130 / 150 } }],
          totals: { purchase: { revenue: '150.00', countOrders: 3 } },
          rowCount: 2,
          hasMore: true,
        },
        whole: {
          rows: [{ purchase: { revenue: '150.00', countOrders: 3 }, ticket: { countTickets: 2 } }],
          subtotals: [{ purchase: { revenue: '150.00' } }],
          rowCount: 1,
        },
      },
      {
        customerId: 'bob@x.org',
        slice: {
          rows: [{ purchase: { category: 'Beer', revenue: '50.00', share: 1 } }],
          totals: { purchase: { revenue: '50.00', countOrders: 1 } },
          rowCount: 1,
          hasMore: false,
        },
        whole: {
          rows: [{ purchase: { revenue: '50.00', countOrders: 1 }, ticket: { countTickets: 1 } }],
          subtotals: [{ purchase: { revenue: '50.00' } }],
          rowCount: 1,
        },
      },
      {
        customerId: 'cid@x.org',
        slice: { rows: [], totals: { purchase: { revenue: null, countOrders: 0 } }, rowCount: 0, hasMore: false },
        whole: {
          rows: [{ purchase: { revenue: null, countOrders: 0 }, ticket: { countTickets: 0 } }],
          subtotals: [{ purchase: { revenue: null } }],
          rowCount: 1,
        },
      },
    ])
  })
})
