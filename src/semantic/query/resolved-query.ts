/**
 * A question with every name resolved against the catalog: which entities' rows are read, over which paths, into which columns.
 */
import type { Catalog, Dimension, Entity, Hop, Measure, MemberReference, Period, Window } from '../catalog/catalog.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import type { Granularity } from '../time/granularity.ts'
import type { AskedTests } from './asked-tests.ts'
import type { ColumnNames } from './names.ts'
import type { Predicate } from './predicate.ts'
import type { Direction, GrainMember, MeasureName } from './semantic-query.ts'
import type { ShownTime } from './shown-time.ts'
import type { QuestionTime } from './tests.ts'

/** How the rows of a branch lie in time. */
export interface Placement {
  /** Rows are moved forward by these periods, one after the other. */
  readonly shift: readonly Period[]
  /** A bucket holds the rows of the window that ends with it, not only its own. */
  readonly window?: Window
}

export const asTheyAre: Placement = { shift: [] }

/** A dimension as seen from a branch's entity. */
export interface PathDimension {
  readonly path: readonly Hop[]
  readonly dimension: Dimension
  /** Present where a time of the entity itself is read moved forward. */
  readonly shift?: readonly Period[]
}

/** A condition on an entity's rows; the rows that must exist are reached from there. */
export type RowPredicate = Predicate<PathDimension, Reach>

/** Rows over a to-many hop: from the row that `path` leads to (looked up, or of the group), over `hop`, those that pass `where`. */
export interface Reach {
  readonly path: readonly Hop[]
  readonly hop: Hop
  readonly where?: RowPredicate
}

/** A column of the answer's grain, the same in every branch. */
export interface GrainKey {
  /** The column's name in the SQL. */
  readonly name: string
  readonly type: ValueType
  readonly member: GrainMember
  /** A row of some measure's entity may stand in several of its groups. */
  readonly overlapping: boolean
  /** Its values cut the answer into parts. */
  readonly isApart?: true
}

/** Where a branch takes a grain key from. */
export interface BranchKey extends PathDimension {
  readonly name: string
  readonly granularity?: Granularity
  /** The branch's own time: what windows run along. */
  readonly isClock?: boolean
  /** Its values cut the answer into parts: what is counted from a first to a last one is so in each. */
  readonly isApart?: true
}

/** A measure a branch aggregates: the model's own, or an aggregate lifted out of a `number` measure. */
export interface BaseMeasure {
  readonly name: string
  readonly type: ValueType
  readonly compute: Extract<Measure['compute'], { kind: 'aggregate' }>
}

/** Everything read from one entity's rows. */
export interface Branch {
  readonly entity: Entity
  readonly placement: Placement
  /** Its rows make groups; otherwise it only adds values to groups that others make. */
  readonly makesGroups: boolean
  readonly keys: readonly BranchKey[]
  readonly measures: readonly BaseMeasure[]
  readonly where?: RowPredicate
  /** For windows: the time they are shown for. `where` says nothing about the clock then, windows read back. */
  readonly shown?: ShownTime
  /** Written in the model: `where` of an aggregate seen from an entity. */
  readonly condition?: Expression<MemberReference>
  /** Its rows are looked up from others: those after asOf are among them. */
  readonly lookedUp?: true
}

/** Computed from columns of the merged groups, in this order. `within`: columns of the grain. */
export type DerivedMeasure = { readonly name: string; readonly type: ValueType } & (
  | { readonly kind: 'number'; readonly expression: Expression<string> }
  /** `of`, divided by `of` of the groups of `within`, computed from their rows. */
  | { readonly kind: 'share'; readonly of: string; readonly within: readonly string[] }
  | { readonly kind: 'rank'; readonly of: string; readonly within: readonly string[]; readonly direction: Direction }
)

export interface MeasureColumn {
  readonly name: string
  readonly type: ValueType
  readonly member: MeasureName
}

export interface ResolvedQuery {
  /** What a statement needs to serve other questions of the same shape. */
  readonly tests: AskedTests
  readonly catalog: Catalog
  readonly time: QuestionTime
  /** Column names of the statement; later steps allocate theirs here too. */
  readonly names: ColumnNames
  readonly grain: readonly GrainKey[]
  /** A finer grain that `having` and conditions are about; `grain` is part of it. */
  readonly within?: readonly GrainKey[]
  readonly branches: readonly Branch[]
  readonly derived: readonly DerivedMeasure[]
  /** Selected measures, in the order asked. */
  readonly measures: readonly MeasureColumn[]
  readonly totals: readonly MeasureColumn[]
  readonly having?: Predicate<string>
  /** Completed to a total order by the grain. */
  readonly order: readonly { readonly column: string; readonly direction: Direction; readonly nulls?: 'first' }[]
  /** Rows of the one branch are not grouped. */
  readonly each?: true
  /** Columns of the grain that cut the answer into parts, in the order in which a part's key has them; never none. */
  readonly apart?: readonly string[]
  readonly limit: number
  readonly offset: number
  readonly rowCount: boolean
  /** Buckets without rows are groups too, with the time they are made for. */
  readonly fill?: ShownTime
}
