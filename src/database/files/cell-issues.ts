/** The cells that do not fit their types, each with its place in the file; only looked for when there are any. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Issue, issue } from '../../semantic/issues/issue.ts'
import { cellTypes } from './cell-type.ts'
import { type Place, scanCsv } from './csv-scan.ts'
import type { FileSource, SourceColumn } from './file-source.ts'

interface BadCell {
  readonly column: SourceColumn
  /** 1-based, the header not counted. */
  readonly row: number
  readonly value: string
}

const mostPerColumn = 5
const longestValue = 40

/** `checks`: columns with the SQL that is true for a cell which does not fit. */
export async function cellIssues(
  connection: DuckDBConnection,
  source: FileSource,
  checks: readonly (readonly [SourceColumn, string])[],
): Promise<readonly Issue[]> {
  const cells: BadCell[] = []
  for (const [column, isInvalid] of checks) cells.push(...(await badCells(connection, source, column, isInvalid)))
  cells.sort((a, b) => a.row - b.row)
  const places = await placesOf(source, cells)
  return cells.map((cell) => toIssue(source, cell, places.get(cell)))
}

async function badCells(
  connection: DuckDBConnection,
  source: FileSource,
  column: SourceColumn,
  isInvalid: string,
): Promise<readonly BadCell[]> {
  const found = await connection.runAndReadAll(`
    select row, value from (select row_number() over () as row, ${column.text} as value, ${isInvalid} as is_invalid from ${source.from})
    where is_invalid order by row limit ${mostPerColumn}`)
  return found.getRows().map(([row, value]) => ({ column, row: Number(row), value: String(value) }))
}

/** One walk over the file for all cells. */
async function placesOf(source: FileSource, cells: readonly BadCell[]): Promise<ReadonlyMap<BadCell, Place>> {
  const places = new Map<BadCell, Place>()
  if (source.csv === undefined || cells.length === 0) return places
  const byPosition = new Map(cells.map((cell) => [`${cell.row}:${source.columns.indexOf(cell.column)}`, cell]))
  const rows = new Set(cells.map((cell) => cell.row))
  const last = Math.max(...rows)
  await scanCsv(source.path, source.csv.delimiter, source.csv.columnCount, {
    cell: (row, index, start) => {
      const cell = rows.has(row) ? byPosition.get(`${row}:${index}`) : undefined
      if (cell !== undefined) places.set(cell, start)
    },
    record: (row) => row < last,
  })
  return places
}

function toIssue(source: FileSource, cell: BadCell, place: Place | undefined): Issue {
  const { name } = cell.column
  const value = cell.value.length > longestValue ? `${cell.value.slice(0, longestValue)}...` : cell.value
  const facts = { column: name, value, expected: expectedOf(cell) }
  if (place === undefined) return issue('FILE_CELL_INVALID', { ...facts, file: source.file, row: cell.row })
  return issue('FILE_CELL_INVALID', facts, { file: source.file, ...place, length: Math.max(1, cell.value.length) })
}

function expectedOf({ column: { type, isInexact }, value }: BadCell): string {
  if (type === 'string') return 'text'
  const { expected } = cellTypes[type]
  // A number that looks right has lost digits where it was read.
  const isRounded =
    isInexact !== undefined && type === 'decimal' && Number.isFinite(Number(value)) && value.replaceAll(/\D/g, '').length > 15
  return isRounded ? 'a JSON number of at most 15 digits (as text, "12.34", it may have 38)' : expected
}
