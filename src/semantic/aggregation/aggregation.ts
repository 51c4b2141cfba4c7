/**
 * What a measure type is: one file each implements this, and index.ts lists them. Nothing else in the project knows their names.
 */
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import type { ValueType } from '../dialect/value-type.ts'

/** additive: groups add up to their total. Everything else is computed again from rows wherever groups are put together. */
export type Additivity = 'additive' | 'non_additive'

export interface AggregateInput {
  readonly dialect: Dialect
  /** The value aggregated; absent counts rows. */
  readonly argument?: SqlInput
  readonly argumentType?: ValueType
  /** Rows that count: becomes FILTER (WHERE ...). */
  readonly filter?: SqlInput
  /** Only for percentile: 0 to 1. */
  readonly fraction?: number
  /** Only for what depends on the order of the rows: what they are ordered by, ascending, text by code point. */
  readonly order?: readonly SqlInput[]
}

export interface Aggregation {
  /** The word in YAML: `count_distinct`. */
  readonly name: string
  /** One sentence for the generated reference. */
  readonly description: string
  readonly argument: 'required' | 'optional'
  /** Types it takes; the model is refused otherwise. */
  readonly accepts: readonly ValueType[]
  readonly additivity: Additivity
  /** Counting a row twice changes nothing (min, max, count_distinct). */
  readonly duplicateSafe: boolean
  /** How answers for parts of a group make the answer for the group; absent: only its rows do. */
  readonly combinesBy?: 'sum' | 'min' | 'max'
  /** The answer for no rows: 0 for counts, null for the rest. */
  readonly ofNoRows: 0 | null
  /** The type of the answer; undefined argument: counts of rows. */
  resultType(argument: ValueType | undefined): ValueType
  toSql(input: AggregateInput): Sql
}
