/** Customers in regions, their orders and tickets: every kind of link, unknown values, ties. */
import type { Story } from '../support/story.ts'

const model = `
version: 1
model: crm
time_zone: Europe/Berlin
entities:
  - name: region
    table: region
    primary_key: region_id
    dimensions:
      - { name: region_id, type: integer }
      - { name: name, type: string }
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: name, type: string, pii: true }
      - { name: secret, type: string, hidden: true }
      - { name: region_id, type: integer }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: orders, type: integer, measure: purchase.count_orders }
    measures: [{ name: customers, type: count }]
    relationships:
      - { type: N:1, field: region_id, target: { entity: region, field: region_id } }
    scores:
      - { name: value_score, of: revenue, buckets: 2, best: highest, best_score: 2 }
    segments:
      - { name: big, when: "\${revenue} > 100" }
    segmentations:
      - name: size
        groups: [{ name: large, title: Large, when: "\${revenue} >= 100" }, { name: small, title: Small, when: "\${revenue} > 0" }]
        otherwise: none
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed_at
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: placed_at, type: timestamp }
      - { name: category, type: string }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: count_orders, type: count }
      - { name: share, type: share, of: revenue }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: ticket
    table: ticket
    primary_key: [house, number]
    time: opened_on
    dimensions:
      - { name: house, type: string }
      - { name: number, type: integer }
      - { name: customer_id, type: string }
      - { name: opened_on, type: date }
      - { name: status, type: string }
    measures: [{ name: count_tickets, type: count }]
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

export const crm: Story = {
  model,
  tables: {
    region: {
      columns: { region_id: 'integer', name: 'string' },
      rows: [
        [1, 'North'],
        [2, 'South'],
      ],
    },
    customer: {
      columns: { customer_id: 'string', name: 'string', secret: 'string', region_id: 'integer' },
      rows: [
        ['ann@x.org', 'Ann', 's1', 1],
        ['bob@x.org', 'Bob', 's2', 1],
        ['cid@x.org', null, 's3', null],
        ['dan@x.org', 'Bob', 's4', 2],
        ['eve@x.org', null, 's5', 9],
      ],
    },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'string', placed_at: 'timestamp', category: 'string', amount: 'decimal' },
      rows: [
        [1, 'ann@x.org', '2024-01-10T10:00:00Z', 'Beer', '100.00'],
        [2, 'ann@x.org', '2024-02-10T10:00:00Z', 'Wine', '20.00'],
        [3, 'ann@x.org', '2024-03-10T10:00:00Z', 'Beer', '30.00'],
        [4, 'bob@x.org', '2024-02-10T10:00:00Z', 'Beer', '50.00'],
        [5, 'dan@x.org', '2024-03-31T22:30:00Z', null, '10.00'],
        [6, null, '2024-03-01T10:00:00Z', 'Beer', '7.00'],
        [7, 'bob@x.org', '2025-01-01T00:00:00Z', 'Beer', '1000.00'],
      ],
    },
    ticket: {
      columns: { house: 'string', number: 'integer', customer_id: 'string', opened_on: 'date', status: 'string' },
      rows: [
        ['A', 1, 'ann@x.org', '2024-02-10', 'open'],
        ['A', 2, 'bob@x.org', '2024-04-01', 'closed'],
        ['B', 1, 'ann@x.org', null, 'open'],
      ],
    },
  },
}
