/**
 * The operators + - * / % over numbers, days, instants and intervals.
 *
 *   day - day                   whole days                  day +- whole number         a day
 *   day +- interval             a day (no hours in it)      instant +- interval         an instant
 *   instant - instant           an interval                 whole number / whole number truncates, null on 0
 */
import { sql } from 'kysely'
import { divisor } from '../../dialect/operand.ts'
import type { Expression, ExpressionType } from '../expression.ts'
import { as, asKind, isOpen, isWhole, isWholeDays, unify } from '../types.ts'
import { aligned, type FunctionDefinition, fitAll, integer, level, type PrintedArgument, type Typed, within } from './function.ts'

const add: FunctionDefinition = {
  name: '+',
  takes: 'two numbers, a date and a number of days, or a date or timestamp and an interval',
  check: (nodes) => {
    const [left, right] = nodes
    if (left === undefined || right === undefined) return undefined
    return shift(left, right) ?? shift(right, left) ?? numbers(nodes) ?? intervals(nodes)
  },
  toSql: (call) => sum('+', call.type, call.arguments),
}

const subtract: FunctionDefinition = {
  name: '-',
  takes: 'two numbers, two dates, two timestamps, a date and a number of days, or a date or timestamp and an interval',
  check: (nodes) => {
    const [left, right] = nodes
    if (left === undefined) return undefined
    if (right === undefined) return numbers(nodes)
    return shift(left, right) ?? difference(nodes) ?? numbers(nodes) ?? intervals(nodes)
  },
  toSql: (call) => {
    const [only, ...others] = call.arguments
    if (only !== undefined && others.length === 0) return { sql: sql`-${within(only, level.term)}`, level: level.sign }
    return sum('-', call.type, call.arguments)
  },
}

const multiply: FunctionDefinition = {
  name: '*',
  takes: 'two numbers, or an interval and a whole number',
  check: (nodes) => numbers(nodes) ?? multiple(nodes),
  toSql: ({ arguments: [left, right] }) => ({
    sql: sql`${left && within(left, level.multiply)} * ${right && within(right, level.sign)}`,
    level: level.multiply,
  }),
}

const divide: FunctionDefinition = {
  name: '/',
  takes: 'two numbers',
  check: (nodes, { division }) => {
    const typed = numbers(nodes)
    if (typed === undefined || nodes.length < 2) return undefined
    const isFloat = division === 'float' || typed.type === 'decimal'
    return isFloat ? { ...typed, type: 'float' } : typed
  },
  toSql: ({ dialect, type, arguments: [left, right] }) => {
    if (left === undefined || right === undefined) return { sql: sql`null`, level: level.term }
    if (type === 'float' && left.type === 'float')
      return { sql: sql`${within(left, level.multiply)} / ${divisor(right.sql)}`, level: level.multiply }
    if (type === 'float') {
      // A decimal becomes the nearest float on both engines before it is divided.
      const denominator = right.type === 'decimal' ? dialect.toFloat(right.sql) : right.sql
      const ratio =
        left.type === 'decimal' ? sql`${dialect.toFloat(left.sql)} / ${divisor(denominator)}` : dialect.divideFloats(left.sql, denominator)
      return { sql: ratio, level: level.multiply }
    }
    // Of columns whose type only the database knows: its own division.
    if (type === 'unknown') return { sql: sql`${within(left, level.multiply)} / ${divisor(right.sql)}`, level: level.multiply }
    return { sql: dialect.divideIntegers(left.sql, right.sql), level: level.multiply }
  },
}

const modulo: FunctionDefinition = {
  name: '%',
  takes: 'two whole numbers or decimals',
  check: (nodes) => {
    const typed = numbers(nodes)
    return nodes.length < 2 || typed?.type === 'float' ? undefined : typed
  },
  toSql: (call) => {
    const [left, right] = aligned(call.arguments, call.dialect)
    return { sql: sql`${left && within(left, level.multiply)} % ${right && divisor(right.sql)}`, level: level.multiply }
  },
}

function sum(operator: '+' | '-', type: ExpressionType, [left, right]: readonly PrintedArgument[]) {
  if (left === undefined || right === undefined) return { sql: sql`null`, level: level.term }
  const isDays = type === 'date' && right.type !== 'interval' && right.literal === undefined
  const by = isDays ? integer(right) : within(right, level.multiply)
  const shifted = sql`${within(left, level.add)} ${sql.raw(operator)} ${by}`
  // A date plus an interval is a timestamp on both engines.
  if (type === 'date' && right.type === 'interval') return { sql: sql`cast(${shifted} as date)`, level: level.term }
  return { sql: shifted, level: level.add }
}

/** The type numbers have together; `unknown` with a value whose type only the database knows. */
function numbers<R>(nodes: readonly Expression<R>[]): Typed<R> | undefined {
  const fitted = fitAll(nodes, ['number', 'number'], 1)
  const unified = fitted && unify(fitted)
  return fitted && unified ? { type: unified.type, arguments: fitted } : undefined
}

/** A day or an instant moved by days or an interval. */
function shift<R>(start: Expression<R>, by: Expression<R>): Typed<R> | undefined {
  if (isWhole(by.type)) {
    const day = as(start, 'date')
    return day?.type === 'date' ? { type: 'date', arguments: [day, by] } : undefined
  }
  if (by.type !== 'interval') return undefined
  if (start.type === 'date') return isWholeDays(by) ? { type: 'date', arguments: [start, by] } : undefined
  return start.type === 'timestamp' || start.type === 'unknown' ? { type: start.type, arguments: [start, by] } : undefined
}

function difference<R>(nodes: readonly Expression<R>[]): Typed<R> | undefined {
  const unified = unify(nodes)
  if (nodes.some(({ type }) => isOpen(type)) || unified === undefined) return undefined
  if (unified.type === 'date') return { type: 'integer', arguments: unified.nodes }
  return unified.type === 'timestamp' ? { type: 'interval', arguments: unified.nodes } : undefined
}

function intervals<R>(nodes: readonly Expression<R>[]): Typed<R> | undefined {
  const fitted = nodes.length === 2 && nodes.every(({ type }) => type === 'interval')
  return fitted ? { type: 'interval', arguments: nodes } : undefined
}

function multiple<R>(nodes: readonly Expression<R>[]): Typed<R> | undefined {
  const interval = nodes.find(({ type }) => type === 'interval')
  const factor = nodes.find(({ type }) => type !== 'interval')
  const times = factor && asKind(factor, 'whole')
  return interval && times && nodes.length === 2 ? { type: 'interval', arguments: [interval, times] } : undefined
}

export const arithmeticFunctions: readonly FunctionDefinition[] = [add, subtract, multiply, divide, modulo]
