/**
 * The narrowest type that every cell of a column of text fits, as the loader of files reads cells: what is found here loads.
 * Numbers that are names (leading zeros, a plus sign) stay text.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { cellTypes, decimalDigits } from '../files/cell-type.ts'
import { quoteName } from '../files/sql-text.ts'
import { type Answers, type Asked, type Spelling, spellingOf, textQuestions } from './spelling.ts'

export interface TypedColumn extends Spelling {
  readonly name: string
  readonly type: ValueType
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
  point: '.*[.].*',
  group: '[+-]?[1-9][0-9]{0,2}[.][0-9]{3}',
} as const

/** `table` holds the cells as text. */
export async function typesOf(
  connection: DuckDBConnection,
  table: string,
  { names, delimiter }: { readonly names: readonly string[]; readonly delimiter?: string },
): Promise<readonly TypedColumn[]> {
  // Most types are ruled out by the first rows, and only the others are held against all.
  const first = await fitOfFirst(connection, table)
  const counted = await connection.runAndReadAll(`select count(*) from ${quoteName(table)}`)
  const isAll = Number(counted.getRows()[0]?.[0] ?? 0) <= sampledRows
  const typed: (TypedColumn & { readonly isGrouped: boolean })[] = []
  for (const name of names) {
    const fit = first.get(name) ?? { known: 0 }
    const whole = isAll ? fit : await fitOfAll(connection, table, name, fit)
    typed.push({ name, ...toType(whole), isGrouped: whole.isGrouped === true })
  }
  // Whoever writes 1,5 for one and a half writes 1.234 for a thousand and more; semicolons are there because of such commas.
  const hasCommas = delimiter === ';' || typed.some(({ number }) => number?.mark === ',')
  return typed.map(({ isGrouped, ...column }) =>
    hasCommas && isGrouped && column.type === 'decimal' ? { name: column.name, ...text({ because: 'thousands or decimals' }) } : column,
  )
}

/** All columns in one statement of few aggregates: one of many aggregates takes minutes to plan where a file has a thousand columns. */
async function fitOfFirst(connection: DuckDBConnection, table: string): Promise<ReadonlyMap<string, Answers>> {
  const asked = [...typeQuestions('cell', order), ...numberQuestions('cell'), ...textQuestions('cell', known('cell'))]
  const rows = await connection.runAndReadAll(
    `select name, ${asked.map(({ sql }) => sql).join(', ')}
     from (unpivot (select * from ${quoteName(table)} limit ${sampledRows}) on columns(*) into name name value cell) group by name`,
  )
  return new Map(rows.getRows().map(([name, ...answers]) => [String(name), answersFrom(asked, answers)]))
}

async function fitOfAll(connection: DuckDBConnection, table: string, name: string, first: Answers): Promise<Answers> {
  const isOpen = first.known === 0
  const cell = quoteName(name)
  const candidates = order.filter((type) => isOpen || first[type] === true)
  const ask = async (asked: readonly Asked[]): Promise<Answers> => {
    const rows = await connection.runAndReadAll(`select ${asked.map(({ sql }) => sql).join(', ')} from ${quoteName(table)}`)
    return answersFrom(asked, rows.getRows()[0] ?? [])
  }
  const types = await ask([...typeQuestions(cell, candidates), ...(candidates.length > 0 ? numberQuestions(cell) : [])])
  if (order.some((type) => types[type] === true)) return types
  const texts = textQuestions(cell, known(cell)).filter(({ question, isOfAll }) => isOpen || isOfAll !== true || first[question] === true)
  return { ...types, ...(await ask(texts)) }
}

function answersFrom(asked: readonly Asked[], answers: readonly unknown[]): Answers {
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
    {
      question: 'isGrouped',
      sql: `${any(patterns.group)} and not coalesce(bool_or(regexp_full_match(${known(cell)}, '${patterns.point}') and not regexp_full_match(${known(cell)}, '${patterns.group}')), false)`,
    },
  ]
}

/** Letters alone are no yes or no: a column of `f` may be one of `m` and `f`. */
function isValid(type: Narrow, text: string): string {
  if (type === 'boolean') return `lower(${text}) in ('true', 'false', 'yes', 'no')`
  return cellTypes[type].exact.isValid(text)
}

type Typed = Omit<TypedColumn, 'name'>

function toType(fit: Answers): Typed {
  if (fit.known === 0) return text({ because: 'no value' })
  const narrowest = order.find((type) => fit[type] === true)
  if (narrowest === undefined) return text(spellingOf(fit))
  const isNumber = narrowest !== 'boolean' && narrowest !== 'date' && narrowest !== 'timestamp'
  if (isNumber && fit.leadingZeros === true) return text({ because: 'leading zeros' })
  if (isNumber && fit.plus === true) return text({ because: 'plus signs' })
  const isInexact = fit.exponent === true || Number(fit.digits) > mostDigits
  return { type: narrowest === 'decimal' && isInexact ? 'float' : narrowest }
}

function text(spelling: Spelling): Typed {
  return { type: 'string', ...spelling }
}
