/**
 * The model with every name resolved and checked, frozen: what queries are planned against and schemas are built from.
 *
 *   Model -build + rules-> Catalog
 */
import type { Additivity, Aggregation } from '../aggregation/aggregation.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import type { Span } from '../issues/issue.ts'
import type { ScoreRule } from '../model/grouping.ts'
import type { Annotations } from '../model/model.ts'
import type { Moment } from '../model/pick.ts'
import type { Calendar, Granularity } from '../time/granularity.ts'
import type { PeriodUnit } from '../time/period.ts'
import type { RelativeTest } from '../time/range.ts'

export interface Catalog extends Annotations, Calendar {
  readonly name: string
  readonly contract?: string
  readonly timeZone: string
  /** By name, in the order of the model. */
  readonly entities: ReadonlyMap<string, Entity>
  /** Streams that are read whole (activity-streams.ts), by a name that no model can write. None of them is among the entities. */
  readonly activityStreams: ReadonlyMap<string, ActivityStream>
  /** Each once, however often and from whichever end it is declared. */
  readonly relationships: readonly Relationship[]
  /** Tables to be made from files, streams included. */
  readonly files: readonly FileTable[]
}

/** A `file:` of the model: loaded as `table`, with these columns and types. Columns not listed are loaded as text. */
export interface FileTable {
  readonly table: string
  /** As written: relative to the model's folder. */
  readonly path: string
  /** Where the model names the file. */
  readonly declaredAt?: Span
  readonly columns: readonly FileColumn[]
  readonly key: readonly string[]
  /** Absent where rows have no owner or no time. */
  readonly order?: RowOrder
}

/** What a database that stores rows in order had better sort by: columns of whom a row belongs to, and of when. */
export interface RowOrder {
  readonly owner: string
  readonly time: string
}

export interface FileColumn {
  readonly name: string
  readonly type: ValueType
  /** Where the model names the column. */
  readonly declaredAt?: Span
}

/** Where rows come from: a FROM item, with what narrows it to the entity's rows. */
export type Source =
  | { readonly kind: 'table'; readonly schema?: string; readonly table: string }
  | { readonly kind: 'sql'; readonly sql: string }

export interface ActivitySource {
  readonly stream: string
  readonly activity: string
  readonly idColumn: string
  readonly customerColumn: string
  readonly activityColumn: string
  readonly timestampColumn: string
}

export interface Entity extends Annotations {
  /** As in YAML: `order_placed`. */
  readonly name: string
  readonly plural: string
  readonly title: string
  readonly declaredAt?: Span
  readonly source: Source
  /** Present when the entity is one activity of a stream: rows are those with this activity. */
  readonly activity?: ActivitySource
  /** Empty: no key, so no measures across joins. */
  readonly key: readonly Dimension[]
  readonly time?: Dimension
  readonly future: boolean
  readonly freshness?: Freshness
  readonly dimensions: ReadonlyMap<string, Dimension>
  readonly measures: ReadonlyMap<string, Measure>
  /** Measures that no model declares (figures.ts); empty without a key. */
  readonly figures: ReadonlyMap<string, Measure>
  /** Relationships seen from here, both directions of each declaration, by field name. */
  readonly hops: ReadonlyMap<string, Hop>
}

/** A stream of which several entities are activities, as one entity: its rows are those of all activities, of any customer. */
export interface ActivityStream extends Entity {
  /** As in YAML. */
  readonly stream: string
  readonly time: Dimension
  /** The entity that the rows belong to, and the dimension that holds its key. */
  readonly customer: { readonly entity: string; readonly field: Dimension }
  /** Which activity a row is. */
  readonly activityName: Dimension
  /** Entities whose rows are exactly those of an activity, with its name as the stream has it: no two have the same. Others are read by themselves. */
  readonly activities: ReadonlyMap<string, string>
}

/** How one sees that rows have changed. */
export type Freshness =
  /** Over all rows of the source, an activity's whole stream: equal values mean equal rows. Only columns are read. */
  | {
      readonly kind: 'version'
      readonly aggregates: readonly { readonly expression: Expression<MemberReference>; readonly declaredAt: Span }[]
    }
  /** Nobody looks: an answer may be this old. */
  | { readonly kind: 'keep_for'; readonly ms: number }

export interface MemberName {
  readonly entity: string
  readonly name: string
}

interface Member extends Annotations {
  /** Where the model says what it is made from: its column or expression. */
  readonly declaredAt?: Span
  readonly entity: string
  readonly name: string
  readonly title: string
  readonly hidden: boolean
  /** The type of its values in answers. */
  readonly type: ValueType
}

/** A group of a segmentation. */
export interface Group {
  /** Where the model names it. */
  readonly declaredAt: Span
  /** As it stands in answers, filters and expressions: the name in upper case. */
  readonly value: string
  readonly title: string
  readonly description?: string
  /** What to do with its rows. */
  readonly action?: string
  /** Absent for the rest. */
  readonly condition?: Expression<MemberReference>
}

export interface Dimension extends Member {
  readonly kind: 'dimension'
  readonly pii: boolean
  /** Present where it is a named condition on rows. */
  readonly segment?: { readonly action?: string }
  /** Present where it is a segmentation: every row is in the first group it fits, else in the last. */
  readonly groups?: readonly Group[]
  /** Present where its value is a list of different values of `type`, ascending: only rows one by one have it, and nothing reads it. */
  readonly list?: true
  readonly from:
    | { readonly kind: 'column'; readonly column: string }
    | { readonly kind: 'expression'; readonly expression: Expression<MemberReference> }
    /** How many times this activity happened to this customer so far: a window over the entity's rows where the stream does not store it. */
    | { readonly kind: 'occurrence' }
    /** When this activity happened to this customer again: stored (null where later than asOf) or a window. */
    | { readonly kind: 'repeated_at'; readonly column?: string }
    /** An aggregate of another entity's rows (or of this one's), one value per row of this entity. */
    | ({ readonly kind: 'measure'; readonly measure: MemberName } & RowsRead)
    /** A value picked out of another entity's rows, one per row of this entity: made as an aggregate that no model declares. */
    | ({ readonly kind: 'pick'; readonly of: MemberName; readonly measure: Measure } & RowsRead)
    /**
     * Where the row stands among all rows of the entity at the question's date (semantics.md 20, 22). `of`: a dimension of the entity; a count of 0
     * has no score. `window`: the aggregate `of` is, over the rows whose time lies there.
     */
    | {
        readonly kind: 'score'
        readonly of: string
        readonly rule: ScoreRule
        readonly where?: Expression<MemberReference>
        readonly window?: RelativeTest
      }
    /**
     * Whether this row led to one of `to`: the first row of `to` at or after it, before the next row of this entity with the same `from` fields, and within the period.
     */
    | {
        readonly kind: 'conversion'
        readonly to: string
        /** Fields by which both belong together, pairwise: the customer of each. */
        readonly fromFields: readonly string[]
        readonly toFields: readonly string[]
        readonly within: Period
      }
}

/** Which rows of other entities are read for a row of an entity. */
export interface RowsRead {
  /** About rows of the entity whose member is named. */
  readonly where?: Expression<MemberReference>
  /** Only rows whose entity's time lies there, seen from the question's date. */
  readonly window?: RelativeTest
  /** Dimensions of the entity: for all rows equal in them; empty, for all there are. Absent: for each row by its key. */
  readonly per?: readonly string[]
  /** Only rows that belong together with the row, and lie so in time: times that are equal are neither before nor after. */
  readonly related?: Related
}

/** `between`: after the row, and before the next one of its entity, in the order of time and key, that belongs together with it. */
export interface Related {
  readonly when: Moment
  /** For each entity whose rows are read: the fields of both, pairwise equal where rows belong together. */
  readonly pairs: readonly { readonly source: string; readonly fields: readonly string[]; readonly sourceFields: readonly string[] }[]
}

/** What `${...}` and bare names became. `path` leads from the expression's entity to the member's, empty on the same entity. */
export type MemberReference =
  | { readonly kind: 'column'; readonly entity: string; readonly column: string }
  | { readonly kind: 'dimension'; readonly entity: string; readonly dimension: string; readonly path: readonly Hop[] }
  | { readonly kind: 'measure'; readonly entity: string; readonly measure: string }

export interface Measure extends Member {
  readonly kind: 'measure'
  readonly format?: string
  readonly unit?: string
  readonly additivity: Additivity
  readonly compute:
    | {
        readonly kind: 'aggregate'
        readonly aggregation: Aggregation
        readonly argument?: Expression<MemberReference>
        readonly where?: Expression<MemberReference>
        readonly fraction?: number
        readonly semiAdditive?: SemiAdditive
        /** The order of the rows, for what depends on one. */
        readonly order?: readonly Expression<MemberReference>[]
        /** Only of the row that is the so-manieth in this order; counted from 1. */
        readonly nth?: number
      }
    /** Over other measures and aggregates of this entity's rows, computed after the merge. */
    | { readonly kind: 'number'; readonly expression: Expression<MemberReference> }
    /** Rows of the window that ends with each bucket; see Window. */
    | { readonly kind: 'cumulative'; readonly of: MemberName; readonly window: Window }
    /** The measure with its rows moved forward by a period: what it was that long ago. */
    | { readonly kind: 'offset'; readonly of: MemberName; readonly by: Period }
    /** difference: of - before; growth: (of - before) / before, a float; before as `offset` says. */
    | { readonly kind: 'difference' | 'growth'; readonly of: MemberName; readonly by: Period }
    /** of, divided by of at the level of `within` (nothing: the grand total); a float. */
    | { readonly kind: 'share'; readonly of: MemberName; readonly within: readonly Level[] }
    /** 1 for the first among the groups that are equal in `within`; equal values rank equal, null has none. */
    | { readonly kind: 'rank'; readonly of: MemberName; readonly within: readonly Level[]; readonly direction: 'asc' | 'desc' }
}

/**
 * Only rows of the last (or first) instant there is count: for each group, and within it for each combination of `per`.
 *
 *   sum(balance), keep last, per customer  ->  of each customer the latest balance, added up
 */
export interface SemiAdditive {
  readonly keep: 'first' | 'last'
  /** Values of a row of the entity, over to-one paths. */
  readonly per: readonly Expression<MemberReference>[]
}

/** A dimension of the grain by name (a time at a granularity), or the shared clock. */
export type Level =
  | { readonly kind: 'dimension'; readonly entity: string; readonly dimension: string; readonly granularity?: Granularity }
  | { readonly kind: 'time'; readonly granularity: Granularity }

/** n calendar units; a month keeps its day where the other month has it, else takes the last. */
export interface Period {
  readonly n: number
  readonly unit: PeriodUnit
}

/** What a cumulative measure reads back from the end of its bucket: everything, the last n units, or from the first instant of the unit. */
export type Window =
  | { readonly kind: 'all' }
  | ({ readonly kind: 'last' } & Period)
  | { readonly kind: 'to_date'; readonly unit: Granularity }

/** One direction of a relationship. */
export interface Hop {
  /** Field name here, snake_case: `customer`, `order_placeds`. */
  readonly name: string
  readonly from: string
  readonly to: string
  /** Dimensions matched pairwise. */
  readonly fromFields: readonly string[]
  readonly toFields: readonly string[]
  /** At most one row is reached: the target fields are its primary key, or the relationship is verified. */
  readonly cardinality: 'one' | 'many'
  /** Breaks ties between paths that are as short. */
  readonly preferred: boolean
  readonly description?: string
}

/** A relationship as its first declaration says it; what can be relied on of it is in the hops. */
export interface Relationship {
  readonly from: string
  readonly to: string
  /** Dimensions matched pairwise. */
  readonly fromFields: readonly string[]
  readonly toFields: readonly string[]
  /** Rows of `from` to rows of `to`. */
  readonly type: '1:1' | '1:N' | 'N:1'
  readonly verified: boolean
  readonly declaredAt: Span
}
