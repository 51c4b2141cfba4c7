/**
 * A user's mistake, as a value: what is wrong (a code and its facts) and where.
 * Stages collect issues and return them all; nothing here throws. The bottom room: it imports only its own table of codes.
 */
import type { IssueCode, IssueFacts } from './codes.ts'

/** A place in a file, 1-based. `length` counts characters on that line (for the caret line); 1 when unknown. */
export interface Span {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length?: number
}

/** A value and its place. For text, `lines` holds where each line of the value begins in the file, so that an offset in an expression has a place. */
export interface Spanned<T> {
  readonly value: T
  readonly span: Span
  readonly lines?: readonly Span[]
  /**
   * Finer than `lines`, in order: stretches of the text that stand together in the file, each with its offset in the value. YAML folds several
   * lines of a file into one line of a value, and escapes make one character of two. `spanAt` reads it.
   */
  readonly pieces?: readonly { readonly offset: number; readonly span: Span }[]
}

export interface Issue<C extends IssueCode = IssueCode> {
  readonly code: C
  readonly facts: IssueFacts<C>
  /** Where in the model file; absent for mistakes in a query. */
  readonly span?: Span
}

/** The value, or every reason why there is none (never an empty list). */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] }

export function issue<C extends IssueCode>(code: C, facts: IssueFacts<C>, span?: Span): Issue {
  return (span === undefined ? { code, facts } : { code, facts, span }) as Issue
}

export function success<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function failure<T = never>(...issues: readonly Issue[]): Result<T> {
  return { ok: false, issues }
}

/** Our own mistake, never the user's: logged whole, masked to clients. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** Ends an exhaustive switch: a new member of a closed union fails to compile here. */
export function assertNever(value: never): never {
  throw new InternalError(`Unexpected value: ${JSON.stringify(value)}`)
}
