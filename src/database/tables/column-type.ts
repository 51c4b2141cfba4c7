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
  // Most types are ruled out by the first rows, and only the others are held against all.
  const first = await fitOfFirst(connection, table)
  const counted = await connection.runAndReadAll(`select count(*) from ${quoteName(table)}`)
  const isAll = Number(counted.getRows()[0]?.[0] ?? 0) <= sampledRows
  const typed: TypedColumn[] = []
  for (const name of names) {
    const fit = first.get(name)
    typed.push({ name, ...toType(isAll ? (fit ?? { known: 0 }) : await fitOfAll(connection, table, name, fit)) })
  }
  return typed
}

type Fit = Readonly<Record<string, unknown>>

/** All columns in one statement of few aggregates: one of many aggregates takes minutes to plan where a file has a thousand columns. */
async function fitOfFirst(connection: DuckDBConnection, table: string): Promise<ReadonlyMap<string, Fit>> {
  const asked = [...typeQuestions('cell', order), ...numberQuestions('cell'), ...textQuestions('cell')]
  const rows = await connection.runAndReadAll(
    `select name, ${asked.map(({ sql }) => sql).join(', ')}
     from (unpivot (select * from ${quoteName(table)} limit ${sampledRows}) on columns(*) into name name value cell) group by name`,
  )
  return new Map(rows.getRows().map(([name, ...answers]) => [String(name), fitFrom(asked, answers)]))
}

async function fitOfAll(connection: DuckDBConnection, table: string, name: string, first: Fit | undefined): Promise<Fit> {
  const isOpen = first === undefined || first.known === 0
  const candidates = order.filter((type) => isOpen || first[type] === true)
  const cell = quoteName(name)
  const isNumber = candidates.some((type) => type === 'decimal' || type === 'float')
  const asked = [
    ...typeQuestions(cell, candidates),
    ...(isNumber ? numberQuestions(cell) : []),
    ...(isOpen || !isNumber ? textQuestions(cell) : []),
  ]
  const rows = await connection.runAndReadAll(`select ${asked.map(({ sql }) => sql).join(', ')} from ${quoteName(table)}`)
  return fitFrom(asked, rows.getRows()[0] ?? [])
}

interface Asked {
  readonly question: string
  readonly sql: string
}

function fitFrom(asked: readonly Asked[], answers: readonly unknown[]): Fit {
  return Object.fromEntries(
    asked.map(({ question }, index) => {
      const answer = answers[index]
      return [question, typeof answer === 'bigint' ? Number(answer) : answer]
    }),
  )
}

function known(cell: string): string {
  return `nullif(trim(${cell}), '')`
}

function all(cell: string, condition: string): string {
  return `coalesce(bool_and(${condition}) filter (where ${known(cell)} is not null), false)`
}

function typeQuestions(cell: string, candidates: readonly Narrow[]): readonly Asked[] {
  const types = candidates.map((type) => ({ question: type, sql: all(cell, isValid(type, known(cell))) }))
  return [{ question: 'known', sql: `count(${known(cell)})` }, ...types]
}

function numberQuestions(cell: string): readonly Asked[] {
  const any = (pattern: string): string => `coalesce(bool_or(regexp_full_match(${known(cell)}, '${pattern}')), false)`
  const { whole, fraction } = decimalDigits(known(cell))
  return [
    { question: 'leadingZeros', sql: any(patterns.leadingZeros) },
    { question: 'plus', sql: any(patterns.plus) },
    { question: 'exponent', sql: any(patterns.exponent) },
    { question: 'digits', sql: `max(${whole}) + max(${fraction})` },
  ]
}

function textQuestions(cell: string): readonly Asked[] {
  const matches = (pattern: string): string => `regexp_full_match(${known(cell)}, '${pattern}')`
  const isDay = `${matches(patterns.dayFirst)} and try_strptime(${known(cell)}, '%d.%m.%Y') is not null`
  return [
    { question: 'comma', sql: all(cell, matches(patterns.comma)) },
    { question: 'thousands', sql: `coalesce(bool_or(${matches(patterns.thousands)}), false)` },
    { question: 'places', sql: `max(length(split_part(${known(cell)}, ',', 2)))` },
    { question: 'dayFirst', sql: all(cell, `(${isDay})`) },
    { question: 'slashes', sql: all(cell, matches(patterns.slashes)) },
    { question: 'nested', sql: all(cell, `(left(${known(cell)}, 1) in ('{', '[') and json_valid(${known(cell)}))`) },
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
