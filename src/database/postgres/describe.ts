/** Columns of a PostgreSQL table or SELECT. */
import type pg from 'pg'
import type { Database, PhysicalColumn } from '../database.ts'
import { valueTypeOf } from '../physical-type.ts'

type Source = Parameters<Database['describe']>[0]

export async function describePostgres(pool: pg.Pool, source: Source): Promise<readonly PhysicalColumn[] | undefined> {
  return 'sql' in source ? describeSelect(pool, source.sql) : describeTable(pool, source)
}

/** Without a schema the search path decides, as it does in a query. */
async function describeTable(pool: pg.Pool, source: { readonly table: string; readonly schema?: string }) {
  const { rows } = await pool.query<{ column: string | null; sql_type: string; is_enum: boolean }>(
    `select a.attname as column, format_type(a.atttypid, a.atttypmod) as sql_type, t.typtype = 'e' as is_enum
     from (select to_regclass($1) as oid) as r
     left join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
     left join pg_type as t on t.oid = a.atttypid
     where r.oid is not null
     order by a.attnum`,
    [[source.schema, source.table].flatMap((name) => (name === undefined ? [] : [quote(name)])).join('.')],
  )
  if (rows.length === 0) return undefined
  return rows.flatMap((row) => (row.column === null ? [] : [toColumn(row.column, row.sql_type, row.is_enum)]))
}

async function describeSelect(pool: pg.Pool, select: string): Promise<readonly PhysicalColumn[]> {
  const { fields } = await pool.query(`select * from (${select}\n) as described limit 0`)
  const { rows } = await pool.query<{ sql_type: string; is_enum: boolean }>(
    `select format_type(f.oid, f.modifier) as sql_type, t.typtype = 'e' as is_enum
     from unnest($1::oid[], $2::int4[]) with ordinality as f(oid, modifier, position)
     join pg_type as t on t.oid = f.oid
     order by f.position`,
    [fields.map((field) => field.dataTypeID), fields.map((field) => field.dataTypeModifier)],
  )
  return rows.flatMap((row, position) => {
    const name = fields[position]?.name
    return name === undefined ? [] : [toColumn(name, row.sql_type, row.is_enum)]
  })
}

function toColumn(name: string, sqlType: string, isEnum: boolean): PhysicalColumn {
  return { name, type: isEnum ? 'string' : valueTypeOf(sqlType), sqlType }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
