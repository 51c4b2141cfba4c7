/** Customers with every kind of score, purchases, and visits; no rows: for questions that are compiled, not answered. */
import type { Story } from '../support/story.ts'

export const scored: Story = {
  model: `
version: 1
model: scored
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: since, type: date }
      - { name: recency_days, type: integer, measure: purchase.recency }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: fm, type: float, sql: "(\${f} + \${m}) / 2.0" }
    measures:
      - { name: customers, type: count }
    scores:
      - { name: r, of: recency_days, buckets: 5, best: lowest, best_score: 5 }
      - { name: f, of: orders, buckets: 5, best: highest, best_score: 5 }
      - { name: m, of: revenue, buckets: 5, best: highest, best_score: 5 }
      - { name: tile, of: revenue, method: ntile, buckets: 10, best: highest, best_score: 1 }
      - { name: left_f, of: orders, buckets: 3, cut: left, best: highest, best_score: 1 }
      - { name: moved_m, of: revenue, buckets: 3, cut: plus_one, best: highest, best_score: 3 }
      - { name: pareto, of: revenue, method: cumulative_share, shares: [0.8, 0.95], best: highest, best_score: 3 }
      - { name: band, of: recency_days, method: bands, bands: [{ below: 60, score: 3 }, { from: 60, below: 120.5, score: 2 }] }
      - { name: recent_f, of: orders, window: { last: 12, unit: month }, buckets: 5, best: highest, best_score: 5 }
      - { name: of_old_ones, of: revenue, where: "\${since} < cast(\${as_of} as date) - interval '1 year'", buckets: 4, best: highest, best_score: 4 }
    segments:
      - { name: vip, when: "\${r} = 5 and \${m} = 5" }
      - { name: busy, when: "\${recent_f} >= 4" }
    segmentations:
      - name: lettered
        scores: { R: r, FM: fm }
        groups:
          - { name: best, pattern: R4-5 FM4-5 }
          - { name: bought_often, pattern: FM4-5 }
        otherwise: rest
      - name: mixed
        groups:
          - { name: large, when: "\${pareto} = 3 and \${moved_m} >= 2" }
          - { name: fresh, when: "\${band} = 3 or \${vip}" }
          - { name: old, when: "\${of_old_ones} is not null" }
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
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: visit
    table: visit
    primary_key: visit_id
    time: visited_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: visited_at, type: timestamp }
      - { name: page, type: string }
    measures:
      - { name: visits, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  tables: {
    customer: { columns: { customer_id: 'integer', state: 'string', since: 'date' }, rows: [] },
    purchase: { columns: { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date', amount: 'decimal' }, rows: [] },
    visit: { columns: { visit_id: 'integer', customer_id: 'integer', visited_at: 'timestamp', page: 'string' }, rows: [] },
  },
}
