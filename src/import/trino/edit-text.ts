/**
 * Text with parts replaced, every part of the result still at its place in the file: an issue found in the result points into what was written.
 *
 *   cast(a as double)  ->  "trino cast"(a, 'double')      `a` is where it was; the new words are where the old ones stood
 */
import type { Span, Spanned } from '../../semantic/issues/issue.ts'
import { spanAt } from '../../semantic/issues/span-at.ts'

/** Offsets in the value of the text; `to` is exclusive. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly with: string
}

type Piece = NonNullable<Spanned<string>['pieces']>[number]

/** The edits do not overlap; they may come in any order. */
export function editText(text: Spanned<string>, edits: readonly Edit[]): Spanned<string> {
  const pieces: Piece[] = []
  let value = ''
  let offset = 0
  const keep = (to: number): void => {
    for (const piece of piecesOf(text)) pieces.push(...overlap(piece, offset, to, value.length))
    value += text.value.slice(offset, to)
    offset = to
  }
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    keep(edit.from)
    if (edit.with !== '') pieces.push({ offset: value.length, span: spanAt(text, edit.from, Math.max(1, edit.to - edit.from)) })
    value += edit.with
    offset = edit.to
  }
  keep(text.value.length)
  return { value, span: pieces[0]?.span ?? text.span, pieces }
}

/** A part of the text as a text of its own. */
export function sliceText(text: Spanned<string>, from: number, to: number): Spanned<string> {
  return editText(text, [
    { from: 0, to: from, with: '' },
    { from: to, to: text.value.length, with: '' },
  ])
}

function piecesOf(text: Spanned<string>): readonly Piece[] {
  if (text.pieces !== undefined) return text.pieces
  let offset = 0
  return text.value.split('\n').map((line, index) => {
    const start: Span = text.lines?.[index] ?? text.span
    const piece = { offset, span: { ...start, length: Math.max(1, line.length) } }
    offset += line.length + 1
    return piece
  })
}

/** What of the piece lies in [from, to), as a piece of a text where `from` stands at `at`. */
function overlap({ offset, span }: Piece, from: number, to: number, at: number): readonly Piece[] {
  const start = Math.max(offset, from)
  const end = Math.min(offset + (span.length ?? 1), to)
  if (start >= end) return []
  return [{ offset: at + start - from, span: { ...span, column: span.column + start - offset, length: end - start } }]
}
