/** What comes back for a SemanticQuery: values decoded by the model's types, ready for JSON. */
import type { ValueType } from '../dialect/value-type.ts'
import type { GrainMember, MeasureName } from './semantic-query.ts'

/**
 * string, date, timestamp (ISO 8601), decimal: text. integer, float: number. boolean: boolean.
 * bigint: number up to 2^53 - 1, text beyond.
 */
export type AnswerScalar = string | number | boolean | null
/** A list where the dimension is one: in rows one by one only. */
export type AnswerValue = AnswerScalar | readonly AnswerScalar[]

export type AnswerColumn = {
  readonly type: ValueType
  /** A row of the measure's entity may stand in several groups of this dimension, so groups do not add up. */
  readonly overlapping: boolean
} & ({ readonly kind: 'dimension'; readonly member: GrainMember } | { readonly kind: 'measure'; readonly member: MeasureName })

/** One part of an answer that is cut by `apart`. */
export interface AnswerPart {
  /** Its values of `apart`, in that order. */
  readonly key: readonly AnswerValue[]
  /** Whole rows, one value per column of the answer; none where the page begins after the last one. */
  readonly rows: readonly (readonly AnswerValue[])[]
  /** One value per measure of `totals`, in that order; present when asked. */
  readonly totals?: readonly AnswerValue[]
  readonly hasMore: boolean
  /** Present when asked. */
  readonly rowCount?: number
}

export interface SliceAnswer {
  /** Dimensions in the order of `by`, then measures in the order asked. */
  readonly columns: readonly AnswerColumn[]
  /** One value per column. */
  readonly rows: readonly (readonly AnswerValue[])[]
  /**
   * With `apart`, instead of `rows`, which is empty: the parts that have groups, in no order. Parts without groups are absent; of a page that begins after
   * a part's last row, the part is there only if `rowCount` or `totals` were asked. Of the whole answer `hasMore` is false then, `totals` empty, `rowCount`
   * absent.
   */
  readonly parts?: readonly AnswerPart[]
  /** One value per measure of `totals`, in that order; empty when none was asked. */
  readonly totals: readonly AnswerValue[]
  readonly hasMore: boolean
  /** Present when asked. */
  readonly rowCount?: number
  /** The instant of the question (ISO 8601, offset of the question's zone). */
  readonly asOf: string
}
