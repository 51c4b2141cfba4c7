/** A shop one can check by head: four customers, one unknown; seven purchases; three complaints. */
import type { Story } from '../support/story.ts'

const model = `
version: 1
model: shop
time_zone: UTC
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
      - { name: is_member, type: boolean }
      - { name: since, type: date }
      - { name: score, type: float }
      - { name: state_or_unknown, type: string, sql: "coalesce(\${state}, 'unknown')" }
      - { name: lifetime_revenue, type: decimal, measure: purchase.revenue }
      - { name: number_of_purchases, type: integer, measure: purchase.purchases }
      - { name: large_purchases, type: integer, measure: purchase.purchases, where: "\${amount} >= 50" }
    measures:
      - { name: customers, type: count }
      - { name: percentage_members, type: number, sql: "round(100.0 * count(*) filter (where \${is_member}) / count(*), 2)" }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: category, type: string }
      - { name: amount, type: decimal }
      - { name: quantity, type: integer }
    measures:
      - { name: purchases, type: count }
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR }
      - { name: items, type: sum, sql: "\${quantity}" }
      - { name: categories, type: count_distinct, sql: "\${category}" }
      - { name: average_amount, type: avg, sql: "\${amount}" }
      - { name: smallest, type: min, sql: "\${amount}" }
      - { name: largest, type: max, sql: "\${amount}" }
      - { name: median_amount, type: median, sql: "\${amount}" }
      - { name: p90_amount, type: percentile, percentile: 0.9, sql: "\${amount}" }
      - { name: beer_revenue, type: sum, sql: "\${amount}", where: "\${category} = 'Beer'" }
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - \${bought_on}", unit: days }
      - { name: first_category, type: min, sql: "\${category}" }
      - { name: revenue_per_purchase, type: number, sql: "\${revenue} / \${purchases}" }
      - { name: complaints_per_purchase, type: number, sql: "\${complaint.complaints} / \${purchases}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: complaint
    table: complaint
    primary_key: complaint_id
    time: raised_at
    dimensions:
      - { name: complaint_id, type: integer }
      - { name: customer_id, type: string }
      - { name: raised_at, type: timestamp }
      - { name: is_open, type: boolean }
    measures:
      - { name: complaints, type: count }
      - { name: latest, type: max, sql: "\${raised_at}" }
      - { name: any_open, type: max, sql: "case when \${is_open} then 1 else 0 end" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

export const shop: Story = {
  model,
  tables: {
    customer: {
      columns: { customer_id: 'string', state: 'string', is_member: 'boolean', since: 'date', score: 'float' },
      rows: [
        ['ann', 'NY', true, '2023-01-15', 1.5],
        ['bob', 'NY', false, '2023-06-01', 2.5],
        ['cem', 'CA', true, '2024-02-29', null],
        ['dot', null, null, null, null],
      ],
    },
    purchase: {
      columns: {
        purchase_id: 'integer',
        customer_id: 'string',
        bought_on: 'date',
        category: 'string',
        amount: 'decimal',
        quantity: 'integer',
      },
      rows: [
        [1, 'ann', '2024-01-10', 'Beer', '10.00', 1],
        [2, 'ann', '2024-01-31', 'Wine', '90.00', 2],
        [3, 'bob', '2024-02-01', 'Beer', '20.50', 3],
        [4, 'cem', '2024-02-29', 'Beer', '50.00', null],
        [5, 'dot', '2024-03-05', null, '5.00', 1],
        // Nobody knows zed.
        [6, 'zed', '2024-03-06', 'Wine', '7.00', 1],
        // After the story's now: exists only for questions as of later.
        [7, 'ann', '2024-12-24', 'Wine', '1000.00', 9],
      ],
    },
    complaint: {
      columns: { complaint_id: 'integer', customer_id: 'string', raised_at: 'timestamp', is_open: 'boolean' },
      rows: [
        [1, 'ann', '2024-01-31 23:30:00', true],
        [2, 'cem', '2024-03-01 00:00:00', false],
        [3, 'cem', '2024-03-31 01:30:00', true],
      ],
    },
  },
}
