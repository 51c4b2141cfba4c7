/**
 * Lists of rows that are written as text already, on their way through an executor that only knows values: a placeholder stands for each,
 * and the response is put together from the text around them.
 */
import { randomUUID } from 'node:crypto'
import { InternalError } from '../semantic/issues/issue.ts'
import { RowText, type TextPart } from './row-text.ts'
import type { RowWriting } from './row-writing.ts'
import type { SelectedRows } from './selection.ts'
import type { Vocabulary, Word } from './vocabulary.ts'

export class RowTexts implements RowWriting<RowText> {
  /** Nobody can know it before the response is there, so that no value of a client or of the database is taken for a placeholder. */
  readonly #id = randomUUID()
  readonly #texts: (readonly TextPart[])[] = []

  open(selected: SelectedRows, words: readonly Word[], vocabulary: Vocabulary): RowText {
    return new RowText(selected, words, vocabulary)
  }

  /** The placeholder, a value of the response. */
  place(text: RowText): string {
    return this.#placed(text.finish())
  }

  placeJson(json: string): string {
    return this.#placed([json])
  }

  #placed(parts: readonly TextPart[]): string {
    return `${this.#id}:${this.#texts.push(parts) - 1}`
  }

  /** The JSON of a response, in parts, with the texts in the places of their placeholders. */
  fill(json: string): readonly TextPart[] {
    const [first = '', ...others] = json.split(`"${this.#id}:`)
    const parts: TextPart[] = [first]
    for (const other of others) {
      const end = other.indexOf('"')
      const text = this.#texts[Number(other.slice(0, end))]
      if (text === undefined) throw new InternalError('A placeholder without its rows')
      parts.push(...text, other.slice(end + 1))
    }
    return parts
  }
}
