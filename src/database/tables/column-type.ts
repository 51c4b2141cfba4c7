/**
 * The narrowest type that every cell of a column of text fits, as the loader of files reads cells: what is found here loads.
 * Numbers that are names (leading zeros, a plus sign) stay text.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { cellTypes, decimalDigits } from '../files/cell-type.ts'
import { quoteName } from '../files/sql-text.ts'

/** Why a column is text though its cells look like something else. */
export type TextBecause = 'no value' | 'leading zeros' | 'plus signs' | 'decimal comma' | 'day first' | 'slashes'

export interface TypedColumn {
  readonly name: string
  readonly type: ValueType
  readonly because?: TextBecause
  /** `because` of a decimal comma: whether thousands are set apart by points, and the most digits after the comma. */
  readonly comma?: { readonly hasThousands: boolean; readonly places: number }
  /** Every cell is an object or a list of JSON. */
  readonly isNested: boolean
}

/** Narrowest first. */
const order = ['boolean', 'integer', 'bigint', 'decimal', 'float', 'date', 'timestamp'] as const
type Narrow = (typeof order)[number]

const mostDigits = 38
const columnsAtOnce = 100
const sampledRows = 10_000

const patterns = {
  leadingZeros: '[+-]?0[0-9]+',
  plus: '[+].*',
  exponent: '.*[0-9.][eE][+-]?[0-9]+',
  dayFirst: '[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}',
  slashes: '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}( .*)?',
  comma: '[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?',
  thousands: '.*[0-9][.][0-9]{3}.*',
} as const

/** `table` holds the cells as text. */
export async function typesOf(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<readonly TypedColumn[]> {
  const typed: TypedColumn[] = []
  for (let start = 0; start < names.length; start += columnsAtOnce) {
    const some = names.slice(start, start + columnsAtOnce)
    // Most types are ruled out by the first rows, and only the others are held against all.
    const first = await fitting(connection, `(select * from ${quoteName(table)} limit ${sampledRows})`, some, () => order)
    const all = await fitting(connection, quoteName(table), some, (name) => order.filter((type) => first.get(name)?.[type] === true))
    for (const name of some) typed.push({ name, ...toType(all.get(name)) })
  }
  return typed
}

type Fit = Readonly<Record<string, unknown>>

async function fitting(
  connection: DuckDBConnection,
  from: string,
  names: readonly string[],
  candidates: (name: string) => readonly Narrow[],
): Promise<ReadonlyMap<string, Fit>> {
  const asked = names.flatMap((name) => questionsOf(name, candidates(name)).map(([question, sql]) => ({ name, question, sql })))
  const result = await connection.runAndReadAll(`select ${asked.map(({ sql }) => sql).join(', ')} from ${from} as cells`)
  const [row = []] = result.getRows()
  const found = new Map<string, Record<string, unknown>>()
  for (const [index, { name, question }] of asked.entries()) {
    const answers = found.get(name) ?? {}
    found.set(name, answers)
    answers[question] = typeof row[index] === 'bigint' ? Number(row[index]) : row[index]
  }
  return found
}

function questionsOf(name: string, candidates: readonly Narrow[]): readonly (readonly [string, string])[] {
  const text = `nullif(trim(${quoteName(name)}), '')`
  const all = (condition: string): string => `coalesce(bool_and(${condition}) filter (where ${text} is not null), false)`
  const any = (pattern: string): string => `coalesce(bool_or(regexp_full_match(${text}, '${pattern}')), false)`
  const digits = decimalDigits(text)
  const isNumber = candidates.includes('decimal') || candidates.includes('float')
  return [
    ['known', `count(${text})`],
    ...candidates.map((type) => [type, all(isValid(type, text))] as const),
    ...(isNumber
      ? ([
          ['leadingZeros', any(patterns.leadingZeros)],
          ['plus', any(patterns.plus)],
          ['exponent', any(patterns.exponent)],
          ['digits', `max(${digits.whole}) + max(${digits.fraction})`],
          // JSON reads numbers with a point as 64-bit floats, which hold 15 digits.
          ['longest', `max(length(regexp_replace(${text}, '[^0-9]', '', 'g')))`],
        ] as const)
      : ([
          ['comma', all(`regexp_full_match(${text}, '${patterns.comma}')`)],
          ['thousands', any(patterns.thousands)],
          ['places', `max(length(split_part(${text}, ',', 2)))`],
          ['dayFirst', all(`(regexp_full_match(${text}, '${patterns.dayFirst}') and try_strptime(${text}, '%d.%m.%Y') is not null)`)],
          ['slashes', all(`regexp_full_match(${text}, '${patterns.slashes}')`)],
          ['nested', all(`(left(${text}, 1) in ('{', '[') and json_valid(${text}))`)],
        ] as const)),
  ]
}

/** Letters alone are no yes or no: a column of `f` may be one of `m` and `f`. */
function isValid(type: Narrow, text: string): string {
  if (type === 'boolean') return `lower(${text}) in ('true', 'false', 'yes', 'no')`
  return cellTypes[type].exact.isValid(text)
}

function toType(fit: Fit = {}): Omit<TypedColumn, 'name'> {
  const text = (because?: TextBecause): Omit<TypedColumn, 'name'> => ({
    type: 'string',
    isNested: false,
    ...(because !== undefined && { because }),
  })
  if (fit.known === 0) return text('no value')
  const narrowest = order.find((type) => fit[type] === true)
  if (narrowest === undefined) return toText(fit, text)
  const isNumber = narrowest !== 'boolean' && narrowest !== 'date' && narrowest !== 'timestamp'
  if (isNumber && fit.leadingZeros === true) return text('leading zeros')
  if (isNumber && fit.plus === true) return text('plus signs')
  const isInexact = fit.exponent === true || Number(fit.digits) > mostDigits
  return { type: narrowest === 'decimal' && isInexact ? 'float' : narrowest, isNested: false }
}

function toText(fit: Fit, text: (because?: TextBecause) => Omit<TypedColumn, 'name'>): Omit<TypedColumn, 'name'> {
  if (fit.nested === true) return { ...text(), isNested: true }
  const comma = { hasThousands: fit.thousands === true, places: Number(fit.places ?? 0) }
  if (fit.comma === true && comma.places > 0) return { ...text('decimal comma'), comma }
  if (fit.dayFirst === true) return text('day first')
  return fit.slashes === true ? text('slashes') : text()
}
