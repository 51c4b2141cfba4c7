/** Rows on their way to somebody else, held as long as they are few enough to be kept; from the first row too many on, none is. */
import type { SliceAnswer } from '../query/answer.ts'
import { sizeOfRow } from './answer-size.ts'

export class RowCopy {
  readonly #mostBytes: number
  #rows: SliceAnswer['rows'][number][] | undefined = []
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** All that came; undefined once they were too many. */
  get rows(): SliceAnswer['rows'] | undefined {
    return this.#rows
  }

  /** Of the rows held. */
  get bytes(): number {
    return this.#bytes
  }

  add(rows: SliceAnswer['rows']): void {
    for (const row of rows) {
      if (this.#rows === undefined) return
      this.#rows.push(row)
      this.#bytes += sizeOfRow(row)
      if (this.#bytes > this.#mostBytes) this.#giveUp()
    }
  }

  #giveUp(): void {
    this.#rows = undefined
    this.#bytes = 0
  }
}
