/**
 * The place of a part of a text: an offset in an expression becomes file, line and column of the model, whatever the YAML style it is written in.
 */
import type { Span, Spanned } from './issue.ts'

/** Where `length` characters from `offset` of the text stand. Beyond the end: the place right after the last character. */
export function spanAt(text: Spanned<string>, offset: number, length = 1): Span {
  return text.pieces === undefined ? inLine(text, offset, length) : inPiece(text.pieces, text.span, offset, length)
}

function inPiece(pieces: NonNullable<Spanned<string>['pieces']>, whole: Span, offset: number, length: number): Span {
  const piece = pieces.findLast((candidate) => candidate.offset <= offset)
  if (piece === undefined) return { ...(pieces[0]?.span ?? whole), length: 1 }
  // A folded line break is one character of the value and none of the line: it counts as the place right after the piece.
  const into = Math.min(offset - piece.offset, piece.span.length ?? 0)
  const left = (piece.span.length ?? 0) - into
  return { ...piece.span, column: piece.span.column + into, length: Math.max(1, Math.min(length, left)) }
}

/** Text with the places of its lines alone. */
function inLine(text: Spanned<string>, offset: number, length: number): Span {
  const before = text.value.slice(0, offset).split('\n')
  const line = text.lines?.[before.length - 1] ?? text.span
  const column = before.at(-1)?.length ?? 0
  const rest = text.value.slice(offset).split('\n')[0]?.length ?? 0
  return { ...line, column: line.column + column, length: Math.max(1, Math.min(length, rest)) }
}
