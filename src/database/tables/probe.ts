/**
 * Questions about the rows of tables, for what no catalog says: which columns tell rows apart, which lead to another table. Each reads a bounded
 * number of rows and says whether that was all of them. A table that cannot be read answers undefined.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { SourceTable, TableColumn, TableName } from './table.ts'

export interface ColumnSample {
  /** Rows that have a value. */
  readonly known: number
  readonly different: number
}

export interface Sample {
  readonly rows: number
  readonly isComplete: boolean
  readonly columns: ReadonlyMap<string, ColumnSample>
}

export interface Uniqueness {
  readonly rows: number
  readonly isComplete: boolean
  /** No two rows are equal in them, and none lacks one. */
  readonly isKey: boolean
}

export interface Containment {
  readonly values: number
  /** Of them, those that the other table does not have. */
  readonly missing: number
  readonly isComplete: boolean
}

export interface ColumnOf {
  readonly table: TableName
  readonly column: TableColumn
}

export interface Probe {
  /** False for a view whose tables have changed under it. */
  isReadable(table: TableName): Promise<boolean>
  sample(table: SourceTable): Promise<Sample | undefined>
  uniqueness(table: TableName, columns: readonly string[]): Promise<Uniqueness | undefined>
  /** Whether the different values of a column are among those of another, which is a key. */
  containment(from: ColumnOf, to: ColumnOf): Promise<Containment | undefined>
  /** How many rows have a time after this day. `sql` says what the time is where the column alone is none. */
  rowsAfter(table: TableName, time: { readonly name: string; readonly sql?: string }, day: string): Promise<number | undefined>
}

const sampledRows = 10_000
/** What one question of a key or a relationship reads at most. */
export const mostRows = 1_000_000
/** PostgreSQL has at most 1664 columns in a SELECT. */
const columnsAtOnce = 200

export function probeOf(database: Database): Probe {
  const ask = async (query: RawBuilder<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>> | undefined> => {
    try {
      return (await query.execute(database.kysely)).rows[0]
    } catch {
      // A broken view, a statement that takes too long, a right that is missing: nothing is known then, and nothing is claimed.
      return undefined
    }
  }
  return {
    isReadable: async (table) =>
      (await ask(sql`select count(*) as found from (select * from ${nameOf(table)} limit 0) as nothing`)) !== undefined,
    sample: (table) => sample(ask, table),
    uniqueness: (table, columns) => uniqueness(ask, table, columns),
    containment: (from, to) => containment(ask, from, to),
    rowsAfter: async (table, time, day) => {
      const value = time.sql === undefined ? sql.id(time.name) : sql.raw(time.sql)
      const row = await ask(sql`select count(*) as found from ${nameOf(table)} where cast(${value} as date) > cast(${day} as date)`)
      return row && Number(row.found)
    },
  }
}

type Ask = (query: RawBuilder<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>> | undefined>

function nameOf({ schema, name }: TableName): RawBuilder<unknown> {
  return schema === undefined ? sql.id(name) : sql.id(schema, name)
}

async function sample(ask: Ask, table: SourceTable): Promise<Sample | undefined> {
  const columns = table.columns.filter(({ type }) => type !== 'other')
  const found = new Map<string, ColumnSample>()
  let rows = 0
  for (let start = 0; start === 0 || start < columns.length; start += columnsAtOnce) {
    const some = columns.slice(start, start + columnsAtOnce)
    const counts = some.flatMap(({ name }, index) => [
      sql`, count(${sql.id(name)}) as ${sql.id(`known_${index}`)}, count(distinct ${sql.id(name)}) as ${sql.id(`different_${index}`)}`,
    ])
    const selected = some.length === 0 ? sql`1` : sql.join(some.map(({ name }) => sql.id(name)))
    const row = await ask(
      sql`select count(*) as found${sql.join(counts, sql``)} from (select ${selected} from ${nameOf(table)} limit ${sql.lit(sampledRows + 1)}) as sampled`,
    )
    if (row === undefined) return undefined
    rows = Number(row.found)
    for (const [index, { name }] of some.entries())
      found.set(name, { known: Number(row[`known_${index}`]), different: Number(row[`different_${index}`]) })
  }
  return { rows, isComplete: rows <= sampledRows, columns: found }
}

async function uniqueness(ask: Ask, table: TableName, columns: readonly string[]): Promise<Uniqueness | undefined> {
  const names = sql.join(columns.map((name) => sql.id(name)))
  const isUnknown = sql.join(
    columns.map((name) => sql`${sql.id(name)} is null`),
    sql` or `,
  )
  const row = await ask(
    sql`select coalesce(sum(times), 0) as found, coalesce(max(times), 0) as most, coalesce(sum(case when ${isUnknown} then times end), 0) as unknown
      from (select ${names}, count(*) as times from (select ${names} from ${nameOf(table)} limit ${sql.lit(mostRows + 1)}) as read group by ${names}) as counted`,
  )
  if (row === undefined) return undefined
  const rows = Number(row.found)
  return { rows: Math.min(rows, mostRows), isComplete: rows <= mostRows, isKey: Number(row.most) === 1 && Number(row.unknown) === 0 }
}

async function containment(ask: Ask, from: ColumnOf, to: ColumnOf): Promise<Containment | undefined> {
  // Texts of different kinds, such as uuid and varchar, have no equality in PostgreSQL.
  const isText = from.column.type === 'string' && from.column.sqlType !== to.column.sqlType
  const value = (side: string, { column }: ColumnOf) =>
    isText ? sql`cast(${sql.id(side, column.name)} as text)` : sql.id(side, column.name)
  const name = sql.id(from.column.name)
  const row = await ask(
    sql`select count(*) as different, count(*) - count(${sql.id('there', to.column.name)}) as missing, max(here.found) as found
      from (select ${name}, sum(count(*)) over () as found
        from (select ${name} from ${nameOf(from.table)} where ${name} is not null limit ${sql.lit(mostRows + 1)}) as read group by ${name}) as here
      left join ${nameOf(to.table)} as there on ${value('there', to)} = ${value('here', from)}`,
  )
  if (row === undefined) return undefined
  return { values: Number(row.different), missing: Number(row.missing), isComplete: Number(row.found ?? 0) <= mostRows }
}
