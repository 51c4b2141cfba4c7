/** Invariant: what is read from neighbouring rows of the same entity is read before rows are repeated by what they reach. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: visits
streams:
  - name: stream
    table: stream
    customer: customer
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: integer }, { name: state, type: string }]
  - name: visit
    extends: stream
    activity: visit
    measures:
      - { name: visits, type: count }
      - { name: last_occurrence, type: max, sql: "\${occurrence}" }
      - { name: occurrences, type: sum, sql: "\${occurrence}" }
      - { name: repeated, type: count, sql: "\${repeated_at}" }
      - { name: converted, type: conversion, to: purchase, within: { n: 7, unit: day } }
  - name: purchase
    extends: stream
    activity: purchase
    dimensions: [{ name: article, type: string, column: feature }]
    measures: [{ name: purchases, type: count }]
`

const tables = {
  customer: { columns: { customer_id: 'integer', state: 'string' }, rows: [[1, 'NY']] },
  stream: {
    columns: { activity_id: 'string', customer_id: 'integer', activity: 'string', ts: 'timestamp', feature: 'string' },
    rows: [
      ['1', 1, 'visit', '2024-01-01 10:00:00', null],
      ['2', 1, 'visit', '2024-01-02 10:00:00', null],
      ['3', 1, 'purchase', '2024-01-03 10:00:00', 'beer'],
      ['4', 1, 'purchase', '2024-01-04 10:00:00', 'beer'],
      ['5', 1, 'purchase', '2024-01-05 10:00:00', 'wine'],
    ],
  },
} as const

describe('two visits of a customer with three purchases', () => {
  onBothEngines({ model, tables }, (ask) => {
    const visit = { visits: 2, lastOccurrence: 2, occurrences: 3, repeated: 1, converted: 0.5 }
    const selection = '{ visits lastOccurrence occurrences repeated converted }'

    test('by article: the first and the second visit, the second of which led to a purchase', async () => {
      expect(
        await ask(
          `{ slice(by: { purchase: [ARTICLE] }, of: [VISIT]) { rows { purchase { article } visit ${selection} } totals { visit ${selection} } } }`,
        ),
      ).toEqual({
        rows: [
          { purchase: { article: 'beer' }, visit },
          { purchase: { article: 'wine' }, visit },
        ],
        totals: { visit },
      })
    })

    test('by article and occurrence', async () => {
      expect(
        await ask(
          '{ slice(by: { purchase: [ARTICLE], visit: [OCCURRENCE] }, of: [VISIT]) { rows { purchase { article } visit { occurrence visits converted } } } }',
        ),
      ).toEqual({
        rows: [
          { purchase: { article: 'beer' }, visit: { occurrence: 1, visits: 1, converted: 0 } },
          { purchase: { article: 'wine' }, visit: { occurrence: 1, visits: 1, converted: 0 } },
          { purchase: { article: 'beer' }, visit: { occurrence: 2, visits: 1, converted: 1 } },
          { purchase: { article: 'wine' }, visit: { occurrence: 2, visits: 1, converted: 1 } },
        ],
      })
    })

    test('under a condition on what is reached, beside what is looked up', async () => {
      const asked = `{ slice(by: { customer: [STATE], purchase: [ARTICLE] }, of: [VISIT], where: { purchase: { article: { ne: "wine" } } }, having: { visit: { occurrences: { eq: 3 } } }) {
        rows { customer { state } purchase { article } visit ${selection} } totals { visit ${selection} } } }`
      expect(await ask(asked)).toEqual({ rows: [{ customer: { state: 'NY' }, purchase: { article: 'beer' }, visit }], totals: { visit } })
    })
  })
})
