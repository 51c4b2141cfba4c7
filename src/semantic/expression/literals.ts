/** Literals: which texts are a value of which type, in the one form both engines read alike. */
import type { Expression, ExpressionType } from './expression.ts'
import { readInterval } from './interval.ts'

export type Literal<R> = Extract<Expression<R>, { readonly kind: 'literal' }>

const largest = { integer: 2n ** 31n, bigint: 2n ** 63n }
/** What a decimal of DuckDB holds. */
const mostDigits = 38

/** The type of a number as written; undefined when it is written in a way only one engine reads, or has too many digits. */
export function numberType(text: string): 'integer' | 'bigint' | 'decimal' | undefined {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?$/i.test(text)) return undefined
  const digits = plainNumber(text)
  if (digits.replaceAll(/\D/g, '').length > mostDigits) return undefined
  if (/[.e]/i.test(text)) return 'decimal'
  const value = BigInt(digits)
  if (value >= -largest.integer && value < largest.integer) return 'integer'
  return value >= -largest.bigint && value < largest.bigint ? 'bigint' : 'decimal'
}

/** Without exponent (a float on DuckDB, exact on PostgreSQL): `1.5e3` is `1500`. */
export function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const point = whole.length + Number(exponent)
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`.padEnd(point, '0')
  const at = Math.max(0, point)
  const integral = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const decimals = digits.slice(at)
  return `${sign === '-' ? '-' : ''}${integral}${decimals === '' ? '' : `.${decimals}`}`
}

/** A quoted text as a literal of `type`, as PostgreSQL reads it next to a value of that type; undefined when the text is no such value. */
export function literalAs<R>(literal: Literal<R>, type: ExpressionType): Literal<R> | undefined {
  if (literal.value === null || type === 'unknown') return { ...literal, type: literal.value === null ? type : literal.type }
  if (literal.type === type) return literal
  if (literal.type !== 'string' || typeof literal.value !== 'string') return undefined
  const value = textAs(literal.value.trim(), type)
  return value === undefined ? undefined : { ...literal, type, value }
}

function textAs(text: string, type: ExpressionType): string | boolean | undefined {
  switch (type) {
    case 'date':
      return isDate(text) ? text : undefined
    case 'timestamp':
      return timestampText(text)
    case 'interval':
      return readInterval(text)?.text
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()]
    case 'integer':
    case 'bigint':
      return ['integer', type].includes(numberType(text) ?? '') ? text : undefined
    case 'decimal':
    case 'float':
      return numberType(text) === undefined ? undefined : text
    default:
      return undefined
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** `2024-01-31 10:00`, `2024-01-31T10:00:00.5+02:00`: with a time of day; without an offset it is UTC. */
function timestampText(text: string): string | undefined {
  const [, day = '', minutes = '', seconds = '00', fraction = '', offset = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2})(\.\d{1,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(text) ?? []
  if (!isDate(day)) return undefined
  const zone = /^z$/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`
  const time = Date.parse(`${day}T${minutes}:${seconds}${zone}`)
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}${fraction}+00`
}
