/**
 * What the fields of `catalog` read. `null` where the model says nothing.
 * Members and entities refer to each other by name: objects that lead back to what they came from would make huge answers of small questions.
 */
import type { SemanticType } from '../semantic/catalog/semantic-type.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { ScoreMethod } from '../semantic/model/grouping.ts'
import type { MeasureType } from '../semantic/model/model.ts'
import type { Granularity } from '../semantic/time/granularity.ts'

export interface Annotated {
  readonly description: string | null
  readonly owner: string | null
  readonly tags: readonly string[]
  readonly verified: boolean
  readonly deprecated: string | null
}

export interface CatalogView extends Annotated {
  readonly name: string
  readonly contract: string | null
  readonly timeZone: string
  /** Buckets of the shared clock. */
  readonly time: readonly BucketView[]
  readonly entities: readonly EntityView[]
}

export interface EntityView extends Annotated {
  readonly name: string
  readonly field: string
  readonly enumValue: string
  readonly title: string
  readonly plural: string
  readonly dimensions: readonly DimensionView[]
  readonly measures: readonly MeasureView[]
  readonly relationships: readonly RelationshipView[]
  /** Field names; empty also where a part of it is hidden. */
  readonly key: readonly string[]
  /** A field name. */
  readonly time: string | null
  readonly tables: readonly TableView[]
}

export interface MemberView extends Annotated {
  readonly kind: 'dimension' | 'measure'
  readonly name: string
  readonly field: string
  readonly path: string
  readonly enumValue: string
  /** The field name of its entity. */
  readonly entity: string
  readonly title: string
  readonly type: ValueType
  readonly semanticType: SemanticType
  readonly unit: string | null
  readonly format: string | null
  readonly lineage: () => LineageView
}

export interface DimensionView extends MemberView {
  readonly kind: 'dimension'
  readonly pii: boolean
  readonly isKey: boolean
  readonly buckets: readonly BucketView[]
  readonly score: ScoreView | null
  readonly segment: SegmentView | null
  readonly segmentation: SegmentationView | null
}

export interface ScoreView {
  /** A path; null where it is not shown. */
  readonly of: string | null
  readonly method: ScoreMethod
  readonly buckets: number
  /** Null for bands, which say themselves what each score is. */
  readonly best: 'lowest' | 'highest' | null
  readonly bestScore: number | null
}

export interface SegmentView {
  readonly action: string | null
}

export interface SegmentationView {
  /** In the order they are tried in, the rest last. */
  readonly groups: readonly GroupView[]
}

export interface GroupView {
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly action: string | null
}

export interface MeasureView extends MemberView {
  readonly kind: 'measure'
  readonly aggregation: MeasureType
  readonly additive: boolean
  readonly reaggregation: 'sum' | 'min' | 'max' | null
}

export interface BucketView {
  readonly granularity: Granularity
  readonly field: string
  readonly path: string
  readonly enumValue: string
  readonly title: string
  readonly type: ValueType
}

export interface RelationshipView {
  readonly name: string
  readonly field: string
  /** The field name of the entity. */
  readonly to: string
  readonly cardinality: 'one' | 'many'
  readonly verified: boolean
  readonly description: string | null
  /** Field names, null where hidden. */
  readonly fields: readonly { readonly from: string | null; readonly to: string | null }[]
}

export interface LineageView {
  /** Paths: `customer.state`. */
  readonly members: readonly string[]
  readonly tables: readonly TableView[]
  readonly columns: readonly { readonly name: string; readonly table: TableView | null }[]
}

export interface TableView {
  readonly schema: string | null
  readonly name: string
  readonly file: string | null
}
