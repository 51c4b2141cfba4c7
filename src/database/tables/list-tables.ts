/** Which tables and views a database has, with the keys its catalog knows. Nothing of their rows is read. */
import { CompiledQuery } from 'kysely'
import type { Database } from '../database.ts'
import { duckdbCatalog } from './duckdb-catalog.ts'
import { postgresCatalog } from './postgres-catalog.ts'
import { type ForeignKey, type SourceTable, type TableList, type TableName, writtenName } from './table.ts'

/** What both catalogs answer, one row for each table; lists are JSON. */
export interface CatalogRow {
  readonly schema: string
  readonly name: string
  readonly is_view: boolean
  readonly description: string | null
  readonly is_readable: boolean
  /** Its name alone leads to it. */
  readonly is_visible: boolean
  readonly columns: readonly CatalogColumn[]
  /** There, and not to be read. */
  readonly unreadableColumns: readonly string[]
  readonly keys: readonly CatalogKey[]
}

export interface CatalogColumn {
  readonly name: string
  readonly type: SourceTable['columns'][number]['type']
  readonly sqlType: string
  readonly description: string | null
}

export type CatalogKey =
  | { readonly kind: 'primary' | 'unique'; readonly columns: readonly string[] }
  | {
      readonly kind: 'foreign'
      readonly columns: readonly string[]
      readonly schema: string
      readonly table: string
      readonly targets: readonly string[]
    }

/** Tables that names without a schema lead to; where there are none, those of all schemas. */
export async function listTables(database: Database): Promise<TableList> {
  const ask = async (sql: string) => (await database.kysely.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows
  const rows = database.engine === 'postgres' ? await postgresCatalog(ask) : await duckdbCatalog(ask)
  const readable = rows.filter((row) => row.is_readable)
  const visible = readable.filter((row) => row.is_visible)
  const taken = visible.length > 0 ? visible : readable
  const nameOf = (schema: string, name: string): TableName =>
    rows.some((row) => row.schema === schema && row.name === name && row.is_visible) ? { name } : { schema, name }
  return {
    tables: taken.map((row) => toTable(row, nameOf)),
    unreadable: rows.filter((row) => !row.is_readable && (row.is_visible || visible.length === 0)).map(({ name }) => name),
    unreadableColumns: taken.flatMap((row) =>
      row.unreadableColumns.map((column) => `${writtenName(nameOf(row.schema, row.name))}.${column}`),
    ),
    otherSchemas: [...new Set(readable.filter((row) => !taken.includes(row)).map(({ schema }) => schema))],
  }
}

function toTable(row: CatalogRow, nameOf: (schema: string, name: string) => TableName): SourceTable {
  const { schema, name, description, columns, keys } = row
  return {
    ...nameOf(schema, name),
    kind: row.is_view ? 'view' : 'table',
    ...(description !== null && { description }),
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      sqlType: column.sqlType,
      ...(column.description !== null && { description: column.description }),
    })),
    primaryKey: keys.find(({ kind }) => kind === 'primary')?.columns ?? [],
    uniqueKeys: keys.filter(({ kind }) => kind === 'unique').map((key) => key.columns),
    foreignKeys: keys.flatMap((key): ForeignKey[] =>
      key.kind === 'foreign' ? [{ columns: key.columns, target: nameOf(key.schema, key.table), targetColumns: key.targets }] : [],
    ),
  }
}
