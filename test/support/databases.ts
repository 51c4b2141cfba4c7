/** Databases with a few typed tables, made for one test: the same tables on both engines. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { folderWith } from './folders.ts'

export const engines = ['duckdb', 'postgres'] as const
export type EngineName = (typeof engines)[number]

/** Values are text, number, bigint, boolean or null; dates 'YYYY-MM-DD', timestamps 'YYYY-MM-DD HH:MM:SS'. */
export interface TestTable {
  readonly columns: Readonly<Record<string, ValueType>>
  readonly rows: readonly (readonly unknown[])[]
}
export type TestTables = Readonly<Record<string, TestTable>>

/** Nothing is shared with other tests; `close` removes everything. */
export async function openTestDatabase(engine: EngineName, tables: TestTables): Promise<Database> {
  const database = engine === 'duckdb' ? await open('duckdb::memory:') : await openTestSchema()
  for (const [name, table] of Object.entries(tables)) await createTable(database, name, table)
  return database
}

/** The URL of a database with nothing in it, removed when the test has finished: a DuckDB file, or a schema of the PostgreSQL. */
export async function emptyDatabaseUrl(engine: EngineName): Promise<string> {
  if (engine === 'duckdb') return `duckdb:${join(folderWith({}), 'test.duckdb')}`
  const { url, drop } = await createSchema()
  onTestFinished(drop)
  return url
}

/** Where it matters that there is nothing else in the database either, not even a schema of another test. */
export async function ownDatabaseUrl(engine: EngineName): Promise<string> {
  if (engine === 'duckdb') return emptyDatabaseUrl(engine)
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runAlone(server, `create database ${name}`)
  onTestFinished(() => runAlone(server, `drop database ${name} with (force)`))
  return new URL(`/${name}`, server).href
}

async function openTestSchema(): Promise<Database> {
  const { url, drop } = await createSchema()
  const database = await open(url)
  return {
    ...database,
    close: async () => {
      await database.close()
      await drop()
    },
  }
}

async function createSchema(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('options', `-c search_path=${schema}`)
  await runAlone(url.href, `create schema ${schema}`)
  return { url: url.href, drop: () => runAlone(url.href, `drop schema ${schema} cascade`) }
}

async function runAlone(url: string, statement: string): Promise<void> {
  const database = await open(url)
  await run(database, statement)
  await database.close()
}

async function open(url: string): Promise<Database> {
  const opened = await openDatabase(url, { mode: 'write', connections: 4 })
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
  return opened.value
}

async function createTable(database: Database, name: string, { columns, rows }: TestTable): Promise<void> {
  const definitions = Object.entries(columns).map(([column, type], position) => {
    const values = rows.map((row) => row[position])
    return `${quote(column)} ${type === 'decimal' ? decimalType(values) : sqlTypes[type]}`
  })
  await run(database, `create table ${quote(name)} (${definitions.join(', ')})`)
  // Enough rows a statement to be quick, few enough to stay below the 65535 parameters of PostgreSQL.
  const batch = Math.max(1, Math.floor(10_000 / definitions.length))
  for (let start = 0; start < rows.length; start += batch) await insertRows(database, name, columns, rows.slice(start, start + batch))
}

async function insertRows(database: Database, name: string, columns: TestTable['columns'], rows: TestTable['rows']): Promise<void> {
  const width = Object.keys(columns).length
  const parameters = rows.flatMap((row) => {
    if (row.length !== width)
      throw new Error(`Table ${name} has ${width} columns; the row ${JSON.stringify(row.map(String))} has ${row.length}`)
    return row.map((value) => value ?? null)
  })
  const places = rows.map((_, row) => `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(', ')})`)
  await run(database, `insert into ${quote(name)} values ${places.join(', ')}`, parameters)
}

const sqlTypes: Readonly<Record<Exclude<ValueType, 'decimal'>, string>> = {
  string: 'text',
  integer: 'integer',
  bigint: 'bigint',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
}

/** Precision 18, or 38 where the data needs it, and the most decimal places found. */
function decimalType(values: readonly unknown[]): string {
  const digits = values.filter((value) => value !== null && value !== undefined).map((value) => String(value).replace(/^-/, '').split('.'))
  const scale = Math.max(0, ...digits.map(([, fraction = '']) => fraction.length))
  const whole = Math.max(1, ...digits.map(([digits = '']) => digits.length))
  return `numeric(${whole + scale <= 18 ? 18 : 38}, ${scale})`
}

async function run(database: Database, sql: string, parameters: readonly unknown[] = []): Promise<void> {
  await database.kysely.executeQuery(CompiledQuery.raw(sql, [...parameters]))
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
