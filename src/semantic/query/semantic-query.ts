/**
 * A question by names of the model (snake_case, as in YAML): what every surface makes, and all the engine takes.
 * Values are what clients sent, decoded from GraphQL but not yet held against a dimension's type.
 */
import type { Level } from '../catalog/catalog.ts'
import type { Granularity } from '../time/granularity.ts'

/** A dimension (of a granularity where it is a time), or the shared clock. */
export type GrainMember = Level

export interface MeasureName {
  readonly entity: string
  readonly measure: string
}

/** Decimals, 64-bit integers, dates and time points as text; integers and floats as numbers. */
export type Scalar = string | number | bigint | boolean

export type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'
export type TimeUnit = Granularity

/** One operator with its operand. `values` of the text operators: any of them. */
export type Test =
  | { readonly operator: Comparison; readonly value: Scalar }
  /** `finds`: rows are looked up by these values, of which there may be a thousand. */
  | { readonly operator: 'in' | 'notIn'; readonly values: readonly (Scalar | null)[]; readonly finds?: true }
  | { readonly operator: 'between'; readonly from: Scalar; readonly to: Scalar }
  | { readonly operator: 'isNull'; readonly value: boolean }
  | { readonly operator: 'contains' | 'startsWith' | 'endsWith'; readonly values: readonly string[] }
  | { readonly operator: 'inTheLast' | 'inThePrevious'; readonly n: number; readonly unit: TimeUnit }
  | { readonly operator: 'toDate'; readonly unit: TimeUnit }

export type Logic<Leaf> =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Logic<Leaf>[] }
  | { readonly kind: 'not'; readonly condition: Logic<Leaf> }
  | Leaf

/** A condition on one row of an entity. `related` follows a relationship by its field name; to-one has the quantifier `one`. */
export type RowCondition = Logic<
  | { readonly kind: 'test'; readonly dimension: string; readonly granularity?: Granularity; readonly test: Test }
  | {
      readonly kind: 'related'
      readonly relationship: string
      readonly quantifier: 'one' | 'some' | 'none' | 'every'
      readonly condition: RowCondition
    }
>

/** Conditions on the rows of an entity. */
export interface EntityCondition {
  readonly kind: 'entity'
  readonly entity: string
  readonly condition: RowCondition
}

/** What `where` of a slice holds: one object per entity (its conditions hold for the same row), and the shared clock. */
export type SliceCondition = Logic<EntityCondition | { readonly kind: 'time'; readonly test: Test }>

export type HavingCondition = Logic<{ readonly kind: 'measure'; readonly measure: MeasureName; readonly test: Test }>

export type Direction = 'asc' | 'desc'
/** Nulls come last unless they are to come first: the order read backwards. */
export type SliceOrder = { readonly direction: Direction; readonly nulls?: 'first' } & (
  | { readonly kind: 'grain'; readonly member: GrainMember }
  | { readonly kind: 'measure'; readonly measure: MeasureName }
)

/** The path to take from an entity to another, relationship by relationship, where several lead there. */
export interface NamedPath {
  readonly from: string
  readonly to: string
  readonly via: readonly string[]
}

export interface SemanticQuery {
  /** The grain, in the order asked; empty is one row. */
  readonly by: readonly GrainMember[]
  /** Entities whose rows make the groups; absent: those of the selected measures. */
  readonly of?: readonly string[]
  readonly paths?: readonly NamedPath[]
  /**
   * The finer slice this one is a subtotal of: `by` puts together the rows of those of its groups that pass `having`, each row once.
   * Conditions are bound as at its grain; the entities of its measures make the groups.
   */
  readonly within?: { readonly by: readonly GrainMember[]; readonly measures: readonly MeasureName[] }
  /**
   * Rows of the one entity in `of` stand for themselves, not for groups: `by` has dimensions of it, its key among them, and there are no measures.
   * What grouping by the key would give too, without reading more rows than the page has.
   */
  readonly each?: true
  /** With `each`: the rows are looked up from others that are there, so those later than asOf are there too (semantics.md 13). */
  readonly lookedUp?: true
  /**
   * Dimensions of `by` (no times) that cut the answer into parts, each of them a slice of its own: `limit`, `offset`, `hasMore`, `rowCount`, `totals` and
   * `fill` are about one part, and shares and ranks are counted within it. A part is the answer to the same question for its key alone.
   */
  readonly apart?: readonly GrainMember[]
  /** Measures per group. */
  readonly measures: readonly MeasureName[]
  /** Measures of the grand total; empty when not asked. */
  readonly totals: readonly MeasureName[]
  readonly where?: SliceCondition
  readonly having?: HavingCondition
  readonly orderBy: readonly SliceOrder[]
  /** Infinity: all there are, in no order. */
  readonly limit: number
  readonly offset: number
  readonly rowCount: boolean
  /** Buckets of `time` without rows are groups too, for every combination of the other dimensions that occurs; sums of nothing are 0. */
  readonly fill?: boolean
  /** ISO date (the whole day in the query's zone) or date-time; the surface fills in the operation's instant where the client gave none. */
  readonly asOf: string
  /** IANA zone; the surface fills in the model's. */
  readonly timeZone: string
}
