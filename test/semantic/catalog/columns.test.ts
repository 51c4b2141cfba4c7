/** A model held against a database: what is not there is said with its place, before any question. */
import { describe, expect, test } from 'vitest'
import { compileModel } from '../../../src/semantic/engine.ts'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { checkColumns } from '../../../src/semantic/run/check-columns.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'

const model = `version: 1
model: shop
entities:
  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: state, column: sate, type: string }
      - { name: amount, type: date }
      - { name: net, type: decimal, sql: "cast(gros as numeric(9, 2))" }
    measures:
      - { name: lines, type: count, sql: statee }
  - name: payment
    table: payments
    dimensions:
      - { name: method, type: string }
`

describe.each(engines)('columns of a model on %s', (engine) => {
  test('missing tables, missing columns with the nearest there is, and types that do not fit', async () => {
    const compiled = await compileModel([{ name: 'model.yml', text: model }])
    if (!compiled.ok) throw new Error(printIssues(compiled.issues, compiled.sources))
    const database = await openTestDatabase(engine, {
      orders: { columns: { order_id: 'integer', state: 'string', amount: 'decimal', gross: 'decimal' }, rows: [[1, 'NY', '1.00', '2.00']] },
    })
    const checked = await checkColumns(compiled.value, (source) => database.describe(source))
    await database.close()
    const decimal = engine === 'duckdb' ? 'DECIMAL(18,2)' : 'numeric(18,2)'
    expect(printIssues(checked.ok ? [] : checked.issues, new Map([['model.yml', model]]))).toBe(`model.yml:9:32  UNKNOWN_COLUMN
  table \`orders\` has no column \`sate\`.
      9 |       - { name: state, column: sate, type: string }
        |                                ^^^^
  Closest: \`state\`.

model.yml:10:17  TYPE_MISMATCH
  Column \`amount\` of table \`orders\` takes date, as \`order.amount\` declares, not ${decimal}.
     10 |       - { name: amount, type: date }
        |                 ^^^^^^

model.yml:11:42  UNKNOWN_COLUMN
  table \`orders\` has no column \`gros\`.
     11 |       - { name: net, type: decimal, sql: "cast(gros as numeric(9, 2))" }
        |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  Closest: \`gross\`.

model.yml:13:42  UNKNOWN_COLUMN
  table \`orders\` has no column \`statee\`.
     13 |       - { name: lines, type: count, sql: statee }
        |                                          ^^^^^^
  Closest: \`state\`.

model.yml:14:11  UNKNOWN_TABLE
  Entity \`payment\` reads table \`payments\`, which the database does not have.
     14 |   - name: payment
        |           ^^^^^^^`)
  })
})
