/** Days since the last visit are counted from the latest visit of a group, in one sum a group; they are what counting row by row gives. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: visits
entities:
  - name: visit
    table: visit
    primary_key: visit_no
    time: came_at
    dimensions:
      - { name: visit_no, type: integer }
      - { name: came_at, type: timestamp }
      - { name: left_on, type: date }
      - { name: who, type: string }
      - { name: paid, type: boolean }
    measures:
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - cast(\${came_at} as date)" }
      - { name: oldest, type: max, sql: "cast(\${as_of} as date) - cast(\${came_at} as date)" }
      - { name: left_recency, type: min, sql: "cast(\${as_of} as date) - \${left_on}" }
      - { name: paid_recency, type: min, sql: "cast(\${as_of} as date) - cast(\${came_at} as date)", where: "\${paid}" }
`

const tables = {
  visit: {
    columns: { visit_no: 'integer', came_at: 'timestamp', left_on: 'date', who: 'string', paid: 'boolean' },
    rows: [
      [1, '2024-06-28T23:30:00Z', '2024-06-29', 'ann', false],
      [2, '2024-06-20T00:00:00Z', null, 'ann', true],
      [3, '2024-06-29T22:30:00Z', '2024-06-29', 'bob', false],
      [4, null, null, 'cid', true],
    ],
  },
} as const

onBothEngines({ model, tables }, (ask) => {
  describe('as of June 30, noon UTC', () => {
    test.each([
      [
        'UTC',
        [
          [2, 10, 1, 10],
          [1, 1, 1, null],
          [null, null, null, null],
        ],
      ],
      // An hour and a half before midnight in UTC is the next day in Berlin.
      [
        'Europe/Berlin',
        [
          [1, 10, 1, 10],
          [0, 0, 1, null],
          [null, null, null, null],
        ],
      ],
    ])('%s', async (timeZone, expected) => {
      const answer = await ask(
        `query ($zone: TimeZone) { slice(by: { visit: [WHO] }, timeZone: $zone) { rows { visit { recency oldest leftRecency paidRecency } } } }`,
        { zone: timeZone },
      )
      expect(answer).toEqual({
        rows: expected.map(([recency, oldest, leftRecency, paidRecency]) => ({ visit: { recency, oldest, leftRecency, paidRecency } })),
      })
    })
  })
})
