/** Columns of PostgreSQL tables and SELECTs. Tables that are asked for together are one statement. */
import DataLoader from 'dataloader'
import type pg from 'pg'
import type { Database, PhysicalColumn } from '../database.ts'
import { valueTypeOf } from '../physical-type.ts'

type Source = Parameters<Database['describe']>[0]
type Table = Extract<Source, { readonly table: string }>
type Columns = readonly PhysicalColumn[]

const tablesOf = new WeakMap<pg.Pool, DataLoader<Table, Columns | undefined>>()

export async function describePostgres(pool: pg.Pool, source: Source): Promise<Columns | undefined> {
  return 'sql' in source ? describeSelect(pool, source.sql) : describeTable(pool, source)
}

function describeTable(pool: pg.Pool, table: Table): Promise<Columns | undefined> {
  const known = tablesOf.get(pool) ?? new DataLoader((tables: readonly Table[]) => describeTables(pool, tables), { cache: false })
  tablesOf.set(pool, known)
  return known.load(table)
}

/** Without a schema the search path decides, as it does in a query. A domain is the type that it is of, as it is in answers. */
async function describeTables(pool: pg.Pool, tables: readonly Table[]): Promise<readonly (Columns | undefined)[]> {
  const { rows } = await pool.query<{ position: number; column: string | null; sql_type: string; is_enum: boolean }>(
    `select r.position, a.attname as column, t.typtype = 'e' as is_enum,
       format_type(t.oid, case when d.typtype = 'd' then d.typtypmod else a.atttypmod end) as sql_type
     from (select position::int, to_regclass(name) as oid from unnest($1::text[]) with ordinality as n(name, position)) as r
     left join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
     left join pg_type as d on d.oid = a.atttypid
     left join pg_type as t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
     where r.oid is not null
     order by r.position, a.attnum`,
    [tables.map(({ schema, table }) => [schema, table].flatMap((name) => (name === undefined ? [] : [quote(name)])).join('.'))],
  )
  const found = new Map<number, PhysicalColumn[]>()
  for (const { position, column, sql_type, is_enum } of rows) {
    const columns = found.get(position) ?? []
    found.set(position, columns)
    if (column !== null) columns.push(toColumn(column, sql_type, is_enum))
  }
  return tables.map((_, index) => found.get(index + 1))
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
