/**
 * Many rows into a table with few statements: each column of a batch travels as one parameter, as text, and is cast by the database.
 *
 *   { columns: [id integer, name text], rows: [[1, 'a'], [2, null]] } -> insert into t (id, name) select unnest($1), unnest($2)
 */
import { sql } from 'kysely'
import type { AnyKysely, Database } from './database.ts'

export interface BulkColumn {
  readonly name: string
  /** As both engines name it: `text`, `integer`, `timestamp`. Never from outside the program. */
  readonly sqlType: string
}

export interface BulkRows {
  readonly table: string
  readonly columns: readonly BulkColumn[]
  /** One value per column. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

/** `kysely` may be a transaction. */
export interface BulkTarget {
  readonly engine: Database['engine']
  readonly kysely: AnyKysely
}

export async function insertRows({ engine, kysely }: BulkTarget, { table, columns, rows }: BulkRows): Promise<void> {
  if (rows.length === 0) return
  const values = columns.map(({ sqlType }, position) => {
    const texts = rows.map((row) => textOf(row[position] ?? null))
    // DuckDB's driver binds no lists; its JSON reader turns one text into a list as fast.
    const list = engine === 'duckdb' ? sql`from_json(${JSON.stringify(texts)}, '["VARCHAR"]')` : sql`${texts}`
    return sql`unnest(cast(${list} as ${sql.raw(sqlType)}[]))`
  })
  const names = columns.map(({ name }) => sql.ref(name))
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) select ${sql.join(values)}`.execute(kysely)
}

function textOf(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value)
}
