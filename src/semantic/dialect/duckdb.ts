/** DuckDB 1.5, with the session settings of src/database: integer_division, default_null_order, UTC. */
import { sql } from 'kysely'
import { isDateGranularity } from '../time/granularity.ts'
import type { Dialect, Sql, SqlInput } from './dialect.ts'
import { type Bindable, decide, mapBindable } from './late.ts'
import { atLeast, divisor, operand } from './operand.ts'
import {
  both,
  date,
  dateBucket,
  divideFloats,
  filterClause,
  interval,
  localDate,
  localTime,
  moveDate,
  moveInstant,
  spelledInstant,
  startOfDay,
} from './standard-sql.ts'

import type { ValueType } from './value-type.ts'

/** A decimal without precision is decimal(18, 3) here: too narrow for sums and prices alike. */
const typeNames: Readonly<Record<ValueType, string>> = {
  string: 'varchar',
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'decimal(38, 10)',
  float: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
}

export const duckdb: Dialect = {
  name: 'duckdb',
  guessesByColumns: false,
  readsByIn: true,
  looksUpBy: 'range',
  typeName: (type) => typeNames[type],
  cast: (x, type) => sql`cast(${x} as ${sql.raw(typeNames[type])})`,
  // The narrowest decimal: a union takes the wider type of its branches, so the digits of the others stay as they are.
  nullOf: (type) => sql`cast(null as ${sql.raw(type === 'decimal' ? 'decimal(1, 0)' : typeNames[type])})`,
  // A plain cast rounds '1.5' to 2.
  parseWhole: (x, type) =>
    sql`case when regexp_full_match(${x}, '\\s*[+-]?[0-9]+\\s*') is not false then cast(${x} as ${sql.raw(typeNames[type])}) else error('not a whole number: ' || ${operand(x)}) end`,
  // Through text: a direct cast of a decimal or a hugeint rounds twice, and may miss the nearest float beyond 2^53.
  toFloat: (x) => sql`cast(cast(${x} as varchar) as double)`,
  floatToDecimal: (x, precision, scale) => sql`cast(cast(${x} as varchar) as decimal(${sql.lit(precision)}, ${sql.lit(scale)}))`,
  decimal: (text) => {
    const size = decide(text, decimalSize)
    // Narrow, so that it narrows nothing it meets; of few sizes, so that a statement has one text whatever numbers are asked for.
    return sql`cast(${text} as decimal(${sql.raw(size)}))`
  },
  alignDecimal: (x) => sql`cast(${x} as ${sql.raw(typeNames.decimal)})`,

  textOrder: (x) => sql`${x}`,
  likeIgnoringCase: (x, pattern) => sql`lower(${x}) like lower(${pattern}) escape '\\'`,
  lower: (x) => sql`lower(${x})`,
  upper: (x) => sql`upper(replace(${x}, 'ß', 'ss'))`,
  substring,

  localTime,
  localDate,
  startOfDay,
  dateBucket,
  timestampBucket: (timestamp, granularity, zone, calendar) => {
    if (isDateGranularity(granularity)) return dateBucket(localDate(timestamp, zone), granularity, calendar)
    // The part of the bucket already gone by on the local clock, taken off the instant: going back from local time would merge the hour repeated in autumn.
    const local = localTime(timestamp, zone)
    return sql`(cast(${timestamp} as timestamptz) - (${local} - date_trunc(${sql.lit(granularity)}, ${local})))`
  },
  moveDate,
  moveInstant,
  // Steps of a timestamp without zone: sessions run in UTC, where no day has other than 24 hours.
  series: (first, last, unit) =>
    sql`cast(unnest(generate_series(cast(${first} as timestamp), cast(${last} as timestamp), ${interval(1, unit)})) as ${sql.raw(isDateGranularity(unit) ? 'date' : 'timestamptz')})`,
  instant: instantWithoutZone,
  instantBesideColumn: instantWithoutZone,
  date,

  divideIntegers: (a, b) => sql`${operand(a)} // ${divisor(b)}`,
  divideFloats,
  round: (x, digits, of) => {
    if (of === 'decimal') return roundTo(x, digits)
    // From 1e15 on a float has at most one decimal place left, and its text may not fit a decimal.
    return sql`case when abs(${x}) < 1e15 then cast(${roundTo(sql`cast(cast(${x} as varchar) as decimal(38, 22))`, digits)} as double) else ${roundTo(x, digits)} end`
  },
  matches: (x, pattern, { ignoreCase }) => sql`regexp_matches(${x}, ${pattern}, ${sql.lit(ignoreCase ? 'si' : 's')})`,
  // Of a decimal the percentile would be rounded to the column's scale.
  percentile: (x, fraction) => sql`quantile_cont(cast(${x} as double), ${sql.lit(fraction)})`,
  // Nothing is sorted: DuckDB keeps the row of the least (greatest) sort key.
  atEdge: (x, order, edge, filter) => sql`${sql.raw(edge)}(${x} order by ${sql.join(order)})${filterClause(filter)}`,
  // Of values as frequent as each other the one met first.
  mostFrequent: (x, filter) => sql`mode(${x} order by ${x})${filterClause(filter)}`,
  differentValues: (x, filter) =>
    sql`cast(to_json(cast(list_sort(list(distinct ${x})${filterClause(both(sql`${operand(x)} is not null`, filter))}) as varchar[])) as varchar)`,
}

/**
 * Without zone (sessions run in UTC): beside a column without one a value with zone has every row cast, four times as slow; the other way round
 * the value is cast, once.
 */
function instantWithoutZone(isoUtc: Bindable<string>): Sql {
  return sql`cast(${mapBindable(isoUtc, spelledInstant)} as timestamp)`
}

function roundTo(x: SqlInput, digits: SqlInput | undefined): Sql {
  return digits === undefined ? sql`round(${x})` : sql`round(${x}, ${digits})`
}

/** Positions below 1 count from the end here; in standard SQL they are empty places before the text. */
function substring(x: SqlInput, from: SqlInput, length: SqlInput | undefined): Sql {
  const start = atLeast(from, 1)
  if (length === undefined) return sql`substring(${x} from ${start})`
  const end = sql`${operand(from)} + (${atLeast(length, 0)})`
  return sql`substring(${x} from ${start} for ${atLeast(sql`${end} - (${start})`, 0)})`
}

/** Digits in all, and after the point. */
function decimalSize(text: string): string {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const size = decimalSizes.find(({ digits, places }) => fraction.length <= places && whole.length <= digits - places)
  if (size !== undefined) return `${size.digits}, ${size.places}`
  const places = Math.min(fraction.length, 38)
  return `${Math.min(Math.max(whole.length + places, 1), 38)}, ${places}`
}

/** What nearly every number fits; any other has a size of its own. */
const decimalSizes = [
  { digits: 18, places: 4 },
  { digits: 28, places: 10 },
] as const
