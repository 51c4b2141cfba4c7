/** A timeline over a stream: columns of an activity come with the stream's rows, anything else by key; both are of the right row. */
import { expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'

const story: Story = {
  model: `
version: 1
model: shop
streams:
  - name: events
    table: event
    customer: customer
    columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: string }]
  - name: sale
    extends: events
    activity: sale
    dimensions:
      - { name: event_id, type: integer }
      - { name: customer_id, type: string }
      - { name: ts, type: timestamp }
      - { name: amount, type: decimal, sql: value }
      - { name: twice, type: decimal, sql: "2 * \${amount}" }
  - name: visit
    extends: events
    activity: visit
    dimensions:
      - { name: event_id, type: integer }
      - { name: customer_id, type: string }
      - { name: ts, type: timestamp }
      - { name: note, type: string }
`,
  tables: {
    customer: { columns: { customer_id: 'string' }, rows: [['A'], ['B']] },
    event: {
      columns: { event_id: 'integer', customer_id: 'string', activity: 'string', ts: 'timestamp', value: 'decimal', note: 'string' },
      rows: [
        [1, 'A', 'sale', '2024-01-01T10:00:00Z', '10.00', 'x'],
        [2, 'A', 'visit', '2024-01-02T10:00:00Z', null, 'shop'],
        [3, 'A', 'sale', '2024-01-03T10:00:00Z', '5.00', 'y'],
        [4, 'B', 'visit', '2024-01-04T10:00:00Z', null, null],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('columns of each kind', async () => {
    const page = `{ customers { nodes { timeline { nodes { eventAt: occurredAt ... on Sale { amount eventId } ... on Visit { note customer { customerId } } } } } } }`
    expect(await ask(page)).toEqual({
      nodes: [
        {
          timeline: {
            nodes: [
              { eventAt: '2024-01-03T10:00:00Z', amount: '5.00', eventId: 3 },
              { eventAt: '2024-01-02T10:00:00Z', note: 'shop', customer: { customerId: 'A' } },
              { eventAt: '2024-01-01T10:00:00Z', amount: '10.00', eventId: 1 },
            ],
          },
        },
        { timeline: { nodes: [{ eventAt: '2024-01-04T10:00:00Z', note: null, customer: { customerId: 'B' } }] } },
      ],
    })
  })

  test('what is more than a column is asked for by key, beside columns of the other kind', async () => {
    const one = `{ customer(customerId: "A") { timeline { nodes { __typename ... on Sale { twice occurrence } ... on Visit { note } } } } }`
    expect(await ask(one)).toEqual({
      timeline: {
        nodes: [
          { __typename: 'Sale', twice: '10.00', occurrence: 2 },
          { __typename: 'Visit', note: 'shop' },
          { __typename: 'Sale', twice: '20.00', occurrence: 1 },
        ],
      },
    })
  })
})
