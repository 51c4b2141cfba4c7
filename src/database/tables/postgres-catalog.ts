/** The tables of a PostgreSQL database, from pg_catalog: information_schema hides keys from whoever does not own the tables. */
import { valueTypeOf } from '../physical-type.ts'
import type { CatalogColumn, CatalogKey, CatalogRow } from './list-tables.ts'

type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/**
 * Tables, views, materialized views, partitioned and foreign tables; no partitions, and nothing that belongs to an extension. A domain is read as the type
 * that it is of. Of a table the right may be to some columns alone.
 */
const statement = `
  select n.nspname as schema, c.relname as name, c.relkind in ('v', 'm') as is_view,
    nullif(obj_description(c.oid, 'pg_class'), '') as description,
    has_any_column_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') as is_readable,
    pg_table_is_visible(c.oid) as is_visible,
    (select json_agg(json_build_object(
        'name', a.attname, 'sqlType', format_type(t.oid, case when d.typtype = 'd' then d.typtypmod else a.atttypmod end), 'isEnum', t.typtype = 'e',
        'description', nullif(col_description(c.oid, a.attnum), ''), 'isReadable', has_column_privilege(c.oid, a.attnum, 'select')) order by a.attnum)
      from pg_attribute as a
      join pg_type as d on d.oid = a.atttypid
      join pg_type as t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns,
    (select json_agg(json_build_object(
        'kind', k.contype, 'columns', ${attributeNames('k.conrelid', 'k.conkey')},
        'schema', fn.nspname, 'table', f.relname, 'targets', ${attributeNames('k.confrelid', 'k.confkey')}) order by k.conname)
      from pg_constraint as k
      left join pg_class as f on f.oid = k.confrelid
      left join pg_namespace as fn on fn.oid = f.relnamespace
      where k.conrelid = c.oid and k.contype in ('p', 'u', 'f'))::text as keys
  from pg_class as c
  join pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    and not exists (select 1 from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by n.nspname, c.relname`

/** Names of the attributes with these numbers, in their order. */
function attributeNames(relation: string, numbers: string): string {
  return `(select json_agg(a.attname order by n.position) from unnest(${numbers}) with ordinality as n(number, position)
    join pg_attribute as a on a.attrelid = ${relation} and a.attnum = n.number)`
}

export async function postgresCatalog(ask: Ask): Promise<readonly CatalogRow[]> {
  const rows = await ask(statement)
  return rows.map((row) => {
    const columns = parsed<AttributeRow>(row.columns)
    return {
      schema: String(row.schema),
      name: String(row.name),
      is_view: row.is_view === true,
      description: descriptionOf(row.description),
      is_readable: row.is_readable === true,
      is_visible: row.is_visible === true,
      columns: columns.filter(({ isReadable }) => isReadable).map(toColumn),
      unreadableColumns: columns.filter(({ isReadable }) => !isReadable).map(({ name }) => name),
      keys: parsed<ConstraintRow>(row.keys).flatMap(toKey),
    }
  })
}

interface AttributeRow {
  readonly name: string
  readonly sqlType: string
  readonly isEnum: boolean
  readonly description: string | null
  readonly isReadable: boolean
}

interface ConstraintRow {
  readonly kind: 'p' | 'u' | 'f'
  readonly columns: readonly string[]
  readonly schema: string | null
  readonly table: string | null
  readonly targets: readonly string[] | null
}

/** What the statement above builds. */
function parsed<T>(json: unknown): readonly T[] {
  return typeof json === 'string' ? JSON.parse(json) : []
}

/** The mark of `tessera load` says nothing of the rows. */
function descriptionOf(text: unknown): string | null {
  return typeof text !== 'string' || text.startsWith('Loaded by Tessera from ') ? null : text
}

function toColumn({ name, sqlType, isEnum, description }: AttributeRow): CatalogColumn {
  return { name, type: isEnum ? 'string' : valueTypeOf(sqlType), sqlType, description }
}

function toKey({ kind, columns, schema, table, targets }: ConstraintRow): readonly CatalogKey[] {
  if (kind !== 'f') return [{ kind: kind === 'p' ? 'primary' : 'unique', columns }]
  return schema === null || table === null || targets === null ? [] : [{ kind: 'foreign', columns, schema, table, targets }]
}
