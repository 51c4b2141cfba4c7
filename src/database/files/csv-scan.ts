/**
 * Walks the bytes of a CSV file and says where records and cells begin. DuckDB reads the rows; this finds the place of what it
 * rejected: quoted cells hold line ends, so the number of a row is not the number of a line.
 */
import { readBytes } from './csv-source.ts'

export interface Place {
  readonly line: number
  /** In characters, 1-based. */
  readonly column: number
}

export interface CsvVisitor {
  /** Record 0 is the header; empty lines are no records. */
  readonly cell?: (record: number, cell: number, start: Place) => void
  /** `cells` does not count an empty one after a last delimiter that the header does not have. Return false to stop. */
  readonly record?: (record: number, cells: number, start: Place) => boolean
  readonly quoteProblem?: (problem: 'open' | 'undoubled', quote: Place) => void
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

type State = 'start' | 'plain' | 'quoted' | 'closed'

export async function scanCsv(path: string, delimiter: string, columnCount: number, visitor: CsvVisitor): Promise<void> {
  const scanner = new CsvScanner(delimiter.charCodeAt(0), columnCount, visitor)
  for await (const chunk of readBytes(path)) {
    for (const byte of chunk) scanner.take(byte)
    if (scanner.isStopped) return
  }
  scanner.end()
}

class CsvScanner {
  isStopped = false
  readonly #delimiter: number
  readonly #columnCount: number
  readonly #visitor: CsvVisitor
  #state: State = 'start'
  #line = 1
  #column = 0
  #previous = 0
  #record = 0
  #cell = 0
  #recordLine = 1
  #quote: Place = { line: 1, column: 1 }

  constructor(delimiter: number, columnCount: number, visitor: CsvVisitor) {
    this.#delimiter = delimiter
    this.#columnCount = columnCount
    this.#visitor = visitor
  }

  take(byte: number): void {
    const isBom = this.#line === 1 && this.#column === 0 && (byte === 0xef || byte === 0xbb || byte === 0xbf) && this.#record === 0
    if (this.isStopped || isBom) return
    const isSecondOfPair = byte === lineFeed && this.#previous === carriageReturn
    this.#previous = byte
    if (isSecondOfPair) return
    // Bytes that continue a character of UTF-8 do not move the column.
    if ((byte & 0xc0) !== 0x80) this.#column++
    const isLineEnd = byte === lineFeed || byte === carriageReturn
    if (this.#state === 'quoted') this.#takeQuoted(byte)
    else if (isLineEnd) this.#endRecord()
    else this.#takeOutside(byte)
    if (isLineEnd) this.#nextLine()
  }

  end(): void {
    if (this.#state === 'quoted') this.#visitor.quoteProblem?.('open', this.#quote)
    else this.#endRecord()
  }

  #takeQuoted(byte: number): void {
    if (byte === quote) this.#state = 'closed'
  }

  #takeOutside(byte: number): void {
    if (this.#state === 'start') this.#visitor.cell?.(this.#record, this.#cell, { line: this.#line, column: this.#column })
    if (byte === this.#delimiter) {
      this.#cell++
      this.#state = 'start'
    } else if (byte === quote && this.#state !== 'plain') {
      if (this.#state === 'start') this.#quote = { line: this.#line, column: this.#column }
      this.#state = 'quoted'
    } else {
      if (this.#state === 'closed') this.#visitor.quoteProblem?.('undoubled', { line: this.#line, column: this.#column - 1 })
      this.#state = 'plain'
    }
  }

  #endRecord(): void {
    const isEmptyLine = this.#cell === 0 && this.#state === 'start'
    if (!isEmptyLine) {
      const isLastEmpty = this.#state === 'start'
      const cells = isLastEmpty && this.#cell === this.#columnCount ? this.#cell : this.#cell + 1
      const goesOn = this.#visitor.record?.(this.#record, cells, { line: this.#recordLine, column: 1 }) ?? true
      this.isStopped = !goesOn
      this.#record++
    }
    this.#cell = 0
    this.#state = 'start'
    this.#recordLine = this.#line + 1
  }

  #nextLine(): void {
    this.#line++
    this.#column = 0
  }
}
