/** PostgreSQL 15 to 18, built with ICU as all common packages are. */
import { sql } from 'kysely'
import { isDateGranularity } from '../time/granularity.ts'
import type { Dialect, Sql, SqlInput } from './dialect.ts'
import { atLeast, divisor, isOrderedText, operand } from './operand.ts'
import {
  date,
  dateBucket,
  divideFloats,
  instant,
  interval,
  localDate,
  localTime,
  moveDate,
  moveInstant,
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
  dateBucket,
  timestampBucket: (timestamp, granularity, zone, calendar) =>
    isDateGranularity(granularity)
      ? dateBucket(localDate(timestamp, zone), granularity, calendar)
      : sql`date_trunc(${sql.lit(granularity)}, cast(${timestamp} as timestamptz), ${zone})`,
  moveDate,
  moveInstant,
  // Steps of a timestamp without zone: sessions run in UTC, where no day has other than 24 hours.
  series: (first, last, unit) =>
    sql`cast(generate_series(cast(${first} as timestamp), cast(${last} as timestamp), ${interval(1, unit)}) as ${sql.raw(isDateGranularity(unit) ? 'date' : 'timestamptz')})`,
  instant,
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
}

/** ICU lowers İ to two characters and a Σ at the end of a word to ς; both engines use the simple form of each letter. */
function lower(x: SqlInput): Sql {
  return sql`lower(translate(${x}, 'İΣ', 'iσ') ${unicode})`
}
