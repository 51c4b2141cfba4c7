/** Columns of DuckDB tables and SELECTs: statements are prepared, not run. Which tables there are is asked once for all that are asked for together. */
import type { DuckDBConnection } from '@duckdb/node-api'
import DataLoader from 'dataloader'
import type { Database, PhysicalColumn } from '../database.ts'
import { quoteName } from '../files/sql-text.ts'
import { valueTypeOf } from '../physical-type.ts'
import type { ConnectionPool } from './pool.ts'

type Source = Parameters<Database['describe']>[0]
type Table = Extract<Source, { readonly table: string }>
type Columns = readonly PhysicalColumn[]

const tablesOf = new WeakMap<ConnectionPool, DataLoader<Table, Columns | undefined>>()

export async function describeDuckDB(pool: ConnectionPool, source: Source): Promise<Columns | undefined> {
  if ('sql' in source) return onConnection(pool, (connection) => columnsOf(connection, `(${source.sql}\n)`))
  const known = tablesOf.get(pool) ?? new DataLoader((tables: readonly Table[]) => describeTables(pool, tables), { cache: false })
  tablesOf.set(pool, known)
  return known.load(source)
}

async function describeTables(pool: ConnectionPool, tables: readonly Table[]): Promise<readonly (Columns | undefined)[]> {
  return onConnection(pool, async (connection) => {
    const isThere = await knownTables(connection)
    const described: (Columns | undefined)[] = []
    for (const table of tables) described.push(isThere(table) ? await columnsOf(connection, nameOf(table)) : undefined)
    return described
  })
}

/** The list takes DuckDB some milliseconds, for one table as for all. */
async function knownTables(connection: DuckDBConnection): Promise<(table: Table) => boolean> {
  const listed = await connection.runAndReadAll(
    'select table_schema, table_name, current_schema() from information_schema.tables where table_catalog = current_database()',
  )
  const rows = listed.getRows()
  const known = new Set(rows.map(([schema, table]) => JSON.stringify([schema, table])))
  const current = rows[0]?.[2]
  return ({ schema = current, table }) => known.has(JSON.stringify([schema, table]))
}

async function columnsOf(connection: DuckDBConnection, from: string): Promise<Columns> {
  const statement = await connection.prepare(`select * from ${from} as described`)
  const columns = Array.from({ length: statement.columnCount }, (_, index) => {
    const sqlType = String(statement.columnType(index))
    return { name: statement.columnName(index), type: valueTypeOf(sqlType), sqlType }
  })
  statement.destroySync()
  return columns
}

function nameOf({ schema, table }: Table): string {
  return [schema, table].flatMap((name) => (name === undefined ? [] : [quoteName(name)])).join('.')
}

async function onConnection<T>(pool: ConnectionPool, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await pool.acquire()
  try {
    return await use(connection)
  } finally {
    pool.release(connection)
  }
}
