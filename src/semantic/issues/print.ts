/**
 * Issues as people read them on a terminal: place, code, statement, the source line with a caret, the nearest spelling.
 *
 *   shop/order.yml:24:12  UNKNOWN_MEMBER
 *     Measure `monetary` reads `amuont`, which entity `order` does not have.
 *        24 |     sql: ${amuont}
 *           |            ^^^^^^
 *     Closest: `amount`.
 */
import { type IssueCode, issueDefinitions } from './codes.ts'
import { closestText } from './define-code.ts'
import type { Issue, Span } from './issue.ts'

/** Text of each file, by the name used in spans. */
export type Sources = ReadonlyMap<string, string>

/** The whole statement in one line, nearest spelling included: what a GraphQL client sees. */
export function issueMessage<C extends IssueCode>(issue: Issue<C>): string {
  return issueDefinitions[issue.code].message(issue.facts)
}

/** `file:line:column`. */
export function placeText(span: Span): string {
  return `${span.file}:${span.line}:${span.column}`
}

export function printIssue(issue: Issue, sources: Sources): string {
  const { statement, closest } = splitClosest(issue)
  const heading = issue.span === undefined ? issue.code : `${placeText(issue.span)}  ${issue.code}`
  const source = issue.span === undefined ? [] : sourceLines(issue.span, sources)
  return [heading, `  ${statement}`, ...source, ...(closest === undefined ? [] : [`  ${closest}`])].join('\n')
}

/** All of them in the order of the files, a blank line between. */
export function printIssues(issues: readonly Issue[], sources: Sources): string {
  return inOrder(issues)
    .map((issue) => printIssue(issue, sources))
    .join('\n\n')
}

/** By file, line and column; those without a place last; otherwise as they came. */
export function inOrder(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted((a, b) => compareSpans(a.span, b.span))
}

function compareSpans(a: Span | undefined, b: Span | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

function splitClosest(issue: Issue): { readonly statement: string; readonly closest?: string } {
  const message = printable(issueMessage(issue))
  const closest = 'closest' in issue.facts ? printable(closestText(issue.facts.closest)) : ''
  if (closest === '' || !message.endsWith(closest)) return { statement: message }
  return { statement: message.slice(0, -closest.length), closest: closest.trimStart() }
}

/** Where a line is longer, the part around the caret is shown. */
const widestLine = 160

function sourceLines(span: Span, sources: Sources): readonly string[] {
  const line = sources.get(span.file)?.split('\n')[span.line - 1]?.trimEnd()
  if (line === undefined) return []
  const start = span.column - 1
  const from = line.length > widestLine ? Math.max(0, start - widestLine / 2) : 0
  const shown = line.slice(from, from + widestLine)
  const caretStart = Math.min(start - from, shown.length)
  const carets = Math.max(1, Math.min(span.length ?? 1, shown.length - caretStart))
  // Tabs stay tabs in the margin, so that the caret stands under its character whatever a terminal makes of them.
  const margin = printable(shown.slice(0, caretStart)).replaceAll(/[^\t]/g, ' ')
  return [`${String(span.line).padStart(7)} | ${printable(shown)}`, `${' '.repeat(7)} | ${margin}${'^'.repeat(carets)}`]
}

/** Control characters of a file must not reach a terminal. */
function printable(text: string): string {
  return text.replaceAll(/(?!\t)\p{Cc}/gu, '\uFFFD')
}
