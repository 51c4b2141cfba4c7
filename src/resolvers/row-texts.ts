/**
 * Lists of rows that are written as text already, on their way through an executor that only knows values: a placeholder stands for each,
 * and the response is put together from the text around them.
 */
import { randomUUID } from 'node:crypto'
import { InternalError } from '../semantic/issues/issue.ts'
import type { TextPart } from './row-text.ts'

export class RowTexts {
  /** Nobody can know it before the response is there, so that no value of a client or of the database is taken for a placeholder. */
  readonly #id = randomUUID()
  readonly #texts: (readonly TextPart[])[] = []

  /** The placeholder, a value of the response. */
  add(text: readonly TextPart[]): string {
    return `${this.#id}:${this.#texts.push(text) - 1}`
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
