/** The timeline of a row: everything that happened to it, newest first, page by page. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

onBothEngines(crm, (ask) => {
  test('everything with a time, newest first; a date is its first instant in the zone of the question', async () => {
    expect(
      await ask(`{ customer(customerId: "ann@x.org") { timeline {
        totalCount pageInfo { hasNextPage }
        nodes { __typename occurredAt ... on Purchase { amount category } ... on Ticket { status customer { name } } }
      } } }`),
    ).toEqual({
      timeline: {
        totalCount: 4,
        pageInfo: { hasNextPage: false },
        nodes: [
          { __typename: 'Purchase', occurredAt: '2024-03-10T11:00:00+01:00', amount: '30.00', category: 'Beer' },
          { __typename: 'Purchase', occurredAt: '2024-02-10T11:00:00+01:00', amount: '20.00', category: 'Wine' },
          { __typename: 'Ticket', occurredAt: '2024-02-10T00:00:00+01:00', status: 'open', customer: { name: 'Ann' } },
          { __typename: 'Purchase', occurredAt: '2024-01-10T11:00:00+01:00', amount: '100.00', category: 'Beer' },
        ],
      },
    })
  })

  test('a region has what happened to its customers', async () => {
    expect(
      await ask(
        `{ regions { nodes { name timeline(first: 2, activities: [PURCHASE]) { totalCount nodes { ... on Purchase { purchaseId } } } } } }`,
      ),
    ).toEqual({
      nodes: [
        { name: 'North', timeline: { totalCount: 4, nodes: [{ purchaseId: 3 }, { purchaseId: 2 }] } },
        { name: 'South', timeline: { totalCount: 1, nodes: [{ purchaseId: 5 }] } },
      ],
    })
  })
})
