/**
 * Files as the tables of a database of their own, which is gone when it is closed: what columns they have, of which types, and their rows to be asked.
 *
 *   orders.csv -> table `orders`, typed by its cells, loaded as a server would load it
 *
 * A file that cannot be read is told with its issues; the others are there all the same.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { FileColumn } from '../../semantic/catalog/catalog.ts'
import { failure, type Issue, issue, type Result, success } from '../../semantic/issues/issue.ts'
import type { Database } from '../database.ts'
import { createInstance, lockInstance, onConnection } from '../duckdb/instance.ts'
import { databaseOn } from '../duckdb/open.ts'
import { ConnectionPool } from '../duckdb/pool.ts'
import { csvProblems } from '../files/csv-problems.ts'
import { type FileSource, openSource } from '../files/file-source.ts'
import { quoteName } from '../files/sql-text.ts'
import { typeFile } from '../files/type-file.ts'
import type { OpenOptions } from '../options.ts'
import { valueTypeOf } from '../physical-type.ts'
import { type TypedColumn, typesOf } from './column-type.ts'
import type { SourceTable, TableColumn } from './table.ts'
import { encodingOf, type TextEncoding, writeAsUtf8 } from './text-encoding.ts'

export interface FileToOpen {
  /** As messages call it. */
  readonly name: string
  readonly path: string
  /** The name of its table, different for each. */
  readonly table: string
}

export interface OpenedFile {
  readonly file: FileToOpen
  readonly rows: number
  readonly table: SourceTable
  /** Of a CSV file. */
  readonly delimiter?: string
  /** What is read in its place: a copy in UTF-8, there until `close`. */
  readonly converted?: { readonly path: string; readonly from: TextEncoding }
  readonly textColumns: readonly TypedColumn[]
}

export interface OpenedFiles {
  readonly database: Database
  readonly opened: readonly OpenedFile[]
  readonly refused: readonly { readonly file: FileToOpen; readonly issues: readonly Issue[] }[]
  close(): Promise<void>
}

export interface FilesRequest {
  readonly files: readonly FileToOpen[]
  readonly options: OpenOptions
  readonly onProgress?: (file: FileToOpen, fraction: number) => void
}

export async function openFiles({ files, options, onProgress = () => {} }: FilesRequest): Promise<OpenedFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-init-'))
  const instance = await createInstance(join(folder, 'files.duckdb'), { ...options, access: 'READ_WRITE' })
  const opened: OpenedFile[] = []
  const refused: { file: FileToOpen; issues: readonly Issue[] }[] = []
  for (const file of files) {
    onProgress(file, 0)
    const result = await openFile(instance, file, folder)
    if (result.ok) opened.push(result.value)
    else refused.push({ file, issues: result.issues })
    onProgress(file, 1)
  }
  await lockInstance(instance)
  const pool = new ConnectionPool(instance, 1)
  const database = databaseOn(() => pool, options)
  const close = async (): Promise<void> => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { database, opened, refused, close }
}

async function openFile(instance: DuckDBInstance, file: FileToOpen, folder: string): Promise<Result<OpenedFile>> {
  try {
    const encoding = /\.(csv|tsv)(\.gz)?$/i.test(file.path) ? await encodingOf(file.path) : 'UTF-8'
    const copy = join(folder, `${file.table}.csv`)
    if (encoding !== 'UTF-8') await writeAsUtf8(file.path, encoding, copy)
    const path = encoding === 'UTF-8' ? file.path : copy
    const read = await onConnection(instance, (connection) => readTable(connection, file, path))
    return read.ok && encoding !== 'UTF-8' ? success({ ...read.value, converted: { path: copy, from: encoding } }) : read
  } catch (error) {
    const problem = error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'it may not be opened' : 'reading it failed'
    return failure(issue('FILE_INVALID', { problem }, { file: file.name, line: 1, column: 1 }))
  }
}

async function readTable(connection: DuckDBConnection, file: FileToOpen, path: string): Promise<Result<OpenedFile>> {
  const source = await openSource(connection, { table: file.table, path: file.name, columns: [], key: [] }, path)
  if (!source.ok) return source
  const texts = await copyTexts(connection, source.value)
  if (!texts.ok) return texts
  const known = await parquetTypes(connection, source.value)
  const unknown = source.value.columns.map(({ name }) => name).filter((name) => !known.has(name))
  const delimiter = source.value.csv?.delimiter
  const textColumns = await typesOf(connection, textTable, { names: unknown, ...(delimiter !== undefined && { delimiter }) })
  await connection.run(`drop table ${textTable}`)
  const inferred = new Map(textColumns.map((column) => [column.name, column]))
  const columns = source.value.columns.map(({ name }): TableColumn => {
    const column = inferred.get(name)
    if (column?.isNested === true) return { name, type: 'other', sqlType: 'nested values' }
    return column === undefined
      ? { name, ...(known.get(name) ?? { type: 'string', sqlType: 'text' }) }
      : { name, type: column.type, sqlType: column.type }
  })
  const rows = await load(connection, file, path, columns)
  if (!rows.ok) return rows
  return success({
    file,
    rows: rows.value,
    table: { name: file.table, kind: 'table', columns, primaryKey: [], uniqueKeys: [], foreignKeys: [] },
    textColumns,
    ...(delimiter !== undefined && { delimiter }),
  })
}

const textTable = 'cells_as_text'

/** All cells as the file has them, read once. */
async function copyTexts(connection: DuckDBConnection, source: FileSource): Promise<Result<void>> {
  const copy = (from: string) =>
    connection.run(
      `create or replace table ${textTable} as select ${source.columns.map(({ name, text }) => `${text} as ${quoteName(name)}`).join(', ')} from ${from}`,
    )
  try {
    await copy(source.from)
  } catch (error) {
    if (source.csv === undefined) throw error
    const issues = await csvProblems(source.file, source.path, source.csv, error)
    if (issues.length > 0) return failure(...issues)
    await copy(source.csv.lenientFrom)
  }
  return success(undefined)
}

/** A Parquet file knows its types. Whole numbers beyond 64 bits, and decimals without places, which some warehouses write for them, are left to their values. */
async function parquetTypes(
  connection: DuckDBConnection,
  { path, from }: FileSource,
): Promise<ReadonlyMap<string, Pick<TableColumn, 'type' | 'sqlType'>>> {
  if (!/\.parquet$/i.test(path)) return new Map()
  const described = await connection.runAndReadAll(`select column_name, column_type from (describe select * from ${from})`)
  const types = described.getRows().map(([name, sqlType]) => [String(name), String(sqlType)] as const)
  return new Map(
    types.flatMap(([name, sqlType]) =>
      /HUGEINT|UBIGINT|^DECIMAL\(\d+,0\)$/.test(sqlType) ? [] : [[name, { type: valueTypeOf(sqlType), sqlType }]],
    ),
  )
}

/** As a server loads it, so that what cannot be loaded is known now. */
async function load(
  connection: DuckDBConnection,
  file: FileToOpen,
  path: string,
  columns: readonly TableColumn[],
): Promise<Result<number>> {
  const declared = columns.flatMap(({ name, type }): FileColumn[] => (type === 'other' ? [] : [{ name, type }]))
  const typed = await typeFile(connection, { table: file.table, path: file.name, columns: declared, key: [] }, path)
  if (!typed.ok) return typed
  await connection.run(`create table ${quoteName(file.table)} as ${typed.value.select}`)
  const [row = []] = (await connection.runAndReadAll(`select count(*) from ${quoteName(file.table)}`)).getRows()
  return success(Number(row[0]))
}
