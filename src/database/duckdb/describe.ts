/** Columns of a DuckDB table or SELECT: the statement is prepared, not run. */
import type { Database, PhysicalColumn } from '../database.ts'
import { quoteName } from '../files/sql-text.ts'
import { valueTypeOf } from '../physical-type.ts'
import type { ConnectionPool } from './pool.ts'

type Source = Parameters<Database['describe']>[0]

export async function describeDuckDB(pool: ConnectionPool, source: Source): Promise<readonly PhysicalColumn[] | undefined> {
  const connection = await pool.acquire()
  try {
    if ('table' in source) {
      const known = await connection.runAndReadAll(
        `select 1 from information_schema.tables where table_name = $1 and table_catalog = current_database()
         and table_schema = coalesce($2, current_schema())`,
        [source.table, source.schema ?? null],
      )
      if (known.currentRowCount === 0) return undefined
    }
    const from =
      'sql' in source
        ? `(${source.sql}\n)`
        : [source.schema, source.table].flatMap((n) => (n === undefined ? [] : [quoteName(n)])).join('.')
    const statement = await connection.prepare(`select * from ${from} as described`)
    const columns = Array.from({ length: statement.columnCount }, (_, index) => {
      const sqlType = String(statement.columnType(index))
      return { name: statement.columnName(index), type: valueTypeOf(sqlType), sqlType }
    })
    statement.destroySync()
    return columns
  } finally {
    pool.release(connection)
  }
}
