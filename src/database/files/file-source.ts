/**
 * A file as rows of text, whatever its format:
 *
 *   orders.csv -> { from: "read_csv('...', ...)", columns: [{ name: 'amount', type: 'decimal', text: '"amount"' }, ...] }
 *
 * Columns that the model does not name are text. Parquet knows types: where they are the model's, its values are taken as they are.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { FileTable } from '../../semantic/catalog/catalog.ts'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { failure, type Issue, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { closest } from '../../semantic/issues/suggest.ts'
import { type CsvFormat, csvSource } from './csv-source.ts'
import { jsonSource } from './json-source.ts'
import { parquetSource } from './parquet-source.ts'

export interface SourceColumn {
  readonly name: string
  readonly type: ValueType
  /** SQL of the cell's text. */
  readonly text: string
  /** SQL and type of the cell's value where the file itself has the model's type. */
  readonly native?: { readonly sql: string; readonly sqlType: string }
  /** SQL that is true where the text has lost digits on the way from the file. */
  readonly isInexact?: string
}

/** A format's own part; the type of each column is added from the model. */
export interface RawSource {
  readonly from: string
  readonly columns: readonly Omit<SourceColumn, 'type'>[]
  /** SQL types of the columns that the file itself knows. */
  readonly nativeTypes?: ReadonlyMap<string, { readonly type: ValueType; readonly sql: string; readonly sqlType: string }>
  readonly csv?: CsvFormat
}

export interface FileSource {
  readonly table: string
  /** As the model writes it, for messages. */
  readonly file: string
  readonly path: string
  readonly from: string
  readonly columns: readonly SourceColumn[]
  readonly csv?: CsvFormat
}

export async function openSource(connection: DuckDBConnection, table: FileTable, path: string): Promise<Result<FileSource>> {
  const raw = await openRaw(connection, table, path)
  if (!raw.ok) return raw
  const issues = columnIssues(table, raw.value)
  if (issues.length > 0) return failure(...issues)
  const types = new Map(table.columns.map((column) => [column.name, column.type]))
  const columns = raw.value.columns.map((column) => {
    const type = types.get(column.name) ?? 'string'
    const native = raw.value.nativeTypes?.get(column.name)
    return { ...column, type, ...(native?.type === type ? { native } : {}) }
  })
  const { from, csv } = raw.value
  return success({ table: table.table, file: table.path, path, from, columns, ...(csv === undefined ? {} : { csv }) })
}

async function openRaw(connection: DuckDBConnection, table: FileTable, path: string): Promise<Result<RawSource>> {
  const declared = table.columns.map((column) => column.name)
  const name = path.toLowerCase().replace(/\.gz$/, '')
  if (/\.(csv|tsv)$/.test(name)) return csvSource(table.path, path, declared)
  if (/\.(json|jsonl|ndjson)$/.test(name)) return jsonSource(connection, table.path, path)
  if (name.endsWith('.parquet')) return parquetSource(connection, table.path, path)
  return failure(issue('FILE_FORMAT_UNKNOWN', { file: table.path }, table.declaredAt))
}

function columnIssues(table: FileTable, source: RawSource): readonly Issue[] {
  const names = source.columns.map((column) => column.name)
  const place = source.csv === undefined ? undefined : { file: table.path, line: 1, column: 1 }
  const twice = names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index)
  const missing = table.columns.filter((column) => !names.includes(column.name))
  return [
    ...[...new Set(twice)].map((column) => issue('FILE_COLUMN_TWICE', { column, file: table.path }, place)),
    ...missing.map(({ name, declaredAt }) => {
      const nearest = closest(name, names)
      const facts = { column: name, file: table.path, ...(nearest === undefined ? {} : { closest: nearest }) }
      return issue('FILE_COLUMN_MISSING', facts, declaredAt ?? place)
    }),
  ]
}
