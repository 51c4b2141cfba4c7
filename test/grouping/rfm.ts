/** Six customers and their orders, RFM by head; asked as of 2024-06-30. */
import type { Story } from '../support/story.ts'

const model = `
version: 1
model: rfm
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: recency_days, type: integer, measure: purchase.recency }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: orders_last_90_days, type: integer, measure: purchase.orders, window: { last: 90, unit: day } }
      - { name: fm, type: float, sql: "(\${f} + \${m}) / 2.0" }
    measures:
      - { name: customers, type: count }
      - { name: average_revenue, type: avg, sql: "\${revenue}" }
    scores:
      - { name: r, of: recency_days, buckets: 2, best: lowest, best_score: 2 }
      - { name: f, of: orders, buckets: 2, best: highest, best_score: 2 }
      - { name: m, of: revenue, buckets: 2, best: highest, best_score: 2 }
      - { name: f_90, of: orders, window: { last: 90, unit: day }, buckets: 2, cut: left, best: highest, best_score: 2 }
    segments:
      - { name: vip, title: VIPs, when: "\${r} = 2 and \${m} = 2", action: Invite them }
      - { name: lapsed, when: "not \${vip} and \${recency_days} > 100" }
      - { name: busy, when: "\${orders_last_90_days} >= 2" }
    segmentations:
      - name: value_segment
        scores: [r, f, m]
        groups:
          - { name: champions, title: Champions, pattern: "222" }
          - { name: spenders, pattern: "XX2", description: Worth much, action: Thank them }
          - { name: recent, pattern: "2XX|21X" }
        otherwise: { name: others, title: All others }
      - name: lettered
        scores: { R: r, FM: fm }
        multi_label: true
        groups:
          - { name: best, pattern: R2 FM1.5-2 }
          - { name: fm_best, pattern: FM1.5-2 }
          - { name: never, when: "\${orders} = 0" }
        otherwise: rest
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - \${bought_on}" }
      - { name: vip_revenue, type: sum, sql: "\${amount}", where: "\${customer.vip}" }
      - { name: revenue_of_champions, type: sum, sql: "\${amount}", where: "\${customer.value_segment} in ('CHAMPIONS')" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

export const rfm: Story = {
  model,
  tables: {
    customer: {
      columns: { customer_id: 'integer', state: 'string' },
      rows: [
        [1, 'NY'],
        [2, 'NY'],
        [3, 'CA'],
        [4, 'CA'],
        [5, 'CA'],
        [6, 'NY'],
      ],
    },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date', amount: 'decimal' },
      rows: [
        [1, 1, '2024-06-20', '100'],
        [2, 1, '2024-05-20', '100'],
        [3, 1, '2024-01-20', '100'],
        [4, 2, '2024-06-10', '10'],
        [5, 3, '2024-02-01', '500'],
        [6, 3, '2023-02-01', '500'],
        [7, 4, '2024-05-31', '20'],
        [8, 4, '2024-05-01', '20'],
        [9, 5, '2023-06-30', '30'],
        // Later than the question, and of nobody known.
        [10, 5, '2024-07-01', '999'],
        [11, 99, '2024-06-01', '7'],
      ],
    },
  },
}
