/** What is told about a translation beside its result, collected on the way. */
import { type Issue, issue, type Span } from '../semantic/issues/issue.ts'
import { issueMessage } from '../semantic/issues/print.ts'

/** Why something cannot be translated, and where it stands. A sentence that goes on after "... is left out:". */
export interface Problem {
  readonly reason: string
  readonly span: Span
}

/** Something that was decided here. `text` is a sentence about several members as well as about one. */
export interface Decision {
  readonly kind: 'changed' | 'guessed'
  readonly text: string
}

/** A decision and the member it was taken for. */
export interface Remark extends Decision {
  readonly member: string
  readonly span: Span
}

export interface LeftOut extends Problem {
  /** "measure `order.revenue`". */
  readonly what: string
}

/** An issue of the parser or of the model's own checks, as a reason. */
export function problemOf(found: Issue, otherwise: Span): Problem {
  const message = issueMessage(found)
  // Names and code keep their case.
  const reason = /^[A-Z][a-z ]/.test(message) ? `${message.charAt(0).toLowerCase()}${message.slice(1)}` : message
  return { reason, span: found.span ?? otherwise }
}

export function leftOutIssue({ what, reason, span }: LeftOut): Issue {
  return issue('NOT_IMPORTED', { what, reason }, span)
}

/** One issue for each decision, with all the members it was taken for; at the place of the first. */
export function remarkIssues(remarks: readonly Remark[]): readonly Issue[] {
  const firsts = remarks.filter((remark, index) => remarks.findIndex((other) => isSameDecision(other, remark)) === index)
  return firsts.map((first) => {
    const members = [...new Set(remarks.filter((remark) => isSameDecision(remark, first)).map(({ member }) => member))]
    return first.kind === 'changed'
      ? issue('IMPORTED_OTHERWISE', { change: first.text, members }, first.span)
      : issue('IMPORT_GUESSED', { guess: first.text, members }, first.span)
  })
}

function isSameDecision(a: Decision, b: Decision): boolean {
  return a.kind === b.kind && a.text === b.text
}
