/** Rows of an answer that is cut by `apart`, put into their parts. They may come in any order: their place says where each belongs. */
import { InternalError } from '../issues/issue.ts'
import type { AnswerPart, AnswerValue } from '../query/answer.ts'
import type { AnswerRow, DriverRow, SliceReader } from './read-slice.ts'

export interface PartReader {
  /** Different for different parts, whatever their keys look like once they are read. */
  readonly identity: (row: DriverRow) => string
  /** True for rows of one part only; false says nothing. */
  readonly isSame: (one: DriverRow, other: DriverRow) => boolean
  /** Throws NUMBER_TOO_LARGE. */
  readonly key: (row: DriverRow) => AnswerRow
  /** Among all rows of its part, from 1; absent where every row is asked for. */
  readonly place?: (row: DriverRow) => number
  /** Whether it is asked how many rows a part has. */
  readonly isCounted: boolean
}

interface PartSoFar {
  readonly key: readonly AnswerValue[]
  readonly rows: AnswerRow[]
  readonly totals?: AnswerRow
  hasMore: boolean
  rowCount?: number
}

export class PartsInArrival {
  readonly #reader: SliceReader
  readonly #part: PartReader
  readonly #page: { readonly limit: number; readonly offset: number }
  readonly #parts = new Map<string, PartSoFar>()
  /** Rows of a part mostly follow each other. */
  #last: { readonly row: DriverRow; readonly part: PartSoFar } | undefined

  constructor(reader: SliceReader, page: { readonly limit: number; readonly offset: number }) {
    if (reader.part === undefined) throw new InternalError('An answer that is not cut has no parts')
    this.#reader = reader
    this.#part = reader.part
    this.#page = page
  }

  /** Throws NUMBER_TOO_LARGE. */
  add(row: DriverRow): void {
    const { place } = this.#part
    const { limit, offset } = this.#page
    const last = this.#last
    const part = last !== undefined && this.#part.isSame(row, last.row) ? last.part : this.#partOf(row)
    if (part !== last?.part) this.#last = { row, part }
    if (place === undefined) {
      part.rows.push(this.#reader.row(row))
      return
    }
    // The first row of a part may be there for its count and total alone.
    const onPage = place(row) - offset
    if (onPage > limit) part.hasMore = true
    else if (onPage > 0) part.rows[onPage - 1] = this.#reader.row(row)
  }

  get parts(): readonly AnswerPart[] {
    const { isCounted } = this.#part
    return [...this.#parts.values()].map((part) => ({ ...part, ...(isCounted && { rowCount: part.rowCount ?? part.rows.length }) }))
  }

  #partOf(row: DriverRow): PartSoFar {
    const identity = this.#part.identity(row)
    const known = this.#parts.get(identity)
    if (known !== undefined) return known
    const rowCount = this.#reader.rowCount?.(row)
    const totals = this.#reader.totals?.(row)
    const part: PartSoFar = {
      key: this.#part.key(row),
      rows: [],
      ...(totals && { totals }),
      hasMore: false,
      ...(rowCount !== undefined && { rowCount }),
    }
    this.#parts.set(identity, part)
    return part
  }
}
