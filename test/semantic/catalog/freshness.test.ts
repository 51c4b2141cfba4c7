/** `freshness`: how one sees that rows have changed, as the model says it. */
import { describe, expect, test } from 'vitest'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { checkColumns } from '../../../src/semantic/run/check-columns.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { catalogOf, issuesOf } from '../../support/story.ts'

function order(freshness: string): string {
  return `version: 1
model: shop
entities:
  - name: order
    table: orders
    freshness: ${freshness}
    dimensions:
      - { name: order_id, type: integer }
`
}

const stream = (ofStream: string, ofActivity = '') => `version: 1
model: shop
streams:
  - name: events
    table: events
    customer: customer
    columns: { id: event_id, customer: customer_id, activity: what, timestamp: ts }
    ${ofStream}
entities:
  - { name: customer, table: customers, primary_key: customer_id, dimensions: [{ name: customer_id, type: string }] }
  - { name: order_placed, extends: events, activity: order_placed }
  - { name: order_paid, extends: events, activity: order_paid ${ofActivity} }
`

describe('what it says', () => {
  test('a time to live, in milliseconds', async () => {
    const { entities } = await catalogOf(order('{ keep_for: { n: 5, unit: minute } }'))
    expect(entities.get('order')?.freshness).toEqual({ kind: 'keep_for', ms: 300_000 })
  })

  test('one aggregate or several', async () => {
    const one = (await catalogOf(order('{ version: max(updated_at) }'))).entities.get('order')?.freshness
    const two = (await catalogOf(order('{ version: [max(updated_at), count(*)] }'))).entities.get('order')?.freshness
    expect([one, two].map((found) => (found?.kind === 'version' ? found.aggregates.length : 0))).toEqual([1, 2])
  })

  test('that of a stream holds for its activities, unless one says its own; without any there is none', async () => {
    const said = await catalogOf(stream('freshness: { keep_for: { n: 1, unit: hour } }', ', freshness: { keep_for: { n: 1, unit: day } }'))
    expect([...said.entities.values()].map(({ name, freshness }) => [name, freshness])).toEqual([
      ['customer', undefined],
      ['order_placed', { kind: 'keep_for', ms: 3_600_000 }],
      ['order_paid', { kind: 'keep_for', ms: 86_400_000 }],
    ])
  })
})

describe('what is refused', () => {
  test.each([
    [
      'a misspelt key, with the nearest',
      '{ versions: max(updated_at) }',
      ['6:18  MISSING_KEY', '`freshness` has no `version` or `keep_for`.', '6:18  UNKNOWN_KEY', 'Closest: `version`.'],
    ],
    [
      'both',
      '{ version: count(*), keep_for: { n: 1, unit: day } }',
      ['6:37  CONFLICTING_KEYS', 'Exactly one of `version` and `keep_for` is needed.'],
    ],
    ['neither', '{}', ['6:16  MISSING_KEY']],
    [
      'a unit of the calendar',
      '{ keep_for: { n: 1, unit: month } }',
      ['6:42  UNKNOWN_VALUE', '`unit` of `keep_for` of `freshness` cannot be `month`.', 'Allowed: second, minute, hour, day.'],
    ],
    ['no time at all', '{ keep_for: { n: 0, unit: day } }', ['6:33  BAD_VALUE', 'not a whole number from 1 to 10000']],
    [
      'a value of each row',
      '{ version: updated_at }',
      [
        '6:27  TYPE_MISMATCH',
        '`version` of entity `order` takes one value of all rows, such as `max(updated_at)`, not a value of each row.',
      ],
    ],
    ['a column beside an aggregate', '{ version: max(updated_at) + extra }', ['6:27  TYPE_MISMATCH', 'not a value of each row.']],
    ['a constant', '{ version: "1" }', ['6:27  TYPE_MISMATCH', 'not a constant.']],
    [
      "the question's date",
      '{ version: "max(case when ts < ${as_of} then 1 end)" }',
      ['6:27  EXPRESSION_NOT_ALLOWED', '`${as_of}` in a `version`'],
    ],
    [
      'a member',
      '{ version: "max(${order_id})" }',
      ['6:32  EXPRESSION_NOT_ALLOWED', '`${order_id}` in a `version`', 'written without `${}`'],
    ],
    ['the clock', '{ version: now() }', ['EXPRESSION_NOT_ALLOWED']],
    ['a sub-select', '{ version: "(select max(ts) from log)" }', ['EXPRESSION_NOT_ALLOWED']],
    ['what is no SQL', '{ version: max(updated_at }', ['EXPRESSION_SYNTAX']],
  ])('%s', async (_, freshness, said) => {
    const printed = await issuesOf(order(freshness))
    for (const part of said) expect(printed).toContain(part)
  })

  test('a mistake of a stream once, however many activities it has', async () => {
    const printed = await issuesOf(stream('freshness: { version: ts }'))
    expect(printed.match(/TYPE_MISMATCH/g)).toHaveLength(1)
    expect(printed).toContain('`version` of stream `events`')
  })
})

test.each(engines)('a column that is not there, on %s: with its place and the nearest there is', async (engine) => {
  const model = order('{ version: [max(updatd_at), count(*)] }')
  const database = await openTestDatabase(engine, { orders: { columns: { order_id: 'integer', updated_at: 'timestamp' }, rows: [] } })
  const checked = await checkColumns(await catalogOf(model), (source) => database.describe(source))
  await database.close()
  expect(printIssues(checked.ok ? [] : checked.issues, new Map([['model.yml', model]]))).toBe(`model.yml:6:28  UNKNOWN_COLUMN
  table \`orders\` has no column \`updatd_at\`.
      6 |     freshness: { version: [max(updatd_at), count(*)] }
        |                            ^^^^^^^^^^^^^^
  Closest: \`updated_at\`.`)
})
