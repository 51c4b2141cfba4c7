/**
 * What a case of the property tests is made of: a world (model and rows) and the questions asked of it, as plain trees
 * that are written out as YAML, tables and GraphQL, read by the naive evaluator, and made smaller when they fail.
 */
export type ValueType = 'string' | 'integer' | 'decimal' | 'boolean' | 'date'

/** As it stands in a table: decimals are text, dates 'YYYY-MM-DD'. */
export type Cell = null | boolean | number | string

export interface World {
  readonly entities: readonly Entity[]
  readonly relationships: readonly Relationship[]
}

export interface Entity {
  readonly name: string
  /** Names of dimensions; empty: none. */
  readonly key: readonly string[]
  readonly time?: string
  readonly future: boolean
  readonly dimensions: readonly Dimension[]
  readonly measures: readonly Measure[]
  readonly rows: readonly Row[]
}

/** One cell for each dimension of kind `column`. */
export type Row = Readonly<Record<string, Cell>>

export type Dimension = { readonly name: string; readonly type: ValueType } & (
  | { readonly kind: 'column' }
  | { readonly kind: 'sql'; readonly sql: Expression }
  | { readonly kind: 'aggregate'; readonly measure: MemberName; readonly where?: Expression }
)

export interface MemberName {
  readonly entity: string
  readonly name: string
}

/** Declared on `from`. `name` is the field there, `inverse` the one on `to`. */
export interface Relationship {
  readonly type: 'N:1' | '1:1' | '1:N'
  readonly from: string
  /** Matched with `targets` pairwise. */
  readonly fields: readonly string[]
  readonly to: string
  readonly targets: readonly string[]
  readonly name: string
  readonly inverse: string
  readonly verified: boolean
}

export type AggregateType = 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median'

export type Measure = { readonly name: string; readonly type: MeasureValueType } & (
  | { readonly kind: AggregateType; readonly sql?: Expression; readonly where?: Expression }
  | { readonly kind: 'number'; readonly sql: NumberExpression }
)
/** bigint: JSON number; decimal: text; float: compared within a rounding. */
export type MeasureValueType = ValueType | 'bigint' | 'float'

/** One value per row. */
export type Expression =
  | { readonly kind: 'dimension'; readonly entity?: string; readonly name: string }
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: Cell }
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly operator: '=' | '<>' | '<' | '>='; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'isNull'; readonly argument: Expression; readonly negated: boolean }
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'coalesce'; readonly first: Expression; readonly second: Expression }

/** One value per group. */
export type NumberExpression =
  | { readonly kind: 'measure'; readonly entity?: string; readonly name: string }
  | {
      readonly kind: 'aggregate'
      readonly type: 'count' | 'count_distinct' | 'sum' | 'min' | 'max'
      readonly sql?: Expression
      readonly where?: Expression
    }
  | { readonly kind: 'constant'; readonly value: string }
  | {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: NumberExpression
      readonly right: NumberExpression
    }
  | { readonly kind: 'coalesce'; readonly first: NumberExpression; readonly second: NumberExpression }

export type Granularity = 'day' | 'month' | 'quarter' | 'year'

/** A dimension of an entity, perhaps its bucket, or a bucket of the shared clock. */
export type GrainMember =
  | { readonly kind: 'dimension'; readonly entity: string; readonly name: string; readonly granularity?: Granularity }
  | { readonly kind: 'time'; readonly granularity: Granularity }

export interface Question {
  /** Entities in the order of the model, the clock last. */
  readonly by: readonly GrainMember[]
  readonly measures: readonly MemberName[]
  /** The measures are selected under `totals` (and `subtotals`), not under `rows`. */
  readonly onlyInTotals?: boolean
  /** Entities whose rows make the groups. */
  readonly of?: readonly string[]
  /** Some of `by`, in its order. */
  readonly subtotals?: readonly GrainMember[]
  readonly where?: SliceFilter
  readonly having?: Having
  readonly orderBy: readonly {
    readonly member: GrainMember | ({ readonly kind: 'measure' } & MemberName)
    readonly direction: 'ASC' | 'DESC'
  }[]
  readonly limit?: number
  readonly offset?: number
  /** A bare date. */
  readonly asOf?: string
}

export interface Logic<Self> {
  readonly and?: readonly Self[]
  readonly or?: readonly Self[]
  readonly not?: Self
}

export interface SliceFilter extends Logic<SliceFilter> {
  readonly entities: Readonly<Record<string, EntityFilter>>
  readonly time?: Operators
}

export interface EntityFilter extends Logic<EntityFilter> {
  readonly dimensions: Readonly<Record<string, Operators>>
  /** By field name: one row reached, or quantifiers over many. */
  readonly one: Readonly<Record<string, EntityFilter>>
  readonly many: Readonly<Record<string, Quantifiers>>
}

export interface Quantifiers {
  readonly some?: EntityFilter
  readonly none?: EntityFilter
  readonly every?: EntityFilter
}

export interface Having extends Logic<Having> {
  readonly entities: Readonly<Record<string, Readonly<Record<string, Operators>>>>
}

export interface Operators {
  readonly eq?: Cell
  readonly ne?: Cell
  readonly in?: readonly Cell[]
  readonly notIn?: readonly Cell[]
  readonly gt?: Cell
  readonly gte?: Cell
  readonly lt?: Cell
  readonly lte?: Cell
  readonly between?: { readonly from: Cell; readonly to: Cell }
  readonly isNull?: boolean
  readonly contains?: readonly string[]
  readonly startsWith?: readonly string[]
  readonly endsWith?: readonly string[]
  readonly inTheLast?: { readonly n: number; readonly unit: 'DAY' | 'WEEK' }
  readonly inThePrevious?: { readonly n: number; readonly unit: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR' }
  readonly toDate?: 'MONTH' | 'QUARTER' | 'YEAR'
}

export function measuresOfRows({ measures, onlyInTotals = false }: Question): readonly MemberName[] {
  return onlyInTotals ? [] : measures
}

export function entityNamed(world: World, name: string): Entity {
  const entity = world.entities.find((candidate) => candidate.name === name)
  if (entity === undefined) throw new Error(`No entity ${name}`)
  return entity
}

export function dimensionNamed(entity: Entity, name: string): Dimension {
  const dimension = entity.dimensions.find((candidate) => candidate.name === name)
  if (dimension === undefined) throw new Error(`No dimension ${entity.name}.${name}`)
  return dimension
}

export function measureNamed(world: World, { entity, name }: MemberName): Measure {
  const measure = entityNamed(world, entity).measures.find((candidate) => candidate.name === name)
  if (measure === undefined) throw new Error(`No measure ${entity}.${name}`)
  return measure
}
