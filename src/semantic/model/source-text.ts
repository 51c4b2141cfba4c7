/**
 * The text of a file as places: offset -> line and column, and where the parts of a YAML scalar's value stand in the file.
 *
 *   sql: >                      value "a +\n b"? no: YAML folds it to "a + b"; pieces say
 *     a +                       0 -> line 2, column 3 ("a +")
 *     b                         4 -> line 3, column 3 ("b")
 */
import type { Span, Spanned } from '../issues/issue.ts'

type Piece = NonNullable<Spanned<string>['pieces']>[number]
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block'

export class SourceText {
  readonly file: string
  readonly text: string
  readonly #lineStarts: readonly number[]

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)]
  }

  /** Stretches over several lines get the length of their part on the first. */
  span(start: number, end: number): Span {
    const line = this.#lineOf(start)
    const lineEnd = this.text.indexOf('\n', start)
    const length = Math.min(end, lineEnd === -1 ? this.text.length : lineEnd) - start
    return { file: this.file, line, column: start - (this.#lineStarts[line - 1] ?? 0) + 1, length: Math.max(1, length) }
  }

  /** The value of a scalar with the places of its parts; `start` to `end` is its source, quotes or block header included. */
  scalar(value: string, style: ScalarStyle, start: number, end: number): Spanned<string> {
    const pieces = this.#pieces(value, style, start, end)
    const first = pieces[0]
    const span = style === 'block' && first !== undefined ? first.span : this.span(start, end)
    if (first === undefined || (pieces.length === 1 && style === 'plain')) return { value, span, lines: [span] }
    return { value, span, lines: linesOf(value, pieces, first), pieces }
  }

  /**
   * YAML keeps the characters of a line and changes only what is between lines and at escapes, in every style. So each stretch without
   * a line break or escape is found again in the value, after the one before it.
   */
  #pieces(value: string, style: ScalarStyle, start: number, end: number): readonly Piece[] {
    const pieces: Piece[] = []
    let cursor = 0
    for (const [from, to] of stretches(this.text, style, start, end)) {
      const stretch = this.text.slice(from, to)
      const content = stretch.trim()
      const offset = content === '' ? -1 : value.indexOf(content, cursor)
      if (offset === -1) continue
      const at = from + stretch.indexOf(content)
      pieces.push({ offset, span: this.span(at, at + content.length) })
      cursor = offset + content.length
    }
    return pieces
  }

  #lineOf(offset: number): number {
    let low = 0
    let high = this.#lineStarts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** What is between stretches; `matchAll` copies a pattern, so that they can be shared. */
const separators: Readonly<Record<ScalarStyle, RegExp>> = {
  plain: /\n/g,
  block: /\n/g,
  single: /\n|''/g,
  double: /\n|\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n|.)/g,
}

/** Source ranges between line breaks and escapes, without quotes and block header. */
function* stretches(text: string, style: ScalarStyle, start: number, end: number): Generator<readonly [number, number]> {
  const isQuoted = style === 'single' || style === 'double'
  const from = style === 'block' ? afterLine(text, start) : isQuoted ? start + 1 : start
  const to = isQuoted ? end - 1 : end
  const source = text.slice(from, to)
  let last = 0
  for (const match of source.matchAll(separators[style])) {
    yield [from + last, from + match.index]
    last = match.index + match[0].length
  }
  yield [from + last, to]
}

function afterLine(text: string, offset: number): number {
  const lineEnd = text.indexOf('\n', offset)
  return lineEnd === -1 ? text.length : lineEnd + 1
}

/** Where each line of the value begins: at its first piece, moved back over the white space before it. */
function linesOf(value: string, pieces: readonly Piece[], first: Piece): readonly Span[] {
  let offset = 0
  let previous = first.span
  let next = 0
  return value.split('\n').map((line) => {
    while (next < pieces.length && (pieces[next]?.offset ?? 0) < offset) next += 1
    const piece = pieces[next]
    const isHere = piece !== undefined && piece.offset <= offset + line.length
    const span = isHere ? { ...piece.span, column: Math.max(1, piece.span.column - (piece.offset - offset)) } : previous
    offset += line.length + 1
    previous = span
    return span
  })
}
