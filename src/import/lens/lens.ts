/** A Lens as it was written: decoded, every place kept, every problem beside the declaration it belongs to. */
import type { Issue, Span, Spanned } from '../../semantic/issues/issue.ts'

/** A declaration, or why there is none; problems can also stand beside one that could be read. */
export interface Declared<T> {
  /** "measure `revenue`"; "a measure" where it has no name. */
  readonly label: string
  readonly span: Span
  readonly value?: T
  readonly issues: readonly Issue[]
}

/** What may stand on everything. `meta:` can hold it, too. */
export interface About {
  readonly title?: string
  readonly description?: string
  readonly owner?: string
  readonly tags: readonly string[]
  readonly verified: boolean
}

export interface Lens extends About {
  /** Absent where the Lens has none. */
  readonly name?: Spanned<string>
  readonly contract?: string
  readonly entities: readonly Declared<LensEntity>[]
  /** Keys that nothing stands for. */
  readonly issues: readonly Issue[]
}

export interface LensEntity extends About {
  readonly name: Spanned<string>
  readonly query: Spanned<string>
  /** Names of the columns of the query, where they are listed. */
  readonly columns?: readonly string[]
  readonly fields: readonly Declared<LensField>[]
  readonly dimensions: readonly Declared<LensDimension>[]
  readonly measures: readonly Declared<LensMeasure>[]
  readonly relationships: readonly Declared<LensRelationship>[]
}

export const lensTypes = ['string', 'number', 'date', 'bool', 'boolean', 'time', 'timestamp'] as const
export type LensType = (typeof lensTypes)[number]

interface LensMember extends About {
  readonly name: Spanned<string>
  readonly hidden: boolean
}

export interface LensField extends LensMember {
  readonly type: Spanned<LensType>
  readonly column?: Spanned<string>
  readonly primary: boolean
}

export interface LensDimension extends LensMember {
  readonly type: Spanned<LensType>
  readonly sql: Spanned<string>
  /** The expression is a measure, aggregated for each row. */
  readonly isSubQuery: boolean
}

export const lensMeasureTypes = [
  'count',
  'count_distinct',
  'count_distinct_approx',
  'sum',
  'avg',
  'min',
  'max',
  'number',
  'running_total',
] as const
export type LensMeasureType = (typeof lensMeasureTypes)[number]

export interface LensMeasure extends LensMember {
  readonly type: Spanned<LensMeasureType>
  readonly sql?: Spanned<string>
  /** Only rows for which all of them hold. */
  readonly filters: readonly Spanned<string>[]
  readonly rollingWindow?: LensWindow
  readonly format?: string
}

/** How far a rolling window reaches back and on from the end of a bucket: `30 day`, `unbounded`. */
export interface LensWindow {
  readonly trailing?: Spanned<string>
  readonly leading?: Spanned<string>
  readonly offset?: Spanned<string>
  readonly span: Span
}

export interface LensRelationship extends About {
  readonly type: Spanned<'1:1' | '1:N' | 'N:1'>
  readonly field: Spanned<string>
  readonly target: { readonly entity: Spanned<string>; readonly field: Spanned<string> }
  /** A condition beside the equality of the fields. */
  readonly sql?: Spanned<string>
  readonly span: Span
}
