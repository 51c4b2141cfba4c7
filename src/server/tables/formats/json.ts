/** Records as JSON, keyed by the names of the columns: one list of them, or one on each line (NDJSON). A null is there, so that every record has every column. */
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { TableRow } from '../../../resolvers/table/table-rows.ts'
import type { Bytes, TableFormat, TableWriter } from './format.ts'

export const json: TableFormat = {
  ending: 'json',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  open: (columns) => new RecordWriter(columns, { start: '[\n', between: ',\n', end: '\n]\n', empty: '[]\n' }),
}

export const ndjson: TableFormat = {
  ending: 'ndjson',
  mediaType: 'application/x-ndjson',
  contentType: 'application/x-ndjson; charset=utf-8',
  open: (columns) => new RecordWriter(columns, { start: '', between: '\n', end: '\n', empty: '' }),
}

interface Punctuation {
  readonly start: string
  readonly between: string
  readonly end: string
  readonly empty: string
}

class RecordWriter implements TableWriter {
  readonly #names: readonly string[]
  readonly #punctuation: Punctuation
  #isEmpty = true

  constructor(columns: readonly TableColumn[], punctuation: Punctuation) {
    this.#names = columns.map(({ path }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(path)}:`)
    this.#punctuation = punctuation
  }

  add(rows: readonly TableRow[]): readonly Bytes[] {
    if (rows.length === 0) return []
    const { start, between } = this.#punctuation
    const text = rows.map((row) => this.#record(row)).join(between)
    const before = this.#isEmpty ? start : between
    this.#isEmpty = false
    return [Buffer.from(before + text, 'utf8')]
  }

  end(): Iterable<Bytes> {
    const { end, empty } = this.#punctuation
    return [Buffer.from(this.#isEmpty ? empty : end, 'utf8')]
  }

  close(): void {}

  #record(row: TableRow): string {
    let text = ''
    for (const [index, name] of this.#names.entries()) text += name + JSON.stringify(row[index] ?? null)
    return `${text}}`
  }
}
