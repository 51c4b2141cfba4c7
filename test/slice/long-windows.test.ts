/** A window that reaches back before the calendar begins leaves nothing out. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

onBothEngines(
  {
    model: `
version: 1
model: w
entities:
  - name: customer
    table: customer
    primary_key: customer_no
    dimensions:
      - { name: customer_no, type: integer }
      - { name: ever, type: bigint, measure: visit.visits, window: { last: 1000, unit: year } }
    measures: [{ name: customers, type: count }]
  - name: visit
    table: visit
    primary_key: visit_no
    time: came_at
    dimensions:
      - { name: visit_no, type: integer }
      - { name: customer_no, type: integer }
      - { name: came_at, type: timestamp }
    measures: [{ name: visits, type: count }]
    relationships: [{ type: N:1, field: customer_no, target: { entity: customer, field: customer_no } }]
`,
    tables: {
      customer: { columns: { customer_no: 'integer' }, rows: [[1]] },
      visit: {
        columns: { visit_no: 'integer', customer_no: 'integer', came_at: 'timestamp' },
        rows: [
          [1, 1, '0800-01-01T00:00:00Z'],
          [2, 1, '2023-01-01T00:00:00Z'],
        ],
      },
    },
  },
  (ask) => {
    test('a window longer than the calendar', async () => {
      expect(await ask('{ slice(by: { customer: [EVER] }, asOf: "0900-01-01") { rows { customer { ever customers } } } }')).toEqual({
        rows: [{ customer: { ever: 1, customers: 1 } }],
      })
    })
  },
)
