/**
 * CSV as RFC 4180 has it: UTF-8, CRLF, a line of names. Null is empty, an empty text is `""`.
 *
 * Spreadsheets take a cell that begins like a formula for one. Only text can carry a formula of somebody else, so only cells of text columns are
 * quoted with an apostrophe (OWASP, CSV injection): `-5.20` in a column of decimals stays a number.
 */
import { stringify } from 'csv-stringify/sync'
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { TableRow } from '../../../resolvers/table/table-rows.ts'
import type { Bytes, TableFormat, TableWriter } from './format.ts'

export const csv: TableFormat = {
  ending: 'csv',
  mediaType: 'text/csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  open: (columns) => new CsvWriter(columns),
}

class CsvWriter implements TableWriter {
  readonly #columns: readonly TableColumn[]
  readonly #texts: readonly number[]
  #header: readonly TableRow[]

  constructor(columns: readonly TableColumn[]) {
    this.#columns = columns
    this.#texts = columns.flatMap(({ type }, index) => (type === 'string' ? [index] : []))
    this.#header = [columns.map(({ path }) => path)]
  }

  add(rows: readonly TableRow[]): readonly Bytes[] {
    const lines = [...this.#header, ...rows.map((row) => this.#guarded(row))]
    this.#header = []
    return lines.length === 0 ? [] : [Buffer.from(stringify(lines, options), 'utf8')]
  }

  end(): Iterable<Bytes> {
    return this.add([])
  }

  close(): void {}

  #guarded(row: TableRow): TableRow {
    const isGuarded = (index: number): boolean => {
      const cell = row[index]
      return typeof cell === 'string' && formulaStart.test(cell)
    }
    if (!this.#texts.some(isGuarded)) return row
    return this.#columns.map((_, index) => (this.#texts.includes(index) && isGuarded(index) ? `'${row[index]}` : (row[index] ?? null)))
  }
}

const formulaStart = /^[=+\-@\t\r]/

const options = {
  record_delimiter: '\r\n',
  // An empty text, which a null is not; and a lone CR or LF, either of which ends the line for most readers.
  quoted_match: /^$|[\r\n]/,
  cast: { boolean: String },
} as const
