/** Scores, segments and segmentations as they are written: dimensions that say where a row stands among the others, and which group it is in. */
import type { Span, Spanned } from '../issues/issue.ts'
import type { RelativeTest } from '../time/range.ts'

export const scoreMethods = ['quantile', 'ntile', 'cumulative_share', 'bands'] as const
export type ScoreMethod = (typeof scoreMethods)[number]

/** Which values have passed a cut point: those greater than it; those not less; those not less by one. */
export const quantileCuts = ['right', 'left', 'plus_one'] as const
export type QuantileCut = (typeof quantileCuts)[number]

/** How places become scores: the best ones get `bestScore`, which is 1 or the number of buckets. */
export interface ScoreScale {
  readonly best: 'lowest' | 'highest'
  readonly bestScore: number
}

/** From inclusive, below exclusive; digits with an optional sign and point. */
export interface Band {
  readonly score: number
  readonly from?: string
  readonly below?: string
}

export type ScoreRule =
  | ({ readonly method: 'quantile'; readonly buckets: number; readonly cut: QuantileCut } & ScoreScale)
  | ({ readonly method: 'ntile'; readonly buckets: number } & ScoreScale)
  /** `shares` ascend between 0 and 1, digits with a point: one bucket more than there are shares. */
  | ({ readonly method: 'cumulative_share'; readonly shares: readonly string[] } & ScoreScale)
  | { readonly method: 'bands'; readonly bands: readonly Band[] }

export interface ScoreOrigin {
  readonly kind: 'score'
  readonly of: Spanned<string>
  readonly rule: ScoreRule
  /** The population; all others have no score. */
  readonly where?: Spanned<string>
  readonly window?: Spanned<RelativeTest>
}

export interface SegmentOrigin {
  readonly kind: 'segment'
  readonly when: Spanned<string>
  readonly action?: string
}

export interface GroupDeclaration {
  readonly name: Spanned<string>
  readonly title?: string
  readonly description?: string
  /** What to do with its customers. */
  readonly action?: string
}

export type ConditionDeclaration =
  | { readonly kind: 'when'; readonly when: Spanned<string> }
  | { readonly kind: 'pattern'; readonly pattern: Spanned<string> }

/** What patterns are about: a list, or members by the letters that stand for them. */
export interface AxisDeclaration {
  readonly letters?: Spanned<string>
  readonly member: Spanned<string>
}

export interface SegmentationOrigin {
  readonly kind: 'segmentation'
  readonly scores: readonly AxisDeclaration[]
  readonly groups: readonly (GroupDeclaration & { readonly condition: ConditionDeclaration })[]
  readonly otherwise: GroupDeclaration
  readonly span: Span
}

/** A group of a segmentation as a segment: whoever it fits, in whatever group they are. */
export interface LabelOrigin {
  readonly kind: 'label'
  readonly segmentation: SegmentationOrigin
  /** Names of the segmentation and of the group in it. */
  readonly group: { readonly segmentation: string; readonly name: string }
  readonly condition: ConditionDeclaration
  readonly action?: string
}
