import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { engines, openTestDatabase } from '../support/databases.ts'

test.each(engines)('%s: a count in a column named count is a row like any other', async (engine) => {
  const database = await openTestDatabase(engine, { t: { columns: { id: 'integer' }, rows: [[1], [2]] } })
  try {
    const { rows } = await database.kysely.executeQuery(CompiledQuery.raw('select cast(count(*) as integer) as count from t'))
    expect(rows).toEqual([{ count: 2 }])
  } finally {
    await database.close()
  }
})
