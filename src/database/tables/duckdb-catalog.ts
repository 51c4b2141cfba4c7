/** The tables of a DuckDB database, from its own lists. */
import { valueTypeOf } from '../physical-type.ts'
import type { CatalogColumn, CatalogKey, CatalogRow } from './list-tables.ts'

type Row = Readonly<Record<string, unknown>>
type Ask = (sql: string) => Promise<readonly Row[]>

/** `tessera` is where loaded files are remembered. */
const own = "database_name = current_database() and schema_name <> 'tessera'"

const tables = `
  select schema_name as schema, table_name as name, false as is_view, comment, schema_name = current_schema() as is_visible
  from duckdb_tables() where not internal and not temporary and ${own}
  union all select schema_name, view_name, true, comment, schema_name = current_schema()
  from duckdb_views() where not internal and not temporary and ${own}
  order by 1, 2`

const columns = `
  select schema_name as schema, table_name as name, column_name as column, data_type as sql_type, comment
  from duckdb_columns() where not internal and ${own} order by schema_name, table_name, column_index`

/** A foreign key leads to a table of the same schema: DuckDB has no others. */
const constraints = `
  select schema_name as schema, table_name as name, constraint_type as kind, referenced_table as target,
    cast(to_json(constraint_column_names) as varchar) as columns, cast(to_json(referenced_column_names) as varchar) as targets
  from duckdb_constraints() where constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') and ${own}
  order by constraint_index`

export async function duckdbCatalog(ask: Ask): Promise<readonly CatalogRow[]> {
  const found = await ask(tables)
  const columnsOf = byTable(await ask(columns), toColumn)
  const keysOf = byTable(await ask(constraints), toKey)
  return found.map((row) => ({
    schema: String(row.schema),
    name: String(row.name),
    is_view: row.is_view === true,
    description: textOrNull(row.comment),
    is_readable: true,
    is_visible: row.is_visible === true,
    columns: columnsOf.get(tableOf(row)) ?? [],
    unreadableColumns: [],
    keys: keysOf.get(tableOf(row)) ?? [],
  }))
}

function tableOf({ schema, name }: Row): string {
  return JSON.stringify([schema, name])
}

function byTable<T>(rows: readonly Row[], convert: (row: Row) => T): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) found.set(tableOf(row), [...(found.get(tableOf(row)) ?? []), convert(row)])
  return found
}

function toColumn(row: Row): CatalogColumn {
  const sqlType = String(row.sql_type)
  return { name: String(row.column), type: valueTypeOf(sqlType), sqlType, description: textOrNull(row.comment) }
}

function toKey(row: Row): CatalogKey {
  const own: readonly string[] = JSON.parse(String(row.columns))
  if (row.kind !== 'FOREIGN KEY') return { kind: row.kind === 'PRIMARY KEY' ? 'primary' : 'unique', columns: own }
  return { kind: 'foreign', columns: own, schema: String(row.schema), table: String(row.target), targets: JSON.parse(String(row.targets)) }
}

function textOrNull(text: unknown): string | null {
  return typeof text === 'string' && text !== '' ? text : null
}
