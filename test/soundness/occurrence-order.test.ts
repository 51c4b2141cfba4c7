/** Invariant: two activities of one instant are numbered in the order of their keys by code point, whatever collation the column has. */
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { engines, openTestDatabase } from '../support/databases.ts'
import { askOf, catalogOf } from '../support/story.ts'

const model = `
version: 1
model: visits
streams:
  - name: activity_stream
    table: activity_stream
    customer: customer
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: integer }]
  - name: visit
    extends: activity_stream
    activity: visit
    measures: [{ name: visits, type: count }]
`

test.each(engines)('B1 comes before a2 on %s', async (engine) => {
  const database = await openTestDatabase(engine, {
    customer: { columns: { customer_id: 'integer' }, rows: [[1]] },
    activity_stream: {
      columns: { activity_id: 'string', customer_id: 'integer', activity: 'string', ts: 'timestamp' },
      rows: [
        ['a2', 1, 'visit', '2024-01-01 10:00:00'],
        ['B1', 1, 'visit', '2024-01-01 10:00:00'],
      ],
    },
  })
  if (engine === 'postgres') {
    await database.kysely.executeQuery(
      CompiledQuery.raw('alter table activity_stream alter column activity_id type text collate "en-x-icu"'),
    )
  }
  const ask = askOf(await catalogOf(model), database)
  const slice = await ask(
    '{ slice(by: { visit: [ACTIVITY_ID, OCCURRENCE, REPEATED_AT] }) { rows { visit { activityId occurrence repeatedAt } } } }',
  )
  await database.close()
  expect(slice).toEqual({
    rows: [
      { visit: { activityId: 'B1', occurrence: 1, repeatedAt: '2024-01-01T10:00:00Z' } },
      { visit: { activityId: 'a2', occurrence: 2, repeatedAt: null } },
    ],
  })
})
