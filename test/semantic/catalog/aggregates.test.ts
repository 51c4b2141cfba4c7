/** Aggregates seen from an entity and `number` measures: what cannot be computed is refused when the model loads, not by the first question. */
import { expect, test } from 'vitest'
import { issuesOf } from '../../support/story.ts'

const model = (dimension: string, { measure = '', visit = '' } = {}) => `version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - ${dimension}
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: customer_id, type: string }
      - { name: amount, type: decimal }
    measures:
      - { name: purchases, type: count }
      - { name: visits_per_purchase, type: number, sql: "\${visit.visits} / \${purchases}" }
      - { name: all_visits, type: number, sql: "\${visit.visits} * 2" }
${measure}
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: visit
    table: visit
    primary_key: visit_id
    dimensions:
      - { name: visit_id, type: string }
    measures:
      - { name: visits, type: count }
${visit}`

const visit = `    relationships:
      - { type: N:1, field: visit_id, target: { entity: customer, field: customer_id } }
`

test('a number over rows of an entity that has no way to the customer has no value per customer', async () => {
  expect(await issuesOf(model('{ name: rate, type: float, measure: purchase.visits_per_purchase }'))).toBe(`model.yml:9:45  NO_PATH
  \`customer\` cannot be reached: no relationship leads there from \`visit\`.
      9 |       - { name: rate, type: float, measure: purchase.visits_per_purchase }
        |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`)
})

test('a filter on rows of one entity says nothing about a number over rows of others', async () => {
  const two = model('{ name: rate, type: float, measure: purchase.visits_per_purchase, where: "${amount} > 10" }', { visit })
  expect(await issuesOf(two)).toBe(`model.yml:9:82  NOT_YET
  Not supported yet: \`where\` on rows of \`purchase\` for \`purchase.visits_per_purchase\`, which reads rows of \`visit\`, \`purchase\`.
      9 |       - { name: rate, type: float, measure: purchase.visits_per_purchase, where: "\${amount} > 10" }
        |                                                                                  ^^^^^^^^^^^^^^^^`)
  const other = model('{ name: n, type: integer, measure: purchase.all_visits, where: "${amount} > 10" }', { visit })
  expect(await issuesOf(other)).toContain(
    'Not supported yet: `where` on rows of `purchase` for `purchase.all_visits`, which reads rows of `visit`.',
  )
})

test('a number that reads no measure has no rows that make its groups', async () => {
  expect(
    await issuesOf(model('{ name: state, type: string }', { measure: '      - { name: one, type: number, sql: "1 + 1" }' })),
  ).toBe(`model.yml:21:41  TYPE_MISMATCH
  \`purchase.one\` (number) takes at least one measure or aggregate, not constants alone.
     21 |       - { name: one, type: number, sql: "1 + 1" }
        |                                         ^^^^^^^`)
})

test('`returns` never rounds: a cast in the expression says how many digits are kept', async () => {
  const rate = (sql: string) =>
    model('{ name: state, type: string }', { measure: `      - { name: rate, type: number, sql: "${sql}", returns: decimal }` })
  expect(await issuesOf(rate('sum(${amount}) / ${purchases}'))).toBe(`model.yml:21:84  TYPE_MISMATCH
  \`returns\` of \`purchase.rate\` takes a type that holds float (a cast in \`sql\` says how it is rounded), not decimal.
     21 |       - { name: rate, type: number, sql: "sum(\${amount}) / \${purchases}", returns: decimal }
        |                                                                                    ^^^^^^^`)
  expect(await issuesOf(rate('cast(sum(${amount}) / ${purchases} as numeric(18, 2))'))).toBe('')
})
