/**
 * Expression -> SQL of one engine, with the same value on both. Constants of the model are literals; the question's date and zone are parameters.
 */
import { sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import type { Bindable } from '../dialect/late.ts'
import { isAtomic } from '../dialect/operand.ts'
import { storedOf } from '../dialect/stored-text.ts'
import { assertNever, InternalError } from '../issues/issue.ts'
import type { Calendar } from '../time/granularity.ts'
import { castToSql } from './casts.ts'
import type { Expression } from './expression.ts'
import { aligned, level, list, type Printed, type PrintedArgument, term } from './functions/function.ts'
import { functionOf } from './functions/index.ts'
import { type Literal, plainNumber } from './literals.ts'

export interface ToSqlOptions<R> extends Calendar {
  readonly dialect: Dialect
  readonly reference: (reference: R) => SqlInput
  /** The question's local day (ISO) and its instant (ISO, UTC). */
  readonly asOf: { readonly date: Bindable<string>; readonly instant: Bindable<string> }
  readonly timeZone: string
}

/** Conditions that are not one comparison come in parentheses: they stay whole beside `and`, `or`, `not` and `=`. */
export function expressionToSql<R>(expression: Expression<R>, options: ToSqlOptions<R>): Sql {
  const printed = toSql(expression, options)
  return printed.level <= level.not ? sql`(${printed.sql})` : printed.sql
}

function toSql<R>(node: Expression<R>, options: ToSqlOptions<R>): Printed {
  switch (node.kind) {
    case 'reference': {
      const reference = options.reference(node.reference)
      return { sql: sql`${reference}`, level: isAtomic(reference) ? level.term : level.or }
    }
    case 'literal':
      return literalToSql(node, options.dialect)
    case 'as_of':
      return term(node.type === 'date' ? options.dialect.date(options.asOf.date) : options.dialect.instant(options.asOf.instant))
    case 'parameter':
      return term(node.type === 'date' ? options.dialect.date(node.value) : options.dialect.instant(node.value))
    case 'call':
      return callToSql(node, options)
    case 'case':
      return caseToSql(node, options)
    case 'cast':
      return castToSql(node, argumentToSql(node.argument, options), options)
    case 'aggregate':
      throw new InternalError(`Aggregate ${node.name} was not lifted out of its measure.`)
    default:
      return assertNever(node)
  }
}

function argumentToSql<R>(node: Expression<R>, options: ToSqlOptions<R>): PrintedArgument {
  const printed = toSql(node, options)
  return { ...printed, type: node.type, ...(node.kind === 'literal' && { literal: node.value }) }
}

function callToSql<R>(node: Extract<Expression<R>, { kind: 'call' }>, options: ToSqlOptions<R>): Printed {
  const arguments_ = node.arguments.map((argument) => argumentToSql(argument, options))
  const definition = functionOf(node.name)
  if (definition !== undefined) return definition.toSql({ ...options, type: node.type, arguments: arguments_ })
  const name = /^[a-z_][a-z0-9_]*$/.test(node.name) ? sql.raw(node.name) : sql.id(node.name)
  // Nobody knows what it takes: a column whose type the model does not say is handed over as the database has it.
  const given = node.arguments.map((argument, position) =>
    argument.kind === 'reference' && argument.type === 'unknown'
      ? storedOf(options.reference(argument.reference))
      : (arguments_[position]?.sql ?? sql`null`),
  )
  return term(sql`${name}(${given.length === 0 ? sql`` : list(given)})`)
}

function caseToSql<R>(node: Extract<Expression<R>, { kind: 'case' }>, options: ToSqlOptions<R>): Printed {
  const otherwise = node.otherwise === undefined ? [] : [node.otherwise]
  const values = aligned(
    [...node.branches.map(({ then }) => then), ...otherwise].map((value) => argumentToSql(value, options)),
    options.dialect,
  )
  const branches = node.branches.map(({ when }, position) => sql`when ${toSql(when, options).sql} then ${values[position]?.sql}`)
  return term(sql`case ${list(branches, sql` `)}${otherwise.length === 0 ? sql`` : sql` else ${values.at(-1)?.sql}`} end`)
}

function literalToSql<R>(node: Literal<R>, dialect: Dialect): Printed {
  const { value, type } = node
  if (value === null) return term(nullToSql(type, dialect))
  if (typeof value === 'boolean') return term(sql`${sql.lit(value)}`)
  switch (type) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float': {
      const number = plainNumber(value)
      return { sql: sql.raw(number), level: number.startsWith('-') ? level.sign : level.term }
    }
    case 'date':
      return term(sql`date ${sql.lit(value)}`)
    case 'timestamp':
      return term(sql`timestamptz ${sql.lit(value)}`)
    case 'interval':
      return term(sql`interval ${sql.lit(value)}`)
    default:
      return term(sql`${sql.lit(value)}`)
  }
}

function nullToSql(type: Literal<unknown>['type'], dialect: Dialect): Sql {
  if (type === 'null' || type === 'unknown') return sql`null`
  return type === 'interval' ? sql`cast(null as interval)` : dialect.nullOf(type)
}
