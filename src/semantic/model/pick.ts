/**
 * Values picked out of rows, as they are written, and how rows of two entities lie to each other in time.
 *
 *   first: order.category     nth: 3, of: order.category     most_frequent: order.brand     list: order.product     when: before
 */
import type { Spanned } from '../issues/issue.ts'
import type { RelativeTest } from '../time/range.ts'

export const picks = ['first', 'last', 'nth', 'most_frequent', 'list'] as const
export type Pick = (typeof picks)[number]

/**
 * Which rows count for a row of the entity, of those that belong to the same customer (or whatever both belong to):
 * all; those before it; those after it; those after it and before the next row of its own entity.
 */
export const moments = ['ever', 'before', 'after', 'between'] as const
export type Moment = (typeof moments)[number]

export interface RelatedDeclaration {
  readonly when: Spanned<Moment>
  /** The entity both belong to, where it is not clear. */
  readonly by?: Spanned<string>
}

/** Which rows of other entities are read for a row of this one. */
export interface RowsDeclaration {
  /** Restricts them. */
  readonly where?: Spanned<string>
  /** Only rows whose time lies there, seen from the question's date. */
  readonly window?: RelativeTest
  /** Rows of the entity that are equal in these have one value; empty: all have one. Absent: each row by its key. */
  readonly per?: readonly Spanned<string>[]
  readonly related?: RelatedDeclaration
}

export interface PickOrigin extends RowsDeclaration {
  readonly kind: 'pick'
  readonly pick: Pick
  /** The dimension whose values are picked. */
  readonly of: Spanned<string>
  /** Counted from 1; only with `pick: nth`. */
  readonly nth?: number
}
