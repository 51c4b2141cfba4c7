/** Aggregates as dimensions per level: what all rows equal in something have in common, or all rows there are. */
import { describe, expect, test } from 'vitest'
import { issuesOf, onBothEngines } from '../support/story.ts'

const model = (dimensions = '') => `
version: 1
model: levels
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: revenue_of_state, type: decimal, measure: purchase.revenue, per: [state] }
      - { name: purchases_of_state_in_june, type: integer, measure: purchase.purchases, per: [state], where: "\${bought_on} >= date '2024-06-01'" }
      - { name: revenue_of_all, type: decimal, measure: purchase.revenue, per: [] }
      - { name: share_of_buyers, type: float, measure: share_of_buyers_of, per: [] }
      - { name: cost_of_all, type: decimal, measure: cost.spent, per: [] }
      - { name: share_of_revenue, type: float, sql: "\${revenue} / \${revenue_of_all}" }${dimensions}
    measures:
      - { name: customers, type: count }
      - { name: share_of_buyers_of, type: number, sql: "count(*) filter (where \${revenue} is not null) / count(*)" }
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
      - { name: purchases, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: cost
    table: cost
    primary_key: cost_id
    dimensions:
      - { name: cost_id, type: integer }
      - { name: spent_amount, type: decimal }
    measures:
      - { name: spent, type: sum, sql: "\${spent_amount}" }
`

const tables = {
  customer: {
    columns: { customer_id: 'integer', state: 'string' } as const,
    rows: [
      [1, 'NY'],
      [2, 'NY'],
      [3, 'CA'],
      [4, null],
      [5, null],
    ],
  },
  purchase: {
    columns: { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date', amount: 'decimal' } as const,
    rows: [
      [1, 1, '2024-05-01', '10'],
      [2, 2, '2024-06-01', '30'],
      [3, 4, '2024-06-02', '40'],
      // Of nobody known: it is of all, and of no state.
      [4, 99, '2024-06-03', '20'],
      // Later than the question.
      [5, 1, '2024-07-01', '999'],
    ],
  },
  cost: {
    columns: { cost_id: 'integer', spent_amount: 'decimal' } as const,
    rows: [
      [1, '5'],
      [2, '7'],
    ],
  },
}

describe('aggregates per level', () => {
  onBothEngines({ model: model(), tables }, (ask) => {
    test('each customer has what its state has, and what all have, whatever the question filters', async () => {
      const data = await ask(
        `{ slice(by: { customer: [CUSTOMER_ID, REVENUE, REVENUE_OF_STATE, PURCHASES_OF_STATE_IN_JUNE, REVENUE_OF_ALL, SHARE_OF_BUYERS, COST_OF_ALL, SHARE_OF_REVENUE] }
                 where: { customer: { customerId: { ne: 2 } } }) {
             rows { customer { customerId revenue revenueOfState purchasesOfStateInJune revenueOfAll shareOfBuyers costOfAll shareOfRevenue } } } }`,
      )
      const rows = (data as { rows: { customer: Record<string, unknown> }[] }).rows.map(({ customer }) => Object.values(customer))
      expect(rows).toEqual([
        [1, '10', '40', 1, '100', 0.6, '12', 0.1],
        [3, null, null, 0, '100', 0.6, '12', null],
        // Unknown states are alike, and the purchase of nobody known has an unknown one.
        [4, '40', '60', 2, '100', 0.6, '12', 0.4],
        [5, null, '60', 2, '100', 0.6, '12', null],
      ])
    })
  })

  test('a level is a dimension of the entity', async () => {
    expect(await issuesOf(model('\n      - { name: x, type: decimal, measure: purchase.revenue, per: [stat] }'))).toMatchInlineSnapshot(`
      "model.yml:18:68  UNKNOWN_MEMBER
        Entity \`customer\` has no dimension \`stat\`.
           18 |       - { name: x, type: decimal, measure: purchase.revenue, per: [stat] }
              |                                                                    ^^^^
        Closest: \`state\`."
    `)
    expect(await issuesOf(model('\n      - { name: x, type: decimal, measure: cost.spent, per: [state] }'))).toMatchInlineSnapshot(`
      "model.yml:18:44  NO_PATH
        \`customer\` cannot be reached: no relationship leads there from \`cost\`.
           18 |       - { name: x, type: decimal, measure: cost.spent, per: [state] }
              |                                            ^^^^^^^^^^"
    `)
    expect(await issuesOf(model('\n      - { name: x, type: decimal, measure: purchase.revenue, per: [x] }'))).toMatchInlineSnapshot(`
      "model.yml:18:17  CYCLIC_REFERENCE
        A circle of references: \`customer.x\` reads \`customer.x\`.
           18 |       - { name: x, type: decimal, measure: purchase.revenue, per: [x] }
              |                 ^"
    `)
    expect(await issuesOf(model('\n      - { name: x, type: decimal, per: [] }'))).toMatchInlineSnapshot(`
      "model.yml:18:35  MISPLACED_KEY
        \`per\` has no meaning in dimension \`x\`: it goes only with \`measure\`, \`first\`, \`last\`, \`nth\`, \`most_frequent\` or \`list\`.
           18 |       - { name: x, type: decimal, per: [] }
              |                                   ^^^"
    `)
  })
})
