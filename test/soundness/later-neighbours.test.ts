/** Invariant: a row that is looked up is never hidden, but what happens to it after the date of the question has not happened. */
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
    dimensions: [{ name: customer_id, type: integer }]
  - name: visit
    extends: stream
    activity: visit
    measures: [{ name: visits, type: count }]
  - name: rating
    table: rating
    primary_key: rating_id
    dimensions: [{ name: rating_id, type: integer }, { name: visit_id, type: string }]
    measures: [{ name: ratings, type: count }]
    relationships: [{ type: N:1, field: visit_id, target: { entity: visit, field: activity_id } }]
`

const tables = {
  customer: { columns: { customer_id: 'integer' }, rows: [[1]] },
  stream: {
    columns: { activity_id: 'string', customer_id: 'integer', activity: 'string', ts: 'timestamp' },
    rows: [
      ['1', 1, 'visit', '2024-01-01 10:00:00'],
      ['2', 1, 'visit', '2024-01-02 10:00:00'],
      ['3', 1, 'visit', '2024-01-03 10:00:00'],
    ],
  },
  rating: {
    columns: { rating_id: 'integer', visit_id: 'string' },
    rows: [
      [1, '1'],
      [2, '2'],
    ],
  },
} as const

describe('a visit looked up from its rating', () => {
  onBothEngines({ model, tables }, (ask) => {
    const at = (asOf: string) =>
      ask(
        `{ slice(by: { visit: [ACTIVITY_ID, OCCURRENCE, REPEATED_AT] }, of: [RATING], asOf: "${asOf}") { rows { visit { activityId occurrence repeatedAt } rating { ratings } } } }`,
      )

    test('is repeated when the next one has happened', async () => {
      expect(await at('2024-01-03')).toEqual({
        rows: [
          { visit: { activityId: '1', occurrence: 1, repeatedAt: '2024-01-02T10:00:00Z' }, rating: { ratings: 1 } },
          { visit: { activityId: '2', occurrence: 2, repeatedAt: '2024-01-03T10:00:00Z' }, rating: { ratings: 1 } },
        ],
      })
      expect(await at('2024-01-02')).toEqual({
        rows: [
          { visit: { activityId: '1', occurrence: 1, repeatedAt: '2024-01-02T10:00:00Z' }, rating: { ratings: 1 } },
          { visit: { activityId: '2', occurrence: 2, repeatedAt: null }, rating: { ratings: 1 } },
        ],
      })
    })
  })
})
