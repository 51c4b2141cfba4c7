/**
 * Whether a database that nobody writes to answers alike tomorrow: a view or a macro of it may read the clock, or throw dice.
 */
import { mayChange } from '../../semantic/dialect/changing.ts'
import type { ConnectionPool } from './pool.ts'

const definitions = `select sql from duckdb_views() where not internal
  union all select macro_definition from duckdb_functions() where not internal and macro_definition is not null`

export async function answersAlike(pool: ConnectionPool): Promise<boolean> {
  const connection = await pool.acquire()
  try {
    const rows = await (await connection.run(definitions)).getRows()
    return rows.every(([definition]) => !mayChange(String(definition)))
  } finally {
    pool.release(connection)
  }
}
