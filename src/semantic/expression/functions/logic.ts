/** Truth, comparison and choice. Text is compared by code point. */
import { sql } from 'kysely'
import type { Sql } from '../../dialect/dialect.ts'
import { isOrderedText } from '../../dialect/operand.ts'
import type { Expression, ExpressionType } from '../expression.ts'
import { asKind, unify } from '../types.ts'
import {
  aligned,
  type FunctionDefinition,
  type Level,
  level,
  list,
  type PrintedArgument,
  type PrintedCall,
  type Typed,
  term,
  within,
} from './function.ts'

function allTrueOrFalse<R>(nodes: readonly Expression<R>[]): Typed<R> | undefined {
  const fitted = nodes.map((node) => asKind(node, 'boolean'))
  return fitted.every((node) => node !== undefined) ? { type: 'boolean', arguments: fitted } : undefined
}

function connective(name: 'and' | 'or'): FunctionDefinition {
  return {
    name,
    takes: 'conditions',
    check: allTrueOrFalse,
    toSql: ({ arguments: conditions }) => ({
      sql: list(
        conditions.map((condition) => within(condition, level[name])),
        sql.raw(` ${name} `),
      ),
      level: level[name],
    }),
  }
}

const not: FunctionDefinition = {
  name: 'not',
  takes: 'a condition',
  check: (nodes) => (nodes.length === 1 ? allTrueOrFalse(nodes) : undefined),
  toSql: ({ arguments: [condition] }) => {
    if (condition?.negated !== undefined) return { sql: condition.negated, level: condition.level }
    return { sql: sql`not ${condition && within(condition, level.term)}`, level: level.not }
  },
}

const sameTypes = 'two values of one type'

/** Values of one type; intervals only where `intervals` allows. */
function ofOneType<R>(nodes: readonly Expression<R>[], intervals: 'allowed' | 'refused' = 'refused'): Typed<R> | undefined {
  const unified = unify(nodes)
  if (unified === undefined || (intervals === 'refused' && unified.type === 'interval')) return undefined
  return { type: unified.type, arguments: unified.nodes }
}

/** PostgreSQL orders text by the database's locale unless told otherwise. */
function ordered(call: PrintedCall, argument: PrintedArgument, least: Level): Sql {
  const printed = within(argument, least)
  return argument.type === 'string' ? call.dialect.textOrder(printed) : printed
}

function comparison(name: string, symbol: string, isOrder: boolean): FunctionDefinition {
  return {
    name,
    takes: sameTypes,
    check: (nodes) => {
      const typed = nodes.length === 2 ? ofOneType(nodes, 'allowed') : undefined
      return typed && { ...typed, type: 'boolean' }
    },
    toSql: (call) => {
      const [left, right] = call.arguments
      if (left === undefined || right === undefined) return term(sql`null`)
      const first = isOrder ? ordered(call, left, level.operator) : within(left, level.operator)
      return { sql: sql`${first} ${sql.raw(symbol)} ${within(right, level.operator)}`, level: level.compare }
    },
  }
}

const isIn: FunctionDefinition = {
  name: 'in',
  takes: 'a value and a list of values of its type',
  check: (nodes) => {
    const typed = nodes.length >= 2 ? ofOneType(nodes) : undefined
    return typed && { ...typed, type: 'boolean' }
  },
  toSql: ({ arguments: [x, ...members] }) => {
    const left = x && within(x, level.operator)
    const right = sql`(${list(members.map((member) => member.sql))})`
    return { sql: sql`${left} in ${right}`, negated: sql`${left} not in ${right}`, level: level.match }
  },
}

const between: FunctionDefinition = {
  name: 'between',
  takes: 'a value and two bounds of its type',
  check: (nodes) => {
    const typed = nodes.length === 3 ? ofOneType(nodes, 'allowed') : undefined
    return typed && { ...typed, type: 'boolean' }
  },
  toSql: (call) => {
    const [x, from, to] = call.arguments
    if (x === undefined || from === undefined || to === undefined) return term(sql`null`)
    const left = ordered(call, x, level.operator)
    // The grammar has no COLLATE between BETWEEN and AND.
    const hasCollation = isOrderedText(from.sql) || (from.type === 'string' && from.level < level.term)
    const lower = hasCollation ? sql`(${from.sql})` : within(from, level.operator)
    const range = sql`${lower} and ${within(to, level.operator)}`
    return { sql: sql`${left} between ${range}`, negated: sql`${left} not between ${range}`, level: level.match }
  },
}

function test(name: string, kind: 'value' | 'boolean'): FunctionDefinition {
  const words = name.replaceAll('_', ' ')
  return {
    name,
    takes: kind === 'boolean' ? 'a condition' : 'a value',
    check: (nodes) => {
      const [x] = nodes
      const fitted = x && asKind(x, kind)
      return fitted && nodes.length === 1 ? { type: 'boolean', arguments: [fitted] } : undefined
    },
    toSql: ({ arguments: [x] }) => ({ sql: sql`${x && within(x, level.term)} ${sql.raw(words)}`, level: level.is }),
  }
}

/** One of several values of one type. */
function choice(name: string, takes: string, isOrder: boolean, count: (given: number) => boolean): FunctionDefinition {
  return {
    name,
    takes,
    check: (nodes) => (count(nodes.length) ? ofOneType(nodes) : undefined),
    toSql: (call) => {
      const [first] = call.arguments
      const [start, ...others] = aligned(call.arguments, call.dialect)
      if (first === undefined || start === undefined) return term(sql`null`)
      const head = isOrder && first.type === 'string' ? ordered(call, first, level.or) : start.sql
      return term(sql`${sql.raw(name)}(${list([head, ...others.map((other) => other.sql)])})`)
    },
  }
}

const nullif: FunctionDefinition = {
  ...choice('nullif', sameTypes, false, (given) => given === 2),
  check: (nodes) => {
    const typed = nodes.length === 2 ? ofOneType(nodes) : undefined
    const type: ExpressionType | undefined = typed?.arguments[0]?.type
    return typed && type ? { ...typed, type } : undefined
  },
}

export const logicFunctions: readonly FunctionDefinition[] = [
  connective('and'),
  connective('or'),
  not,
  comparison('=', '=', false),
  comparison('<>', '<>', false),
  comparison('<', '<', true),
  comparison('<=', '<=', true),
  comparison('>', '>', true),
  comparison('>=', '>=', true),
  comparison('is_distinct_from', 'is distinct from', false),
  comparison('is_not_distinct_from', 'is not distinct from', false),
  isIn,
  between,
  test('is_null', 'value'),
  test('is_not_null', 'value'),
  test('is_true', 'boolean'),
  test('is_not_true', 'boolean'),
  test('is_false', 'boolean'),
  test('is_not_false', 'boolean'),
  choice('coalesce', 'values of one type', false, (given) => given > 0),
  choice('greatest', 'values of one type', true, (given) => given > 0),
  choice('least', 'values of one type', true, (given) => given > 0),
  nullif,
]
