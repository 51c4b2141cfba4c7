/** Rows travel to the database column by column, and arrive as they were. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { insertRows } from '../../src/database/bulk.ts'
import { engines, openTestDatabase } from '../support/databases.ts'

const columns = [
  { name: 'n', sqlType: 'integer' },
  { name: 'a text', sqlType: 'text' },
  { name: 'at', sqlType: 'timestamp' },
  { name: 'flag', sqlType: 'boolean' },
]

describe.each(engines)('on %s', (engine) => {
  const open = () =>
    openTestDatabase(engine, { 'some rows': { columns: { n: 'integer', 'a text': 'string', at: 'timestamp', flag: 'boolean' }, rows: [] } })

  test('texts with quotes, braces, commas and line ends, empty texts and nulls stay what they are', async () => {
    const database = await open()
    const texts = ['it\'s "quoted"', '{a,b}', 'back\\slash', 'two\nlines', 'NULL', '', 'ünïcödé 🍷', null]
    const rows = texts.map((text, n) => [n, text, n % 2 === 0 ? '2025-12-31 23:59:59' : null, n % 2 === 0])
    await insertRows(database, { table: 'some rows', columns, rows })
    const found = await sql`select * from "some rows" order by n`.execute(database.kysely)
    expect(found.rows).toEqual(rows.map(([n, text, at, flag]) => ({ n, 'a text': text, at, flag })))
    await database.close()
  })

  test('rows of one batch keep together where columns hold nulls of their own', async () => {
    const database = await open()
    await insertRows(database, {
      table: 'some rows',
      columns,
      rows: [
        [1, null, null, null],
        [null, 'b', null, true],
      ],
    })
    const found = await sql`select * from "some rows" order by n nulls last`.execute(database.kysely)
    expect(found.rows).toEqual([
      { n: 1, 'a text': null, at: null, flag: null },
      { n: null, 'a text': 'b', at: null, flag: true },
    ])
    await database.close()
  })

  test('no rows are no statement', async () => {
    const database = await open()
    await insertRows(database, { table: 'there is no such table', columns, rows: [] })
    await database.close()
  })

  test('a value that does not fit its column is refused by the database', async () => {
    const database = await open()
    await expect(insertRows(database, { table: 'some rows', columns, rows: [['x', null, null, null]] })).rejects.toThrow()
    await database.close()
  })
})
