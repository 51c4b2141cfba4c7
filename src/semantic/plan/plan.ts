/**
 * The logical plan: what is read, joined, filtered and put together, and nothing about SQL.
 * A closed set of nodes; every node knows its columns and its grain (the columns that identify a row).
 */
import type { Aggregation } from '../aggregation/aggregation.ts'
import type { Period, Source } from '../catalog/catalog.ts'
import type { Bindable } from '../dialect/late.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression, ExpressionType } from '../expression/expression.ts'
import type { ScoreRule } from '../model/grouping.ts'
import type { Predicate } from '../query/predicate.ts'
import type { Direction } from '../query/semantic-query.ts'
import type { PeriodUnit } from '../time/period.ts'

export interface Column {
  readonly name: string
  readonly type: ExpressionType
}

/** Rows looked for from a row of the input: they exist when one of them matches it. */
export interface RelatedRows {
  readonly plan: Plan
  /** `inner` of the rows beside `outer` of the input; equal where nothing else is said. */
  readonly on: readonly { readonly outer: string; readonly inner: string; readonly test?: '>=' | '<' }[]
  /** Only to read less: nothing is made of rows that match none. */
  readonly isToSpare?: true
}

export type PlanPredicate = Predicate<string, RelatedRows>

/** References are names of the input's columns. */
export type PlanExpression = Expression<string>

interface Node {
  readonly columns: readonly Column[]
  /** Empty: one row. Undefined: rows have no identity (no primary key). */
  readonly grain: readonly string[] | undefined
  /** What to call it in SQL, where its rows do not say so. */
  readonly called?: string
}

/** Rows of a table or a SELECT, physical columns under the names `alias:column`. */
export interface Scan extends Node {
  readonly kind: 'scan'
  readonly entity: string
  readonly alias: string
  readonly source: Source
  readonly physical: readonly { readonly name: string; readonly column: string }[]
}

/** Adds computed columns. */
export interface Derive extends Node {
  readonly kind: 'derive'
  /** Nothing but the computed columns is left; `ordered`: their text by code point, to be sorted. */
  readonly isOnly?: boolean
  readonly isOrdered?: boolean
  readonly input: Plan
  readonly derived: readonly { readonly name: string; readonly type: ExpressionType; readonly expression: PlanExpression }[]
}

export interface Filter extends Node {
  readonly kind: 'filter'
  readonly input: Plan
  readonly predicate: PlanPredicate
}

/**
 * left: every row of the left side, with the one row of the right side it matches or nulls.
 * semi: the rows of the left side that match a row of the right side; nulls match nulls.
 * level: as left, and nulls match nulls; without `on` the one row there is.
 * cross: every row of the left side with every row of the right side.
 */
export interface Join extends Node {
  readonly kind: 'join'
  readonly type: 'left' | 'semi' | 'level' | 'cross'
  readonly left: Plan
  readonly right: Plan
  /** For `left`: the columns' names. For `semi` the left side may compute. */
  readonly on: readonly { readonly left: PlanExpression; readonly right: string }[]
}

/** Values read from other rows of the same partition. */
export type WindowFunction =
  /** 1 for the first row. */
  | { readonly kind: 'row_number' }
  /** The same in the order of a page. */
  | { readonly kind: 'place'; readonly order: Sort['order'] }
  /** As row_number, but rows of equal value rank equal; null has no rank. */
  | { readonly kind: 'rank'; readonly column: string; readonly direction: Direction }
  /** A place among the rows for which the column `among` is true, as a score; null for all others. */
  | {
      readonly kind: 'score'
      readonly column: string
      readonly among: string
      readonly rule: Exclude<ScoreRule, { readonly method: 'bands' }>
    }
  /** The column's value in the next row. */
  | { readonly kind: 'next'; readonly column: string }
  /** Of the rows up to this one and its equals in `orderBy`; without an order of all rows. */
  | {
      readonly kind: 'aggregate'
      readonly aggregation: Aggregation
      readonly argument?: PlanExpression
      readonly where?: PlanExpression
      /** Only rows that lie no more than this before the row in `orderBy`. */
      readonly preceding?: Period
    }

/** Adds a value read from other rows of the same partition. */
export interface Window extends Node {
  readonly kind: 'window'
  readonly input: Plan
  readonly functions: readonly {
    readonly name: string
    readonly type: ValueType
    readonly function: WindowFunction
    readonly partitionBy: readonly string[]
    readonly orderBy: readonly string[]
  }[]
}

/** Adds whether a row is found that matches. */
export interface Mark extends Node {
  readonly kind: 'mark'
  readonly input: Plan
  readonly name: string
  readonly rows: RelatedRows
}

/** For each row of the input (one, or one for each combination of `beside`) a row for each step from `first` to `last`; none where either is null. */
export interface Series extends Node {
  readonly kind: 'series'
  /** Columns of the input that stay. */
  readonly beside: readonly Column[]
  readonly input: Plan
  readonly name: string
  readonly type: 'date' | 'timestamp'
  readonly first: PlanExpression
  readonly last: PlanExpression
  readonly step: PeriodUnit
}

export interface AggregateColumn {
  readonly name: string
  readonly type: ValueType
  readonly aggregation: Aggregation
  readonly argument?: PlanExpression
  readonly where?: PlanExpression
  readonly fraction?: number
  /** The order of the rows, for what depends on one. */
  readonly order?: readonly PlanExpression[]
}

/** One row per combination of keys; without keys one row, whatever comes in. */
export interface Aggregate extends Node {
  readonly kind: 'aggregate'
  readonly input: Plan
  readonly keys: readonly { readonly name: string; readonly type: ExpressionType; readonly expression: PlanExpression }[]
  readonly measures: readonly AggregateColumn[]
  /** A key is a value to be counted afterwards: there are nearly as many groups as rows. */
  readonly isDeduping?: true
}

/** Branches of one grain put side by side: a group exists where a branch that makes groups has it. */
export interface Merge extends Node {
  readonly kind: 'merge'
  /** No group is in two inputs, and each has every measure: their rows follow each other. */
  readonly disjoint: boolean
  readonly inputs: readonly { readonly plan: Plan; readonly makesGroups: boolean }[]
  readonly keys: readonly { readonly name: string; readonly type: ValueType }[]
  /** `ofNoRows` fills what a branch does not have. */
  readonly measures: readonly { readonly name: string; readonly type: ValueType; readonly ofNoRows: 0 | null }[]
}

/** Nulls last in both directions, unless said otherwise. */
export interface Sort extends Node {
  readonly kind: 'sort'
  readonly input: Plan
  readonly order: readonly { readonly column: string; readonly direction: Direction; readonly nulls?: 'first' }[]
  readonly limit?: Bindable<number>
  readonly offset?: Bindable<number>
}

export type Plan = Scan | Derive | Filter | Join | Window | Mark | Series | Aggregate | Merge | Sort

/** A slice: its groups, the page of them that is shown, and the grand total. */
export interface SlicePlan {
  readonly groups: Plan
  readonly page: Plan
  readonly totals?: Plan
  /** Beside the page, as the totals are. */
  readonly rowCount: boolean
  /** Where every part has a page of its own: columns of `page` that say so. */
  readonly parts?: PartColumns
}

export interface PartColumns {
  /** The row's place among all of its part, from 1; absent where every row is shown. */
  readonly place?: string
  /** How many rows its part has. */
  readonly rowCount?: string
  /** The grand total of its part, in the order of the measures asked for. */
  readonly totals: readonly string[]
}
