/**
 * One file into typed values, in two passes over its rows: the first holds every cell against its type and measures decimals,
 * the second casts. Nothing is kept in between, so memory is bounded whatever the size of the file.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { FileTable } from '../../semantic/catalog/catalog.ts'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { cellIssues } from './cell-issues.ts'
import { cellTypes, decimalDigits } from './cell-type.ts'
import { csvProblems } from './csv-problems.ts'
import { type FileSource, openSource, type SourceColumn } from './file-source.ts'
import { quoteName } from './sql-text.ts'

/** A SELECT of the file's typed rows, checked: it does not fail on any cell. */
export interface TypedFile {
  readonly table: string
  readonly columns: readonly { readonly name: string; readonly sqlType: string }[]
  readonly select: string
}

export async function typeFile(connection: DuckDBConnection, table: FileTable, path: string): Promise<Result<TypedFile>> {
  const source = await openSource(connection, table, path)
  if (!source.ok) return source
  try {
    return await checkRows(connection, source.value)
  } catch (error) {
    return retryLeniently(connection, source.value, error)
  }
}

/** The rejected file is looked at closely; where it is sound, the reader that allows mixed line ends takes it. */
async function retryLeniently(connection: DuckDBConnection, source: FileSource, error: unknown): Promise<Result<TypedFile>> {
  if (source.csv === undefined)
    return failure(issue('FILE_INVALID', { problem: firstLine(error) }, { file: source.file, line: 1, column: 1 }))
  const issues = await csvProblems(source.file, source.path, source.csv, error)
  if (issues.length > 0) return failure(...issues)
  try {
    return await checkRows(connection, { ...source, from: source.csv.lenientFrom })
  } catch (again) {
    return failure(issue('FILE_INVALID', { problem: firstLine(again) }, { file: source.file, line: 1, column: 1 }))
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/\.$/, '') ?? ''
}

async function checkRows(connection: DuckDBConnection, source: FileSource): Promise<Result<TypedFile>> {
  const checked = source.columns.flatMap((column) => (column.native === undefined && column.type !== 'string' ? [column] : []))
  // Columns without a check are counted, so that every cell is read here and nothing is left to fail in the second pass.
  const unchecked = source.columns
    .filter((column) => !checked.includes(column))
    .map((column) => `count(${column.native?.sql ?? column.text})`)
  const sums = await connection.runAndReadAll(`select ${[...checked.flatMap(measures), ...unchecked].join(', ')} from ${source.from}`)
  const [row = []] = sums.getRows()
  const measured = new Map(checked.map((column, index) => [column.name, toMeasured(row.slice(index * 3, index * 3 + 3))]))
  const isSound = [...measured.values()].every((column) => column.invalid === 0 && column.whole + column.scale <= mostDigits)
  if (!isSound)
    return failure(
      ...(await cellIssues(
        connection,
        source,
        checked.map((column) => [column, invalidCell(column, measured)]),
      )),
    )
  const columns = source.columns.map((column) => ({ name: column.name, sqlType: sqlTypeOf(column, measured.get(column.name)) }))
  const values = source.columns.map(
    (column, index) => `${typedValue(column, columns[index]?.sqlType ?? 'text')} as ${quoteName(column.name)}`,
  )
  return success({ table: source.table, columns, select: `select ${values.join(', ')} from ${source.from}` })
}

const mostDigits = 38

interface Measured {
  readonly invalid: number
  /** Most digits before and after the point; 0 for what is no decimal. */
  readonly whole: number
  readonly scale: number
}

/** Three aggregates a column. */
function measures(column: SourceColumn): readonly string[] {
  const text = cellText(column)
  const digits = decimalDigits(text)
  const invalid = `count(*) filter (where ${isInvalid(column)})`
  if (column.type !== 'decimal') return [invalid, '0', '0']
  const ofSound = `filter (where not ${isInvalid(column)})`
  return [invalid, `max(${digits.whole}) ${ofSound}`, `max(${digits.fraction}) ${ofSound}`]
}

function toMeasured(row: readonly unknown[]): Measured {
  const [invalid, whole, scale] = row.map((value) => Number(value ?? 0))
  return { invalid: invalid ?? 0, whole: whole ?? 0, scale: Math.min(scale ?? 0, mostDigits) }
}

/** Empty and blank cells are NULL in every type but text. */
function cellText(column: SourceColumn): string {
  return `nullif(trim(${column.text}), '')`
}

function isInvalid(column: SourceColumn): string {
  if (column.type === 'string') return 'false'
  const text = cellText(column)
  const isInexact = column.type === 'decimal' && column.isInexact !== undefined ? ` or ${column.isInexact}` : ''
  return `(${text} is not null and (not (${cellTypes[column.type].isValid(text)})${isInexact}))`
}

/** Beside what is wrong alone: a decimal that leaves no room for the places which others of its column have. */
function invalidCell(column: SourceColumn, measured: ReadonlyMap<string, Measured>): string {
  if (column.type !== 'decimal') return isInvalid(column)
  const scale = measured.get(column.name)?.scale ?? 0
  return `(${isInvalid(column)} or ${decimalDigits(cellText(column)).whole} + ${scale} > ${mostDigits})`
}

const sqlTypes = {
  string: 'text',
  integer: 'integer',
  bigint: 'bigint',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
} as const

/** Names of types that both engines know. */
function sqlTypeOf(column: SourceColumn, measured: Measured | undefined): string {
  if (column.native !== undefined) return column.native.sqlType
  if (column.type !== 'decimal') return sqlTypes[column.type]
  const { whole = 0, scale = 0 } = measured ?? {}
  return `decimal(${whole + scale <= 18 ? 18 : mostDigits},${scale})`
}

function typedValue(column: SourceColumn, sqlType: string): string {
  if (column.native !== undefined) return `cast(${column.native.sql} as ${sqlType})`
  return column.type === 'string' ? column.text : cellTypes[column.type].cast(cellText(column), sqlType)
}
