/** Scores, segments and segmentations where a dimension has a role: refused as what tells rows apart, right as what rows are joined by. */
import { describe, expect, test } from 'vitest'
import { issuesOf, onBothEngines } from '../support/story.ts'

const model = ({ key = 'customer_id', time = '', fields = '' } = {}) => `version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: ${key}
    ${time}
    dimensions:
      - { name: customer_id, type: integer }
      - { name: worth, type: decimal }
      ${fields}
    measures:
      - { name: customers, type: count }
    scores:
      - { name: worth_score, of: worth, buckets: 2, best: highest, best_score: 2 }
    segments:
      - { name: rich, when: "\${worth_score} = 2" }
    segmentations:
      - { name: class, multi_label: true, groups: [{ name: top, when: "\${rich}" }], otherwise: rest }
    relationships:
      - { type: N:1, field: class, target: { entity: plan, field: class } }
      - { type: N:1, field: worth_score, target: { entity: gift, field: worth_score } }
  - name: plan
    table: plan
    primary_key: class
    dimensions:
      - { name: class, type: string }
      - { name: budget, type: integer }
    measures:
      - { name: total_budget, type: sum, sql: "\${budget}" }
  - name: gift
    table: gift
    primary_key: worth_score
    dimensions:
      - { name: worth_score, type: integer }
      - { name: label, type: string }
`

describe('refused', () => {
  test.each([
    ['worth_score', 'a score'],
    ['rich', 'a segment'],
    ['class_top', 'a segment'],
    ['class', 'a segmentation'],
  ])('as a primary key: %s', async (key, actual) => {
    expect(await issuesOf(model({ key }))).toContain(`model.yml:6:18  TYPE_MISMATCH
  Primary key \`${key}\` takes a column or an expression, not ${actual}.`)
  })

  test('as a primary key, behind an expression', async () => {
    const fields = '- { name: derived, type: integer, sql: "${worth_score} + 1" }'
    expect(await issuesOf(model({ key: 'derived', fields }))).toMatch(
      /CYCLIC_REFERENCE\n {2}A circle of references: `customer.derived` reads `customer.worth_score` reads `customer.derived`./,
    )
  })

  test.each([
    ['worth_score', 'integer'],
    ['rich', 'boolean'],
    ['class', 'string'],
  ])('as a time: %s', async (time, type) => {
    expect(await issuesOf(model({ time: `time: ${time}` }))).toContain(`model.yml:7:11  TYPE_MISMATCH
  \`time: ${time}\` takes date or timestamp, not ${type}.`)
  })

  const stream = (declaration: string) => `version: 1
model: shop
streams:
  - { name: stream, table: stream, customer: customer, columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts } }
entities:
  - { name: customer, table: customer, primary_key: customer_id, dimensions: [{ name: customer_id, type: string }] }
  - name: visit
    extends: stream
    activity: visit
    ${declaration}
`

  test.each([
    ['segments: [{ name: ts, when: "1 = 1" }]', 'ts', 24, 135],
    ['segmentations: [{ name: event_id, groups: [{ name: a, when: "1 = 1" }], otherwise: b }]', 'event_id', 29, 71],
    ['segments: [{ name: customer_id, when: "1 = 1" }]', 'customer_id', 24, 91],
    ['segments: [{ name: occurrence, when: "1 = 1" }]', 'occurrence', 24, 7],
    ['scores: [{ name: repeated_at, of: occurrence, buckets: 2, best: highest, best_score: 2 }]', 'repeated_at', 22, 7],
  ])('by the name of what a stream gives its activities: %s', async (declaration, name, column, other) => {
    expect(await issuesOf(stream(declaration))).toBe(`model.yml:10:${column}  NAME_CLASH
  Dimension \`${name}\` clashes with what stream \`stream\` gives its activities at model.yml:4:${other}. Rename the dimension.
     10 |     ${declaration}
        | ${' '.repeat(column - 1)}${'^'.repeat(name.length)}`)
  })
})

/** Worth 10, 20, 30 and nothing: scores 1, 1, 2 and none; the third is top, all others are the rest. */
describe('as the field of a relationship', () => {
  const tables = {
    customer: {
      columns: { customer_id: 'integer', worth: 'decimal' },
      rows: [
        [1, '10'],
        [2, '20'],
        [3, '30'],
        [4, null],
      ],
    },
    plan: {
      columns: { class: 'string', budget: 'integer' },
      rows: [
        ['TOP', 100],
        ['REST', 5],
        ['NOBODY', 7],
      ],
    },
    gift: {
      columns: { worth_score: 'integer', label: 'string' },
      rows: [
        [1, 'card'],
        [2, 'wine'],
      ],
    },
  } as const

  onBothEngines({ model: model(), tables }, (ask) => {
    test('rows are joined by the group they are in and by their score', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [CUSTOMER_ID], plan: [BUDGET], gift: [LABEL] }) { rows { customer { customerId } plan { budget } gift { label } } } }',
        ),
      ).toEqual({
        rows: [
          { customer: { customerId: 1 }, plan: { budget: 5 }, gift: { label: 'card' } },
          { customer: { customerId: 2 }, plan: { budget: 5 }, gift: { label: 'card' } },
          { customer: { customerId: 3 }, plan: { budget: 100 }, gift: { label: 'wine' } },
          { customer: { customerId: 4 }, plan: { budget: 5 }, gift: { label: null } },
        ],
      })
    })

    test('the whole base is scored, whatever the question filters', async () => {
      expect(
        await ask(
          '{ slice(by: { plan: [BUDGET] }, where: { customer: { customerId: { in: [1, 2] } } }) { rows { plan { budget } customer { customers } } } }',
        ),
      ).toEqual({ rows: [{ plan: { budget: 5 }, customer: { customers: 2 } }] })
    })

    test('from the other end: a plan has the customers of its group', async () => {
      expect(await ask('{ slice(by: { customer: [CLASS] }) { rows { customer { class customers } plan { totalBudget } } } }')).toEqual({
        rows: [
          { customer: { class: 'REST', customers: 3 }, plan: { totalBudget: 5 } },
          { customer: { class: 'TOP', customers: 1 }, plan: { totalBudget: 100 } },
          { customer: { class: null, customers: 0 }, plan: { totalBudget: 7 } },
        ],
      })
    })
  })
})
