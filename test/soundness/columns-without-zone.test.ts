/** Invariant: a timestamp column without a zone is read as UTC: a range of it holds the same rows as that of a column with one. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const dimensions = `
    dimensions:
      - { name: call_id, column: id, type: integer }
      - { name: called_at, type: timestamp }
    measures: [{ name: calls, type: count }]
`
const model = `
version: 1
model: clocks
entities:
  - name: zoned
    table: call
    primary_key: call_id
    time: called_at
${dimensions}
  - name: unzoned
    sql: select id, cast(called_at as timestamp) as called_at from call
    primary_key: call_id
    time: called_at
${dimensions}
`

onBothEngines(
  {
    model,
    tables: {
      call: {
        columns: { id: 'integer', called_at: 'timestamp' },
        rows: [
          [1, '2024-01-31 22:59:59'],
          [2, '2024-01-31 23:00:00'],
          [3, '2024-02-29 22:59:59'],
          [4, '2024-02-29 23:00:00'],
          [5, null],
        ],
      },
    },
  },
  (ask) => {
    const calls = { zoned: { calls: 2 }, unzoned: { calls: 2 } }

    test('within a month of Berlin, an hour ahead of UTC', async () => {
      const where = 'where: { time: { gte: "2024-02-01", lt: "2024-03-01" } }, timeZone: "Europe/Berlin"'
      expect(await ask(`{ slice(by: {}, ${where}) { rows { zoned { calls } unzoned { calls } } } }`)).toEqual({ rows: [calls] })
    })

    test('by month of Berlin', async () => {
      const where = 'where: { time: { gte: "2024-02-01", lt: "2024-03-01" } }, timeZone: "Europe/Berlin"'
      expect(await ask(`{ slice(by: { time: [MONTH] }, ${where}) { rows { time { month } zoned { calls } unzoned { calls } } } }`)).toEqual(
        {
          rows: [{ time: { month: '2024-02-01' }, ...calls }],
        },
      )
    })

    test('up to the date of the question, those without a time included', async () => {
      expect(await ask('{ slice(by: {}, asOf: "2024-01-31T23:00:00Z") { rows { zoned { calls } unzoned { calls } } } }')).toEqual({
        rows: [{ zoned: { calls: 3 }, unzoned: { calls: 3 } }],
      })
    })
  },
)
