/**
 * One file into typed values, in two passes over its rows: the first holds every cell against its type and measures decimals,
 * the second casts. Columns with cells in unusual spellings are held a second time, more patiently. Nothing is kept in between,
 * so memory is bounded whatever the size of the file.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { FileTable } from '../../semantic/catalog/catalog.ts'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { cellIssues } from './cell-issues.ts'
import { cellTypes, decimalDigits, plainDigits } from './cell-type.ts'
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
  try {
    const source = await openSource(connection, table, path)
    return source.ok ? await checkOrExplain(connection, source.value) : source
  } catch (error) {
    return failure(issue('FILE_INVALID', { problem: readingProblem(error) }, { file: table.path, line: 1, column: 1 }))
  }
}

async function checkOrExplain(connection: DuckDBConnection, source: FileSource): Promise<Result<TypedFile>> {
  try {
    return await checkRows(connection, source)
  } catch (error) {
    return retryLeniently(connection, source, error)
  }
}

/** The rejected file is looked at closely; where it is sound, the reader that allows mixed line ends takes it. */
async function retryLeniently(connection: DuckDBConnection, source: FileSource, error: unknown): Promise<Result<TypedFile>> {
  if (source.csv === undefined) throw error
  const issues = await csvProblems(source.file, source.path, source.csv, error)
  return issues.length > 0 ? failure(...issues) : checkRows(connection, { ...source, from: source.csv.lenientFrom })
}

function readingProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be opened'
  if (code.startsWith('Z_')) return 'it is not packed with gzip'
  return error.message.split('\n')[0]?.replace(/\.$/, '') ?? ''
}

async function checkRows(connection: DuckDBConnection, source: FileSource): Promise<Result<TypedFile>> {
  const checked = source.columns.filter((column) => column.native === undefined && column.type !== 'string')
  // Columns without a check are counted, so that every cell is read here and nothing is left to fail in the second pass.
  const unchecked = source.columns
    .filter((column) => !checked.includes(column))
    .map((column) => `count(${column.native?.sql ?? column.text})`)
  const plain = await measure(connection, source, 'plain', checked, unchecked)
  const others = checked.filter((column) => !isPlain(column, plain.get(column)))
  const exact: Measures = others.length === 0 ? new Map() : await measure(connection, source, 'exact', others)
  if (![...exact.values()].every(({ invalid, whole, scale }) => invalid === 0 && whole + scale <= mostDigits)) {
    return failure(
      ...(await cellIssues(
        connection,
        source,
        others.map((column) => [column, isRefused(column, exact.get(column))]),
      )),
    )
  }
  const columns = source.columns.map((column) =>
    typedColumn(column, exact.has(column) ? 'exact' : 'plain', exact.get(column) ?? plain.get(column)),
  )
  const values = columns.map(({ name, value }) => `${value} as ${quoteName(name)}`)
  return success({ table: source.table, columns, select: `select ${values.join(', ')} from ${source.from}` })
}

const mostDigits = 38
const quickDigits = 18

interface Measured {
  readonly invalid: number
  /** Most digits before and after the point; 0 for what is no decimal. */
  readonly whole: number
  readonly scale: number
}
type Measures = ReadonlyMap<SourceColumn, Measured>

/** Three aggregates a column; `more` only makes the pass read more. */
async function measure(
  connection: DuckDBConnection,
  source: FileSource,
  reading: 'plain' | 'exact',
  columns: readonly SourceColumn[],
  more: readonly string[] = [],
): Promise<Measures> {
  const aggregates = columns.flatMap((column) => {
    const invalid = `count(*) filter (where ${isInvalid(column, reading)})`
    if (column.type !== 'decimal') return [invalid, '0', '0']
    const digits = reading === 'plain' ? plainDigits(column.text) : decimalDigits(trimmed(column))
    // What is no number has no digits; the plain pass need not care, its measures count only when all cells are plain.
    const filter = reading === 'plain' ? '' : ` filter (where not ${isInvalid(column, reading)})`
    return [invalid, `max(${digits.whole})${filter}`, `max(${digits.fraction})${filter}`]
  })
  const sums = await connection.runAndReadAll(`select ${[...aggregates, ...more, 'count(*)'].join(', ')} from ${source.from}`)
  const [row = []] = sums.getRows()
  return new Map(
    columns.map((column, index) => {
      const [invalid = 0, whole = 0, scale = 0] = row.slice(index * 3, index * 3 + 3).map((value) => Number(value ?? 0))
      return [column, { invalid, whole, scale: Math.min(scale, mostDigits) }]
    }),
  )
}

function isPlain(column: SourceColumn, measured: Measured | undefined): boolean {
  if (measured === undefined || measured.invalid > 0) return false
  return column.type !== 'decimal' || (column.isInexact === undefined && measured.whole + measured.scale <= quickDigits)
}

/** Empty and blank cells are NULL in every type but text. */
function trimmed(column: SourceColumn): string {
  return `nullif(trim(${column.text}), '')`
}

function isInvalid(column: SourceColumn, reading: 'plain' | 'exact'): string {
  if (column.type === 'string') return 'false'
  const text = reading === 'plain' ? column.text : trimmed(column)
  const isInexact = reading === 'exact' && column.type === 'decimal' && column.isInexact !== undefined ? ` or ${column.isInexact}` : ''
  return `(${text} is not null and (not (${cellTypes[column.type][reading].isValid(text)})${isInexact}))`
}

/** Beside what is wrong alone: a decimal that leaves no room for the places which others of its column have. */
function isRefused(column: SourceColumn, measured: Measured | undefined): string {
  if (column.type !== 'decimal') return isInvalid(column, 'exact')
  return `(${isInvalid(column, 'exact')} or ${decimalDigits(trimmed(column)).whole} + ${measured?.scale ?? 0} > ${mostDigits})`
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

/** Types have names that both engines know. */
function typedColumn(column: SourceColumn, reading: 'plain' | 'exact', measured: Measured | undefined) {
  const { name, type, native, text } = column
  if (native !== undefined) return { name, sqlType: native.sqlType, value: `cast(${native.sql} as ${native.sqlType})` }
  if (type === 'string') return { name, sqlType: sqlTypes[type], value: text }
  const sqlType = type === 'decimal' ? decimalType(measured) : sqlTypes[type]
  return { name, sqlType, value: cellTypes[type][reading].cast(reading === 'plain' ? text : trimmed(column), sqlType) }
}

function decimalType({ whole, scale }: Measured = { invalid: 0, whole: 0, scale: 0 }): string {
  return `decimal(${whole + scale <= quickDigits ? quickDigits : mostDigits},${scale})`
}
