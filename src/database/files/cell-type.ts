/**
 * How the text of a cell becomes a value of a type, as DuckDB SQL. The database's own casts are lenient where they must not be
 * ('1.5' is the integer 2, '1_000' is 1000, 'infinity' is a date), so the text is held against a pattern first.
 */
import type { ValueType } from '../../semantic/dialect/value-type.ts'

/** SQL about the text of a cell. */
interface Reading {
  readonly isValid: (text: string) => string
  readonly cast: (text: string, sqlType: string) => string
}

export interface CellType {
  /** Ends the sentence "... which is not". */
  readonly expected: string
  /** What nearly every file holds, quick to check and to cast: the text as it is, in one spelling. A column is read so when all its cells are. */
  readonly plain: Reading
  /** All spellings; the text is trimmed and not empty. */
  readonly exact: Reading
}

const whole = '[+-]?[0-9]+(\\.0*)?'
const decimal = '([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?'
const plainDecimal = '-?[0-9]+(\\.[0-9]+)?'
const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const clock = '[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?'
const zone = ' ?(Z|z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)'

function matches(text: string, pattern: string): string {
  return `regexp_full_match(${text}, '${pattern}')`
}

function fits(text: string, type: string): string {
  return `try_cast(${text} as ${type}) is not null`
}

function castAs(text: string, sqlType: string): string {
  return `cast(${text} as ${sqlType})`
}

function wholeNumber(expected: string, type: string): CellType {
  return {
    expected,
    plain: { isValid: (text) => `${matches(text, '-?[0-9]+')} and ${fits(text, type)}`, cast: castAs },
    // "3.0" is how spreadsheets and data frames write 3 in a column that also has empty cells.
    exact: { isValid: (text) => `${matches(text, whole)} and ${fits(text, type)}`, cast: castAs },
  }
}

/**
 * DuckDB reads an offset right after the seconds alone: `18:30:00 +0200`, which shops export, and `18:30 UTC` are tried as `18:30:00+0200` and `18:30:00Z`.
 * In UTC: the session is in it, so text without an offset is read as UTC, and text with one is converted.
 */
function instant(text: string): string {
  const atOnce = `regexp_replace(regexp_replace(${text}, ' ?(Z|z|UTC)$', 'Z'), ' ([+-][0-9:]+)$', '\\1')`
  const withSeconds = `regexp_replace(${atOnce}, '([ T][0-9]{2}:[0-9]{2})([Z+-])', '\\1:00\\2')`
  return `coalesce(try_cast(${text} as timestamptz), try_cast(${withSeconds} as timestamptz)) at time zone 'UTC'`
}

/** Columns of text are taken as they are: nothing is asked of their cells. */
export const cellTypes: Readonly<Record<Exclude<ValueType, 'string'>, CellType>> = {
  integer: wholeNumber('an integer of 32 bits', 'integer'),
  bigint: wholeNumber('an integer of 64 bits', 'bigint'),
  decimal: {
    expected: 'a decimal number of at most 38 digits',
    plain: { isValid: (text) => matches(text, plainDecimal), cast: castAs },
    exact: { isValid: (text) => matches(text, `[+-]?${decimal}`), cast: castAs },
  },
  float: {
    expected: 'a number',
    plain: { isValid: (text) => matches(text, plainDecimal), cast: castAs },
    exact: { isValid: (text) => matches(text, `(?i)[+-]?(${decimal}|nan|inf|infinity)`), cast: castAs },
  },
  boolean: {
    expected: '`true` or `false`',
    plain: { isValid: (text) => `${text} in ('true', 'false')`, cast: castAs },
    exact: {
      isValid: (text) => `lower(${text}) in ('true', 'false', 't', 'f', 'yes', 'no', 'y', 'n', '1', '0')`,
      cast: (text) => `lower(${text}) in ('true', 't', 'yes', 'y', '1')`,
    },
  },
  date: {
    expected: 'a date (YYYY-MM-DD)',
    plain: { isValid: (text) => `${matches(text, day)} and ${fits(text, 'date')}`, cast: castAs },
    exact: {
      isValid: (text) => `${matches(text, `${day}([ T]00:00(:00(\\.0+)?)?Z?)?`)} and ${fits(`left(${text}, 10)`, 'date')}`,
      cast: (text) => `cast(left(${text}, 10) as date)`,
    },
  },
  timestamp: {
    expected: 'a timestamp (YYYY-MM-DD HH:MM:SS, with or without an offset)',
    plain: { isValid: (text) => `${matches(text, `${day}[ T]${clock}`)} and ${fits(text, 'timestamp')}`, cast: castAs },
    exact: {
      isValid: (text) => `${matches(text, `${day}([ T]${clock}(${zone})?)?`)} and ${instant(text)} is not null`,
      cast: instant,
    },
  },
}

/** Digits before and after the point, exponent applied: '-12.50' -> 2 and 2, '1.5e-3' -> 0 and 4. */
export function decimalDigits(text: string): { readonly whole: string; readonly fraction: string } {
  const mantissa = `split_part(lower(ltrim(${text}, '+-')), 'e', 1)`
  const exponent = `coalesce(try_cast(nullif(split_part(lower(${text}), 'e', 2), '') as integer), 0)`
  const whole = `length(ltrim(split_part(${mantissa}, '.', 1), '0'))`
  return {
    whole: `greatest(0, ${whole} + ${exponent})`,
    fraction: `greatest(0, length(split_part(${mantissa}, '.', 2)) - ${exponent})`,
  }
}

/** The same for plain decimals, quicker; a sign counts as a digit. */
export function plainDigits(text: string): { readonly whole: string; readonly fraction: string } {
  return { whole: `length(split_part(${text}, '.', 1))`, fraction: `length(split_part(${text}, '.', 2))` }
}
