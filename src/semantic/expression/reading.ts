/** What the steps from the parser's tree to an expression share: the text, the issues found so far, the way down. */
import { type Issue, issue, type Span, type Spanned } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
import { locationOf } from './ast.ts'
import type { Expression, ParsedReference } from './expression.ts'
import type { Node } from './parser.ts'

export type Parsed = Expression<ParsedReference>

export interface ParseOptions {
  /** Lifts the allow-list of functions; all else stays refused. */
  readonly trusted: boolean
  readonly aggregates: 'allowed' | 'refused'
}

export interface Reading {
  readonly text: Spanned<string>
  readonly options: ParseOptions
  /** The offset in the text of a place of the parser. */
  readonly offsetOf: (location: number | undefined) => number
  readonly references: ReadonlyMap<number, ParsedReference | 'as_of'>
  /** Offsets of the references the parser has found. */
  readonly found: Set<number>
  readonly issues: Issue[]
  /** The node as an expression; `where` is the place of a node that has none of its own. */
  read(node: Node | undefined, where: Span): Parsed
  /** Aggregates do not stand in each other. */
  isInAggregate: boolean
}

const token = /\$\{[^}]*\}|"[^"]*"|'[^']*'|[\p{L}\p{N}_.$]+|[-+*/<>=~!@#%^&|:]+|./suy

/** The place of the word or sign the location points to. */
export function spanOf(location: number | undefined, reading: Reading, otherwise: Span): Span {
  if (location === undefined || location < 0) return otherwise
  const offset = reading.offsetOf(location)
  token.lastIndex = offset
  return spanAt(reading.text, offset, token.exec(reading.text.value)?.[0].length ?? 1)
}

export function spanOfNode(node: Node, reading: Reading, otherwise: Span): Span {
  return spanOf(locationOf(node), reading, otherwise)
}

export function call(name: string, arguments_: readonly Parsed[], span: Span): Parsed {
  return { kind: 'call', name, arguments: arguments_, type: 'unknown', span }
}

/** Reports what may not stand here; the null in its place keeps the reading going, so that all problems are found at once. */
export function refuse(reading: Reading, span: Span, what: string, fix?: string): Parsed {
  reading.issues.push(issue('EXPRESSION_NOT_ALLOWED', { what, ...(fix !== undefined && { fix }) }, span))
  return { kind: 'literal', value: null, type: 'unknown', span }
}
