/** Aggregates seen from an entity and `number` measures: what cannot be computed is refused when the model loads, not by the first question. */
import { describe, expect, test } from 'vitest'
import { refusalsOf } from '../../support/refusals.ts'
import { catalogOf, issuesOf } from '../../support/story.ts'

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

describe('an aggregate of a stretch of time', () => {
  /** Purchases that have a time, and this measure besides. */
  const timed = (dimension: string, measure?: string) =>
    model(dimension, { ...(measure !== undefined && { measure: `      - { ${measure} }` }) })
      .replace('    primary_key: purchase_id\n', '    primary_key: purchase_id\n    time: bought_on\n')
      .replace('      - { name: amount,', '      - { name: bought_on, type: date }\n      - { name: amount,')

  test.each([
    ['{ last: 90, unit: day }', { operator: 'inTheLast', n: 90, unit: 'day' }],
    ['{ previous: 1, unit: month }', { operator: 'inThePrevious', n: 1, unit: 'month' }],
    ['{ to_date: year }', { operator: 'toDate', unit: 'year' }],
  ])('%s', async (window, test) => {
    const written = timed(`{ name: recent, type: integer, measure: purchase.purchases, where: "\${amount} > 10", window: ${window} }`)
    const recent = (await catalogOf(written)).entities.get('customer')?.dimensions.get('recent')
    expect(recent?.from).toMatchObject({ kind: 'measure', where: { kind: 'call' }, window: test })
  })

  test('without a window all rows are read', async () => {
    const recent = (await catalogOf(timed('{ name: all, type: integer, measure: purchase.purchases }'))).entities.get('customer')
    expect(recent?.dimensions.get('all')?.from).toEqual({ kind: 'measure', measure: { entity: 'purchase', name: 'purchases' } })
  })

  test('of rows without a time', async () => {
    expect(
      await refusalsOf(model('{ name: recent, type: integer, measure: purchase.purchases, window: { last: 90, unit: day } }')),
    ).toBe(`\`purchase.purchases\`: NO_TIME
  Entity \`purchase\` has no \`time\`, which \`window\` needs.`)
  })

  test('of a number, one of whose entities has no time', async () => {
    const rate = '{ name: rate, type: float, measure: purchase.visits_per_purchase, window: { last: 90, unit: day } }'
    expect(await refusalsOf(timed(rate).replace(/$/, visit))).toBe(`\`purchase.visits_per_purchase\`: NO_TIME
  Entity \`visit\` has no \`time\`, which \`window\` needs.`)
  })

  test('a semi-additive measure has a value per customer', async () => {
    const last = 'name: last_amount, type: sum, sql: "${amount}", semi_additive: { keep: last }'
    expect(await issuesOf(timed('{ name: last, type: decimal, measure: purchase.last_amount }', last))).toBe('')
  })

  test.each([
    ['type: cumulative, of: purchases', 'which is cumulative'],
    ['type: offset, of: purchases, by: { n: 1, unit: month }', 'which reads an earlier time'],
    ['type: difference, of: purchases, by: { n: 1, unit: month }', 'which compares with an earlier time'],
    ['type: growth, of: purchases, by: { n: 1, unit: month }', 'which compares with an earlier time'],
    ['type: share, of: purchases', 'a share among the groups of an answer'],
    ['type: rank, of: purchases', 'a rank among the groups of an answer'],
  ])('no customer has a value of { %s }', async (kind, what) => {
    const refused = timed('{ name: d, type: float, measure: purchase.m }', `name: m, ${kind}`)
    expect(await refusalsOf(refused)).toBe(`\`purchase.m\`: TYPE_MISMATCH
  Dimension \`customer.d\` takes a measure of rows, which \`window\` restricts to a stretch of time, not \`purchase.m\`, ${what}.`)
  })

  test('nor of a number that reads one', async () => {
    const refused = timed(
      '{ name: d, type: float, measure: purchase.m }',
      'name: m, type: number, sql: "${so_far} / 2" }\n      - { name: so_far, type: cumulative, of: purchases',
    )
    expect(await refusalsOf(refused)).toContain('not `purchase.so_far`, which is cumulative.')
  })
})

test('an aggregate of a dimension, and of a measure that there is not', async () => {
  expect(await refusalsOf(model('{ name: d, type: decimal, measure: purchase.amount }'))).toBe(`\`purchase.amount\`: TYPE_MISMATCH
  \`measure\` of \`customer.d\` takes a measure, not the dimension \`purchase.amount\`.`)
  expect(
    await refusalsOf(model('{ name: d, type: integer, measure: purchase.purchases.total }')),
  ).toBe(`\`purchase.purchases.total\`: UNKNOWN_MEMBER
  Entity \`purchase\` has no measure \`purchases.total\`.`)
})
