/**
 * Casts: which types become which, and how. A cast that the engines do differently, or that loses something unseen, is refused with what to write
 * instead.
 */
import { sql } from 'kysely'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression, ExpressionType } from './expression.ts'
import { level, type PrintContext, type Printed, type PrintedArgument, piece, term } from './functions/function.ts'
import { isTypeKnown } from './functions/times.ts'
import { literalAs } from './literals.ts'
import { as, isWhole } from './types.ts'

type Cast<R> = Extract<Expression<R>, { readonly kind: 'cast' }>

const targets: Readonly<Record<ValueType, readonly ExpressionType[]>> = {
  string: ['string', 'integer', 'bigint', 'decimal', 'float', 'date', 'timestamp'],
  integer: ['string', 'integer', 'bigint', 'decimal', 'float', 'boolean'],
  bigint: ['string', 'integer', 'bigint', 'decimal', 'float'],
  decimal: ['string', 'integer', 'bigint', 'decimal', 'float'],
  float: ['integer', 'bigint', 'decimal', 'float'],
  boolean: ['string', 'integer', 'boolean'],
  date: ['string', 'date', 'timestamp'],
  timestamp: ['date', 'timestamp'],
}

/** What to write instead, where there is one way. */
const instead: Readonly<Record<string, string>> = {
  'string boolean': "A comparison says which texts are true: `x in ('true', 'yes')`.",
  'float string': 'The text of a float differs between databases; `cast(x as numeric(18, 2))` first fixes its decimal places.',
  'timestamp string': 'A timestamp has no text without a zone; `cast(x as date)` and `extract(hour from x)` have.',
}

export type CastCheck<R> = { readonly node: Expression<R> } | { readonly refused: string; readonly fix?: string }

export function checkCast<R>(cast: Cast<R>, argument: Expression<R>): CastCheck<R> {
  const node: Cast<R> = { ...cast, argument }
  const refused = `A cast of ${argument.type} to ${cast.type}`
  if (argument.kind === 'literal' && argument.type === 'string' && cast.type !== 'string') {
    const literal = literalAs(argument, cast.type)
    if (literal === undefined)
      return { refused: `The cast of \`'${argument.value}'\` to ${cast.type}`, ...(examples[cast.type] && { fix: examples[cast.type] }) }
    return cast.decimal === undefined ? { node: literal } : { node: { ...node, argument: literal } }
  }
  if (cast.type === 'date') {
    const day = as(argument, 'date')
    if (day !== undefined && !isTypeKnown(day)) {
      return {
        refused: 'A cast to date of a column whose type the model does not know',
        fix: 'A dimension of type date or timestamp over the column, hidden or not, says it.',
      }
    }
    if (day?.type === 'date') return { node: day }
  }
  if (
    cast.type === 'decimal' &&
    cast.decimal === undefined &&
    !isWhole(argument.type) &&
    argument.type !== 'decimal' &&
    argument.type !== 'null'
  ) {
    return { refused: 'A cast to numeric without precision and scale', fix: '`numeric(18, 2)` says how many digits are kept.' }
  }
  if (cast.type === 'string' && argument.type === 'decimal' && !hasScale(argument)) {
    return {
      refused: 'A cast to text of a decimal without a fixed scale',
      fix: '`cast(cast(x as numeric(18, 2)) as text)` fixes its decimal places.',
    }
  }
  if (argument.type === 'unknown' || argument.type === 'null' || argument.type === cast.type) return { node }
  const allowed = argument.type === 'interval' ? [] : targets[argument.type]
  if (allowed.includes(cast.type)) return { node }
  const fix = instead[`${argument.type} ${cast.type}`]
  return { refused, ...(fix && { fix }) }
}

const examples: Partial<Record<ExpressionType, string>> = {
  date: "A date is written as `'2024-01-31'`.",
  timestamp: "A timestamp is written as `'2024-01-31 18:00:00'`, in UTC or with an offset.",
  interval: "An interval is written as `'30 days'`, `'1 month'` or `'90 minutes'`.",
}

function hasScale(node: Expression<unknown>): boolean {
  return node.kind === 'reference' || node.kind === 'literal' || (node.kind === 'cast' && node.decimal !== undefined)
}

export function castToSql(cast: Cast<unknown>, argument: PrintedArgument, context: PrintContext): Printed {
  const { dialect, timeZone } = context
  const { type } = cast
  const from = argument.type
  if (type === 'interval' || type === 'unknown' || type === 'null') return argument
  if (type === 'decimal' && cast.decimal !== undefined) {
    const { precision, scale } = cast.decimal
    if (from === 'float') return term(dialect.floatToDecimal(argument.sql, precision, scale))
    return term(sql`cast(${argument.sql} as numeric(${sql.lit(precision)}, ${sql.lit(scale)}))`)
  }
  if (from === type) return argument
  if (from === 'timestamp' && type === 'date') return piece(dialect.localDate(argument.sql, timeZone), level.or)
  if (from === 'date' && type === 'timestamp') return piece(dialect.startOfDay(argument.sql, timeZone), level.or)
  if (from === 'string' && (type === 'integer' || type === 'bigint')) return piece(dialect.parseWhole(argument.sql, type), level.or)
  // Whole numbers have no places after the point: all 38 digits before it.
  if (type === 'decimal') return term(sql`cast(${argument.sql} as numeric(38, 0))`)
  return term(dialect.cast(argument.sql, type))
}
