import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { toDatabaseIssue } from '../../src/database/to-database-issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { engines, openTestDatabase } from '../support/databases.ts'

async function errorOf(engine: (typeof engines)[number], statement: string): Promise<unknown> {
  const database = await openTestDatabase(engine, {
    t: { columns: { n: 'integer', d: 'decimal', s: 'string' }, rows: [[2147483647, '1.5', 'x']] },
  })
  try {
    await database.kysely.executeQuery(CompiledQuery.raw(statement))
    return 'no error'
  } catch (error) {
    return error
  } finally {
    await database.close()
  }
}

test.each(engines)('%s: a number too large for its type', async (engine) => {
  for (const statement of [
    'select n * n from t',
    'select cast(n * cast(10 as bigint) as integer) from t',
    'select cast(n * 1e30 as bigint) from t',
  ]) {
    const found = toDatabaseIssue(await errorOf(engine, statement))
    expect(found?.code).toBe('NUMBER_TOO_LARGE')
    expect(found === undefined ? '' : issueMessage(found)).toBe(
      'A number computed for this question is too large for its type in the database.',
    )
  }
})

test.each(engines)('%s: what only a mistake of the program can cause is no issue', async (engine) => {
  for (const statement of [
    'select nothing from t',
    'select from from',
    'select cast(s as integer) from t',
    'select * from unknown_table',
  ]) {
    expect(toDatabaseIssue(await errorOf(engine, statement))).toBeUndefined()
  }
  expect(toDatabaseIssue(new TypeError('x is not a function'))).toBeUndefined()
  expect(toDatabaseIssue('text')).toBeUndefined()
})

test('a database that went away is UNAVAILABLE', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
  expect(toDatabaseIssue(refused)?.code).toBe('UNAVAILABLE')
  expect(toDatabaseIssue(new AggregateError([refused]))?.code).toBe('UNAVAILABLE')
  expect(toDatabaseIssue(await errorOf('postgres', 'select pg_terminate_backend(pg_backend_pid())'))?.code).toBe('UNAVAILABLE')
})
