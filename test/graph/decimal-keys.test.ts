/** Keys that are decimals: PostgreSQL keeps the places that each value was written with, and `1.0` is `1.00`. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: ledger
entities:
  - name: account
    table: account
    primary_key: account_id
    dimensions: [{ name: account_id, type: decimal }]
  - name: booking
    table: booking
    plural: bookings
    primary_key: booking_id
    time: booked_on
    dimensions:
      - { name: booking_id, type: integer }
      - { name: account, type: decimal }
      - { name: account_id, type: decimal, sql: "case when \${booking_id} = 2 then 1.0 else \${account} end" }
      - { name: booked_on, type: date }
    measures: [{ name: count, type: count }]
    relationships: [{ type: N:1, field: account_id, target: { entity: account, field: account_id }, name: owner }]
`

const story = {
  model,
  tables: {
    account: { columns: { account_id: 'decimal' as const }, rows: [['1.00'], ['2.00']] },
    booking: {
      columns: { booking_id: 'integer' as const, account: 'decimal' as const, booked_on: 'date' as const },
      rows: [
        [1, '1.00', '2024-01-01'],
        [2, '1.00', '2024-01-02'],
        [3, '2.00', '2024-01-03'],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('rows belong to the account they point to, however it is written', async () => {
    const rows = await ask(
      '{ accounts { nodes { bookings { totalCount nodes { bookingId owner { accountId } } } timeline { nodes { ... on Booking { bookingId } } } slice(by: {}) { rows { booking { count } } } } } }',
    )
    expect(rows).toEqual({
      nodes: [
        {
          bookings: {
            totalCount: 2,
            nodes: [
              { bookingId: 1, owner: { accountId: '1.00' } },
              { bookingId: 2, owner: { accountId: '1.00' } },
            ],
          },
          timeline: { nodes: [{ bookingId: 2 }, { bookingId: 1 }] },
          slice: { rows: [{ booking: { count: 2 } }] },
        },
        {
          bookings: { totalCount: 1, nodes: [{ bookingId: 3, owner: { accountId: '2.00' } }] },
          timeline: { nodes: [{ bookingId: 3 }] },
          slice: { rows: [{ booking: { count: 1 } }] },
        },
      ],
    })
  })
})
