/** Runs one SQL term of a dialect, without tables or over one. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/database.ts'
import type { Sql } from '../../../src/semantic/dialect/dialect.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { normalized } from '../expression/evaluate.ts'

/** The one value. */
export async function oneValue(database: Database, term: Sql, type: ValueType): Promise<unknown> {
  const [value] = await columnOf(database, sql`select ${term} as value`, type)
  return value
}

/** The column `value` of a statement. */
export async function columnOf(database: Database, statement: Sql, type: ValueType): Promise<readonly unknown[]> {
  const rows = await sql<{ value: unknown }>`${statement}`.execute(database.kysely)
  return rows.rows.map((row) => normalized(row.value, type))
}
