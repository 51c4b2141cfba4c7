/**
 * A model as it was written: every key decoded and typed, every name still unresolved, every place kept.
 *
 *   *.yml -read-> text -parse-> YAML + spans -decode-> Model -build-> Catalog
 */
import type { ValueType } from '../dialect/value-type.ts'
import type { Span, Spanned } from '../issues/issue.ts'
import type { Calendar, Granularity } from '../time/granularity.ts'
import type { PeriodUnit } from '../time/period.ts'
import type { LabelOrigin, ScoreOrigin, SegmentationOrigin, SegmentOrigin } from './grouping.ts'
import type { PickOrigin, RowsDeclaration } from './pick.ts'

/** What may stand on everything: header, stream, entity, dimension, measure, relationship. */
export interface Annotations {
  readonly description?: string
  readonly owner?: string
  readonly tags: readonly string[]
  readonly verified: boolean
  /** Why it should not be used any more and what to use instead. */
  readonly deprecated?: string
}

export interface Model {
  readonly header: ModelHeader
  readonly streams: readonly StreamDeclaration[]
  readonly entities: readonly EntityDeclaration[]
  /** Text of each file read, by the name used in spans: for the source line under an issue. */
  readonly sources: ReadonlyMap<string, string>
}

export interface ModelHeader extends Annotations, Calendar {
  readonly name: Spanned<string>
  readonly contract?: string
  /** IANA zone: the default of a query's `timeZone`, nothing else. */
  readonly timeZone: string
}

export type SourceDeclaration =
  /** `table: orders` or `table: analytics.orders`. */
  | { readonly kind: 'table'; readonly table: Spanned<string> }
  /** `sql:` one SELECT. */
  | { readonly kind: 'sql'; readonly sql: Spanned<string>; readonly trusted: boolean }
  /** `file:` path relative to the model's folder; becomes a table of the entity's (or stream's) name. */
  | { readonly kind: 'file'; readonly file: Spanned<string> }
  /** `extends: stream` + `activity: order_placed`. */
  | { readonly kind: 'activity'; readonly stream: Spanned<string>; readonly activity: Spanned<string> }

/** Lengths of time that are the same on every day. */
export const durationUnits = ['second', 'minute', 'hour', 'day'] as const

export interface DurationDeclaration {
  readonly n: number
  readonly unit: (typeof durationUnits)[number]
}

/** How one sees that rows have changed. */
export type FreshnessDeclaration =
  | { readonly kind: 'version'; readonly aggregates: readonly Spanned<string>[] }
  | ({ readonly kind: 'keep_for' } & DurationDeclaration)

export interface StreamDeclaration extends Annotations {
  readonly name: Spanned<string>
  readonly source: Exclude<SourceDeclaration, { kind: 'activity' }>
  readonly columns: {
    readonly id: Spanned<string>
    readonly customer: Spanned<string>
    readonly activity: Spanned<string>
    readonly timestamp: Spanned<string>
    readonly occurrence?: Spanned<string>
    readonly repeatedAt?: Spanned<string>
  }
  /** The entity the stream's customer column points to. */
  readonly customer: Spanned<string>
  /** Of all its activities that say nothing else. */
  readonly freshness?: FreshnessDeclaration
  readonly span: Span
}

export interface EntityDeclaration extends Annotations {
  readonly name: Spanned<string>
  readonly plural?: Spanned<string>
  readonly source: SourceDeclaration
  /** Empty when the entity has none (an activity inherits its stream's id). */
  readonly primaryKey: readonly Spanned<string>[]
  /** The primary time dimension. */
  readonly time?: Spanned<string>
  /** Rows later than asOf exist (plans, forecasts). */
  readonly future: boolean
  readonly freshness?: FreshnessDeclaration
  /** Scores, segments and segmentations are among them. */
  readonly dimensions: readonly DimensionDeclaration[]
  readonly measures: readonly MeasureDeclaration[]
  readonly relationships: readonly RelationshipDeclaration[]
  readonly span: Span
}

export interface DimensionDeclaration extends Annotations {
  readonly name: Spanned<string>
  /** Title for people; default: the name in words. */
  readonly title?: string
  readonly type: Spanned<ValueType>
  readonly from:
    | { readonly kind: 'column'; readonly column: Spanned<string> }
    | { readonly kind: 'sql'; readonly sql: Spanned<string> }
    /** An aggregate seen from the entity: one value per row of it. */
    | ({ readonly kind: 'measure'; readonly measure: Spanned<string> } & RowsDeclaration)
    | PickOrigin
    | ScoreOrigin
    | SegmentOrigin
    | SegmentationOrigin
    | LabelOrigin
  readonly hidden: boolean
  readonly pii: boolean
  readonly trusted: boolean
  readonly span: Span
}

/** Rows become one value. */
export const aggregateTypes = ['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'median', 'percentile'] as const
/** Made of one other measure, `of`. */
export const derivedTypes = ['cumulative', 'offset', 'difference', 'growth', 'share', 'rank'] as const
export const measureTypes = [...aggregateTypes, 'number', ...derivedTypes, 'conversion'] as const
export type MeasureType = (typeof measureTypes)[number]

export interface PeriodDeclaration {
  readonly n: number
  readonly unit: Spanned<PeriodUnit>
}

export type WindowDeclaration =
  | { readonly kind: 'all' }
  | ({ readonly kind: 'last' } & PeriodDeclaration)
  | { readonly kind: 'to_date'; readonly unit: Spanned<Granularity> }

export type DerivedDeclaration =
  | { readonly kind: 'cumulative'; readonly of: Spanned<string>; readonly window: WindowDeclaration }
  | { readonly kind: 'offset' | 'difference' | 'growth'; readonly of: Spanned<string>; readonly by: PeriodDeclaration }
  | { readonly kind: 'share'; readonly of: Spanned<string>; readonly within: readonly Spanned<string>[] }
  | {
      readonly kind: 'rank'
      readonly of: Spanned<string>
      readonly within: readonly Spanned<string>[]
      readonly direction: 'asc' | 'desc'
    }

export interface ConversionDeclaration {
  readonly kind: 'conversion'
  /** Default: the measure's own entity. */
  readonly from?: Spanned<string>
  readonly to: Spanned<string>
  readonly within: PeriodDeclaration
  /** The entity both belong to, where it is not clear. */
  readonly by?: Spanned<string>
}

export interface SemiAdditiveDeclaration {
  readonly keep: 'first' | 'last'
  readonly per: readonly Spanned<string>[]
  readonly span: Span
}

export interface MeasureDeclaration extends Annotations {
  readonly name: Spanned<string>
  readonly title?: string
  readonly type: Spanned<MeasureType>
  readonly sql?: Spanned<string>
  readonly where?: Spanned<string>
  /** 0 to 1; only with `type: percentile`. */
  readonly percentile?: Spanned<number>
  readonly semiAdditive?: SemiAdditiveDeclaration
  /** Present for the types that have neither rows nor an expression of their own. */
  readonly from?: DerivedDeclaration | ConversionDeclaration
  /** For people and BI tools, e.g. `percent`, `currency`, `0.00`. */
  readonly format?: string
  /** e.g. `EUR`, `days`. */
  readonly unit?: string
  /** The type of the answer where it should differ from the measure's own. */
  readonly returns?: Spanned<ValueType>
  readonly hidden: boolean
  readonly trusted: boolean
  readonly span: Span
}

export interface RelationshipDeclaration extends Annotations {
  readonly type: Spanned<'1:1' | '1:N' | 'N:1'>
  /** One dimension, or the parts of a composite key. */
  readonly field: readonly Spanned<string>[]
  readonly target: { readonly entity: Spanned<string>; readonly field: readonly Spanned<string>[] }
  /** Field name on this entity; default: the target's name or plural. */
  readonly name?: Spanned<string>
  /** Field name on the target. */
  readonly inverse?: Spanned<string>
  /** Taken where several ways to the same entity are as short. */
  readonly preferred: boolean
  readonly span: Span
}
