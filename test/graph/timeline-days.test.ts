/** Timelines over days that begin oddly: pages of one row lose none and read none twice. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

const story = {
  model: crm.model,
  tables: {
    ...crm.tables,
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'string', placed_at: 'timestamp', category: 'string', amount: 'decimal' },
      rows: [[1, 'ann@x.org', '2010-11-07T03:00:00Z', null, null]],
    },
    ticket: {
      columns: { house: 'string', number: 'integer', customer_id: 'string', opened_on: 'date', status: 'string' },
      rows: [
        ['A', 1, 'ann@x.org', '2010-11-07', null],
        ['A', 2, 'bob@x.org', '2011-12-30', null],
        ['A', 3, 'bob@x.org', '2011-12-31', null],
        ['A', 4, 'bob@x.org', '2011-12-29', null],
      ],
    },
  },
} as const

interface Timeline {
  readonly nodes: readonly { readonly occurredAt: string; readonly number?: number; readonly purchaseId?: number }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

onBothEngines(story, (ask) => {
  const walk = async (customer: string, zone: string) => {
    const found: string[] = []
    for (let after = ''; found.length < 10; ) {
      const { timeline } = (await ask(
        `{ customer(customerId: "${customer}", timeZone: "${zone}") { timeline(first: 1${after}) {
          nodes { occurredAt ... on Ticket { number } ... on Purchase { purchaseId } } pageInfo { hasNextPage endCursor } } } }`,
      )) as { readonly timeline: Timeline }
      found.push(...timeline.nodes.map(({ occurredAt, number, purchaseId }) => `${number ?? `purchase ${purchaseId}`} ${occurredAt}`))
      if (!timeline.pageInfo.hasNextPage) break
      after = `, after: "${timeline.pageInfo.endCursor}"`
    }
    return found
  }

  test('a minute after midnight the clock goes back to the day before: what happens then is later than the day that had begun', async () => {
    expect(await walk('ann@x.org', 'America/St_Johns')).toEqual(['purchase 1 2010-11-06T23:30:00-03:30', '1 2010-11-07T00:00:00-02:30'])
  })

  test('a day that a zone left out begins with the next', async () => {
    expect(await walk('bob@x.org', 'Pacific/Apia')).toEqual([
      '3 2011-12-31T00:00:00+14:00',
      '2 2011-12-31T00:00:00+14:00',
      '4 2011-12-29T00:00:00-10:00',
    ])
  })
})
