/**
 * What databases disagree on, and nothing else. Each method returns a piece of SQL with the same meaning on every engine;
 * everything not listed here is written once, in the SQL the engines share.
 *
 * Operands may be any SQL: where a method puts one beside an operator, it adds the parentheses the operand needs (operand.ts).
 * Sessions run in UTC on both engines. A timestamp operand may be a column with or without zone: as `timestamptz` it is read as UTC.
 */
import type { Expression, RawBuilder } from 'kysely'
import type { Calendar, Granularity } from '../time/granularity.ts'
import type { PeriodUnit } from '../time/period.ts'
import type { Bindable } from './late.ts'
import type { ValueType } from './value-type.ts'

export type Sql = RawBuilder<unknown>
export type SqlInput = Expression<unknown>

export interface Dialect {
  readonly name: 'postgres' | 'duckdb'
  /** Whether its planner takes a computed key to have as many values as the columns it is computed from. */
  readonly guessesByColumns: boolean
  /** Whether `x in (select ...)` is read by the values of its sub-select, where all rows are compared with an EXISTS. */
  readonly readsByIn: boolean
  /**
   * How rows are looked up by many values. `list`: by an index, the values are one parameter. `range`: blocks of rows are read that have values from
   * the least to the greatest asked for; a list by itself is compared with all rows there are.
   */
  readonly looksUpBy: 'list' | 'range'

  /** `cast(x as T)`; decimals keep every digit (DuckDB: 28 before the point, 10 after it). */
  cast(x: SqlInput, type: ValueType): Sql
  /** Text as a whole number; text that is none (`1.5`, `abc`) is an error of the database, never rounded. */
  parseWhole(x: SqlInput, type: 'integer' | 'bigint'): Sql
  /** A number as the float nearest to it. */
  toFloat(x: SqlInput): Sql
  /** A float as a decimal of this precision and scale: its shortest decimal form, rounded half away from zero. */
  floatToDecimal(x: SqlInput, precision: number, scale: number): Sql
  /**
   * A decimal that stands beside others of any scale in CASE, coalesce, least, greatest, `%` or a union. Where one of them is 38 digits wide (every
   * sum is) DuckDB silently drops decimal places of the others; with this they all have 10. Comparisons and `+ - *` are exact without it.
   */
  alignDecimal(x: SqlInput): Sql
  /** A NULL of the type: every absent column of a merge needs one. */
  nullOf(type: ValueType): Sql
  /** The name of the type in SQL, as used by cast and by tables loaded from files (decimals: with precision and scale there). */
  typeName(type: ValueType): string

  /** Text by code point (COLLATE "C"): for order, comparison, min and max. */
  textOrder(x: SqlInput): Sql
  /** Case-insensitive LIKE, both sides folded by the database; `pattern` already has wildcards escaped with a backslash. */
  likeIgnoringCase(x: SqlInput, pattern: SqlInput): Sql
  /** Every character by its simple lower-case form, whatever the locale of the database. */
  lower(x: SqlInput): Sql
  /** Upper case, whatever the locale of the database; `ß` becomes `SS`. */
  upper(x: SqlInput): Sql
  /** Characters from position `from` (1 is the first; positions before it are empty), `length` of them or all. */
  substring(x: SqlInput, from: SqlInput, length: SqlInput | undefined): Sql

  /** What the clock on the wall shows at an instant in `zone` (bound as a parameter): a timestamp without zone, only to read fields from. */
  localTime(timestamp: SqlInput, zone: string): Sql
  /** The first instant of a day in `zone`. */
  startOfDay(date: SqlInput, zone: string): Sql
  /** The local calendar day of an instant in `zone` (bound as a parameter). */
  localDate(timestamp: SqlInput, zone: string): Sql
  /** The bucket a date falls in: its first day, as a date. */
  dateBucket(date: SqlInput, granularity: Granularity, calendar: Calendar): Sql
  /**
   * The bucket an instant falls in: from day upwards the first local day as a date; below, the first instant as a timestamp in UTC
   * with the local offset kept, so that the hour repeated in autumn stays two buckets (as PostgreSQL's date_trunc(unit, ts, zone)).
   */
  timestampBucket(timestamp: SqlInput, granularity: Granularity, zone: string, calendar: Calendar): Sql
  /** A day n units later (earlier: n below 0); a month keeps the day where it has it, else takes its last. */
  moveDate(date: SqlInput, n: number, unit: PeriodUnit): Sql
  /** An instant n units later; from day upwards its local clock in `zone` is moved, below the time that passes. */
  moveInstant(timestamp: SqlInput, n: number, unit: PeriodUnit, zone: string): Sql
  /** Set-returning, for a select list: first, first + 1 unit, ... up to last (dates; below day instants). None where either is null. */
  series(first: SqlInput, last: SqlInput, unit: PeriodUnit): Sql
  /** A bound instant (ISO text, UTC) as a value that compares with timestamp columns with and without zone. */
  instant(isoUtc: Bindable<string>): Sql
  /** The same beside a timestamp column of a table, in the column's own type, with zone or without: no row has to be converted to be compared. */
  instantBesideColumn(isoUtc: Bindable<string>): Sql
  /** A bound calendar day. */
  date(isoDate: Bindable<string>): Sql
  /** A bound decimal, every digit kept; `text` is digits with an optional sign and point. */
  decimal(text: Bindable<string>): Sql

  /** Whole-number division that truncates towards zero, null on 0. */
  divideIntegers(a: SqlInput, b: SqlInput): Sql
  /** IEEE division, null on 0. */
  divideFloats(a: SqlInput, b: SqlInput): Sql
  /** Half away from zero, to `digits` (0 by default), exact for decimals; a float stays a float and is rounded as its shortest decimal form. */
  round(x: SqlInput, digits: SqlInput | undefined, of: 'decimal' | 'float'): Sql
  /** POSIX regular expression found anywhere in x; `.` matches a line end too. `pattern` keeps to what both engines read alike. */
  matches(x: SqlInput, pattern: SqlInput, options: { readonly ignoreCase: boolean }): Sql
  /** Continuous percentile (linear interpolation, type 7) as a float; `fraction` 0 to 1. */
  percentile(x: SqlInput, fraction: number): Sql
  /** An aggregate: x of the first or last row by `order`, null where x is null there; text in `order` is by code point already. */
  atEdge(x: SqlInput, order: readonly SqlInput[], edge: 'first' | 'last', filter: SqlInput | undefined): Sql
  /** An aggregate: the value of x that most rows have, of several the least; nulls do not count. */
  mostFrequent(x: SqlInput, filter: SqlInput | undefined): Sql
  /** An aggregate: the different values of x in ascending order as the text of a JSON list of texts, without nulls; null where there is none. */
  differentValues(x: SqlInput, filter: SqlInput | undefined): Sql
}
