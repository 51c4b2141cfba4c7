/** How rows leave where nobody needs them as objects: as the text of a response, or as rows of a table. */
import type { AnswerValue } from '../semantic/query/answer.ts'
import type { SelectedRows } from './selection.ts'
import type { Vocabulary, Word } from './vocabulary.ts'

export interface RowWriter {
  /** In the order they come; whoever is slow is waited for. */
  add(rows: readonly (readonly AnswerValue[])[]): void | Promise<void>
}

export interface RowWriting<Writer extends RowWriter = RowWriter> {
  /** For one `rows` of a slice; `words`: what the values of a row are. */
  open(selected: SelectedRows, words: readonly Word[], vocabulary: Vocabulary): Writer
  /** What stands in the response in the place of the rows. */
  place(writer: Writer): string
  /** What stands in the response in the place of a JSON text; absent where rows are not written as JSON. */
  placeJson?(json: string): string
  /** The most rows of a slice. A slice that names no limit has all of them then, or is refused. */
  readonly mostRows?: number
  /** A writer may wait for whoever reads what it writes. */
  readonly mayPause?: true
}
