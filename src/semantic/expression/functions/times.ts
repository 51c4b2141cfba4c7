/**
 * Parts and buckets of dates and timestamps. A timestamp is read on the clock of the question's zone; a date has no zone.
 */
import { sql } from 'kysely'
import { type Granularity, granularities, isDateGranularity } from '../../time/granularity.ts'
import type { Expression } from '../expression.ts'
import { as, asKind } from '../types.ts'
import { type FunctionDefinition, level, literalText, piece, plainFunction, term } from './function.ts'

const dateFields = ['year', 'quarter', 'month', 'week', 'day', 'dow', 'isodow', 'doy']
const clockFields = ['hour', 'minute', 'second']

const extract: FunctionDefinition = {
  name: 'extract',
  takes: `a field (${[...dateFields, ...clockFields, 'epoch'].join(', ')}) and a date or a timestamp; hour, minute and second a timestamp; epoch also an interval`,
  check: ([unit, x, ...others]) => {
    const field = literalText(unit)?.toLowerCase()
    if (unit?.kind !== 'literal' || field === undefined || x === undefined || others.length > 0) return undefined
    const operand = fieldOperand(field, x)
    const isTyped = operand !== undefined && isTypeKnown(operand)
    return isTyped ? { type: field === 'epoch' ? 'float' : 'integer', arguments: [{ ...unit, value: field }, operand] } : undefined
  },
  toSql: ({ dialect, timeZone, arguments: [unit, x] }) => {
    if (x === undefined) return term(sql`null`)
    const field = sql.raw(String(unit?.literal))
    if (unit?.literal === 'epoch') return term(sql`cast(extract(epoch from ${x.sql}) as double precision)`)
    const local = x.type === 'timestamp' ? dialect.localTime(x.sql, timeZone) : x.sql
    const part = sql`extract(${field} from ${local})`
    // PostgreSQL's seconds have a fraction.
    return term(sql`cast(${unit?.literal === 'second' ? sql`floor(${part})` : part} as integer)`)
  },
}

function fieldOperand<R>(field: string, x: Expression<R>): Expression<R> | undefined {
  if (dateFields.includes(field)) return as(x, 'date') ?? asKind(x, 'timestamp')
  if (clockFields.includes(field)) return asKind(x, 'timestamp')
  return field === 'epoch' ? (asKind(x, 'timestamp') ?? asKind(x, 'date') ?? asKind(x, 'interval')) : undefined
}

/** Whether the model has fiscal years is a rule of the catalog: an expression knows no model. */
const dateTrunc: FunctionDefinition = {
  name: 'date_trunc',
  takes: `a quoted unit (${granularities.join(', ')}) and a date or a timestamp; units below day a timestamp`,
  check: ([unit, x, ...others]) => {
    const granularity = granularities.find((known) => known === literalText(unit)?.toLowerCase())
    if (unit?.kind !== 'literal' || granularity === undefined || x === undefined || others.length > 0) return undefined
    const isDay = isDateGranularity(granularity)
    const operand = isDay ? (as(x, 'date') ?? asKind(x, 'timestamp')) : asKind(x, 'timestamp')
    if (operand === undefined || !isTypeKnown(operand)) return undefined
    return { type: isDay ? 'date' : 'timestamp', arguments: [{ ...unit, value: granularity }, operand] }
  },
  toSql: ({ dialect, arguments: [unit, x], ...context }) => {
    const granularity: Granularity | undefined = granularities.find((known) => known === unit?.literal)
    if (x === undefined || granularity === undefined) return term(sql`null`)
    const bucket =
      x.type === 'timestamp'
        ? dialect.timestampBucket(x.sql, granularity, context.timeZone, context)
        : dialect.dateBucket(x.sql, granularity, context)
    return piece(bucket, level.or)
  },
}

/** A column whose type only the database knows may be a timestamp, whose day depends on the question's zone: a guess could be a day off. */
export function isTypeKnown(node: Expression<unknown>): boolean {
  return !(node.type === 'unknown' && node.kind === 'reference')
}

const makeDate = plainFunction({
  name: 'make_date',
  takes: 'a year, a month and a day',
  kinds: ['whole', 'whole', 'whole'],
  type: 'date',
  toSql: (_, year, month, day) => sql`make_date(${year}, ${month}, ${day})`,
})

export const timeFunctions: readonly FunctionDefinition[] = [extract, dateTrunc, makeDate]
