/**
 * Rows as JSON text, written while they come: the text of a response is put together without an object for each row and group.
 *
 *   selection { c: customer { state } orderPlaced { total: monetary } }  +  ["BY", "10.00"]  ->  {"c":{"state":"BY"},"orderPlaced":{"total":"10.00"}}
 */
import { InternalError } from '../semantic/issues/issue.ts'
import type { AnswerValue } from '../semantic/query/answer.ts'
import type { RowWriter } from './row-writing.ts'
import type { SelectedRows } from './selection.ts'
import { valueJson } from './value-json.ts'
import type { Vocabulary, Word } from './vocabulary.ts'

/** Text that a row begins with or has after a value, and the value that follows; the last piece has none. */
interface Piece {
  readonly text: string
  readonly position: number
  readonly print: (value: AnswerValue) => string
}

/** UTF-8. */
export type TextPart = string | Buffer

/** Characters in one chunk: enough to make few, little enough to be no burden. */
const chunkSize = 64 * 1024

export class RowText implements RowWriter {
  readonly #pieces: readonly Piece[]
  readonly #end: string
  readonly #chunks: TextPart[] = []
  #text = '['
  #isFirst = true

  /** `words`: what the values of a row are. */
  constructor(selected: SelectedRows, words: readonly Word[], vocabulary: Vocabulary) {
    const { pieces, end } = piecesOf(selected, words, vocabulary)
    this.#pieces = pieces
    this.#end = end
  }

  add(rows: readonly (readonly AnswerValue[])[]): void {
    for (const row of rows) {
      let text = this.#isFirst ? '' : ','
      this.#isFirst = false
      for (const piece of this.#pieces) {
        const value = row[piece.position]
        text += piece.text
        text += value === null || value === undefined ? 'null' : piece.print(value)
      }
      this.#text += text + this.#end
      if (this.#text.length > chunkSize) this.#flush()
    }
  }

  /** The JSON list, in parts. */
  finish(): readonly TextPart[] {
    return [...this.#chunks, `${this.#text}]`]
  }

  /** As bytes: half as large as characters, and out of the way of the garbage collector. */
  #flush(): void {
    this.#chunks.push(Buffer.from(this.#text, 'utf8'))
    this.#text = ''
  }
}

function piecesOf({ layout }: SelectedRows, words: readonly Word[], vocabulary: Vocabulary) {
  const pieces: Piece[] = []
  let text = '{'
  for (const [index, { name, group, members }] of layout.entries()) {
    if (index > 0) text += ','
    text += `${JSON.stringify(name)}:`
    if (group === undefined) {
      text += '"SliceRow"'
      continue
    }
    text += '{'
    for (const [memberIndex, member] of members.entries()) {
      text += `${memberIndex > 0 ? ',' : ''}${JSON.stringify(member.name)}:`
      if (member.word === undefined) {
        text += JSON.stringify(vocabulary.entities.get(group)?.typeNames.slice ?? 'SliceTime')
      } else {
        const position = words.indexOf(member.word)
        if (position === -1) throw new InternalError(`${member.word.path} is selected and not in the answer.`)
        pieces.push({ text, position, print: valueJson[member.word.type] })
        text = ''
      }
    }
    text += '}'
  }
  return { pieces, end: `${text}}` }
}
