/** PostgreSQL 15 to 18, built with ICU as all common packages are. */
import { sql } from 'kysely'
import { isDateGranularity } from '../time/granularity.ts'
import type { Dialect, Sql, SqlInput } from './dialect.ts'
import { mapBindable } from './late.ts'
import { atLeast, divisor, isOrderedText, operand } from './operand.ts'
import {
  both,
  date,
  dateBucket,
  divideFloats,
  filterClause,
  instant,
  interval,
  localBucket,
  localDate,
  localTime,
  moveDate,
  moveInstant,
  spelledInstant,
  startOfDay,
} from './standard-sql.ts'
import type { ValueType } from './value-type.ts'

const typeNames: Readonly<Record<ValueType, string>> = {
  string: 'text',
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
}

/** The root collation of Unicode: the database's own may be "C", which knows no letters beyond ASCII. */
const unicode = sql.raw('collate "und-x-icu"')

export const postgres: Dialect = {
  name: 'postgres',
  guessesByColumns: true,
  readsByIn: false,
  looksUpBy: 'list',
  typeName: (type) => typeNames[type],
  cast: (x, type) => sql`cast(${x} as ${sql.raw(typeNames[type])})`,
  nullOf: (type) => sql`cast(null as ${sql.raw(typeNames[type])})`,
  parseWhole: (x, type) => sql`cast(${x} as ${sql.raw(typeNames[type])})`,
  toFloat: (x) => sql`cast(${x} as double precision)`,
  // Through text: a direct cast keeps 15 digits only.
  floatToDecimal: (x, precision, scale) => sql`cast(cast(${x} as text) as numeric(${sql.lit(precision)}, ${sql.lit(scale)}))`,
  decimal: (text) => sql`cast(${text} as numeric)`,
  alignDecimal: (x) => sql`${x}`,

  textOrder: (x) => (isOrderedText(x) ? sql`${x}` : sql`${operand(x)} collate "C"`),
  likeIgnoringCase: (x, pattern) => sql`${lower(x)} like ${lower(pattern)} escape '\\'`,
  // Back to code points: PostgreSQL refuses two collations in one comparison, also of columns made by different steps.
  lower: (x) => sql`${lower(x)} collate "C"`,
  upper: (x) => sql`upper(${operand(x)} ${unicode}) collate "C"`,
  substring: (x, from, length) =>
    length === undefined ? sql`substring(${x} from ${from})` : sql`substring(${x} from ${from} for ${atLeast(length, 0)})`,

  localTime,
  localDate,
  startOfDay,
  // As a timestamp without zone: date_trunc makes one with a zone of a date, which costs three times as much.
  dateBucket: (date, granularity, calendar) =>
    granularity === 'day' ? dateBucket(date, granularity, calendar) : localBucket(sql`cast(${date} as timestamp)`, granularity, calendar),
  timestampBucket: (timestamp, granularity, zone, calendar) => {
    if (granularity === 'day') return localDate(timestamp, zone)
    if (!isDateGranularity(granularity)) return sql`date_trunc(${sql.lit(granularity)}, cast(${timestamp} as timestamptz), ${zone})`
    // Sessions run in UTC.
    const local = zone === 'UTC' ? sql`cast(${timestamp} as timestamp)` : localTime(timestamp, zone)
    return localBucket(local, granularity, calendar)
  },
  moveDate,
  moveInstant,
  // Steps of a timestamp without zone: sessions run in UTC, where no day has other than 24 hours.
  series: (first, last, unit) =>
    sql`cast(generate_series(cast(${first} as timestamp), cast(${last} as timestamp), ${interval(1, unit)}) as ${sql.raw(isDateGranularity(unit) ? 'date' : 'timestamptz')})`,
  instant,
  // A parameter without a type takes the column's; sessions run in UTC, so that one without zone reads the same instant.
  instantBesideColumn: (isoUtc) => sql`${mapBindable(isoUtc, spelledInstant)}`,
  date,

  divideIntegers: (a, b) => sql`${operand(a)} / ${divisor(b)}`,
  divideFloats,
  round: (x, digits, of) => {
    if (of === 'decimal') return digits === undefined ? sql`round(${x})` : sql`round(${x}, ${digits})`
    const exact = sql`cast(cast(${x} as text) as numeric)`
    return sql`cast(${digits === undefined ? sql`round(${exact})` : sql`round(${exact}, ${digits})`} as double precision)`
  },
  matches: (x, pattern, { ignoreCase }) =>
    ignoreCase ? sql`${operand(x)} ${unicode} ~* ${operand(pattern)}` : sql`${operand(x)} ~ ${operand(pattern)}`,
  percentile: (x, fraction) => sql`percentile_cont(${sql.lit(fraction)}) within group (order by cast(${x} as double precision))`,
  atEdge: (x, order, edge, filter) => {
    const keys = edge === 'first' ? order : order.map((key) => sql`${key} desc`)
    return sql`(array_agg(${x} order by ${sql.join(keys)})${filterClause(filter)})[1]`
  },
  // Of values as frequent as each other the first in the order.
  mostFrequent: (x, filter) => sql`mode() within group (order by ${x})${filterClause(filter)}`,
  differentValues: (x, filter) =>
    sql`cast(to_json(cast(array_agg(distinct ${x} order by ${x})${filterClause(both(sql`${operand(x)} is not null`, filter))} as text[])) as text)`,
}

/** ICU lowers İ to two characters and a Σ at the end of a word to ς; both engines use the simple form of each letter. */
function lower(x: SqlInput): Sql {
  return sql`lower(translate(${x}, 'İΣ', 'iσ') ${unicode})`
}
