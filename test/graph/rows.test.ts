/** Rows by key and page by page, with what they belong to and what belongs to them. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

onBothEngines(crm, (ask) => {
  test('one row by its key, with aggregates, scores and segments', async () => {
    expect(await ask('{ customer(customerId: "ann@x.org") { customerId name regionId revenue orders valueScore big size } }')).toEqual({
      customerId: 'ann@x.org',
      name: 'Ann',
      regionId: 1,
      revenue: '150.00',
      orders: 3,
      valueScore: 2,
      big: true,
      size: 'LARGE',
    })
    expect(await ask('{ customer(customerId: "nobody") { name } }')).toBeNull()
  })

  test('rows that a row points to, and rows that point to it', async () => {
    expect(
      await ask(`{ customers {
        totalCount
        nodes { customerId region { name } purchases(first: 2, orderBy: [{ amount: DESC }]) { totalCount nodes { purchaseId amount customer { name } } pageInfo { hasNextPage } } tickets { nodes { house number } } }
      } }`),
    ).toEqual({
      totalCount: 5,
      nodes: [
        {
          customerId: 'ann@x.org',
          region: { name: 'North' },
          purchases: {
            totalCount: 3,
            nodes: [
              { purchaseId: 1, amount: '100.00', customer: { name: 'Ann' } },
              { purchaseId: 3, amount: '30.00', customer: { name: 'Ann' } },
            ],
            pageInfo: { hasNextPage: true },
          },
          tickets: {
            nodes: [
              { house: 'A', number: 1 },
              { house: 'B', number: 1 },
            ],
          },
        },
        {
          customerId: 'bob@x.org',
          region: { name: 'North' },
          purchases: {
            totalCount: 1,
            nodes: [{ purchaseId: 4, amount: '50.00', customer: { name: 'Bob' } }],
            pageInfo: { hasNextPage: false },
          },
          tickets: { nodes: [{ house: 'A', number: 2 }] },
        },
        {
          customerId: 'cid@x.org',
          region: null,
          purchases: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
          tickets: { nodes: [] },
        },
        {
          customerId: 'dan@x.org',
          region: { name: 'South' },
          purchases: {
            totalCount: 1,
            nodes: [{ purchaseId: 5, amount: '10.00', customer: { name: 'Bob' } }],
            pageInfo: { hasNextPage: false },
          },
          tickets: { nodes: [] },
        },
        {
          customerId: 'eve@x.org',
          region: null,
          purchases: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
          tickets: { nodes: [] },
        },
      ],
    })
  })
})
