/**
 * What a function or operator of expressions is: the types it takes and gives, and its SQL on both engines.
 * Definitions stand in the files of this folder, by subject; index.ts is the allow-list.
 */
import { sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from '../../dialect/dialect.ts'
import { isAtomic } from '../../dialect/operand.ts'
import type { Calendar } from '../../time/granularity.ts'
import type { Expression, ExpressionType } from '../expression.ts'
import { asKind, type Kind } from '../types.ts'

export interface FunctionDefinition {
  /** Canonical name. */
  readonly name: string
  /** For messages: "`split_part` takes <this>, not ...". */
  readonly takes: string
  /** Types of the call and its arguments as they are meant; undefined when it takes something else. */
  check<R>(arguments_: readonly Expression<R>[], options: CheckOptions): Typed<R> | undefined
  toSql(call: PrintedCall): Printed
}

export interface CheckOptions {
  /** `float`: `/` is always a Float division (measures); `sql`: whole numbers truncate as in PostgreSQL. */
  readonly division: 'float' | 'sql'
}

export interface Typed<R> {
  readonly type: ExpressionType
  readonly arguments: readonly Expression<R>[]
}

/** How tightly a piece of SQL holds together; PostgreSQL's precedence, which DuckDB shares. */
export const level = { or: 1, and: 2, not: 3, is: 4, compare: 5, match: 6, operator: 7, add: 8, multiply: 9, sign: 10, term: 11 } as const
export type Level = (typeof level)[keyof typeof level]

export interface Printed {
  readonly sql: Sql
  readonly level: Level
  /** The opposite, where SQL has a word for it: `x not in (...)`. */
  readonly negated?: Sql
}

export interface PrintedArgument extends Printed {
  readonly type: ExpressionType
  /** The value, if it is a literal. */
  readonly literal?: string | boolean | null
}

export interface PrintContext extends Calendar {
  readonly dialect: Dialect
  readonly timeZone: string
}

export interface PrintedCall extends PrintContext {
  readonly type: ExpressionType
  readonly arguments: readonly PrintedArgument[]
}

/** A call with parentheses, a name, a value: never needs more around it. */
export function term(piece: Sql): Printed {
  return { sql: piece, level: level.term }
}

/** What a dialect gave: a term, or something that holds together as loosely as `otherwise` says. */
export function piece(given: Sql, otherwise: Level): Printed {
  return { sql: given, level: isAtomic(given) ? level.term : otherwise }
}

/** The piece where at least `least` is needed. */
export function within(printed: Printed, least: Level): Sql {
  return printed.level < least ? sql`(${printed.sql})` : printed.sql
}

/** Arguments of these kinds, in this order; those after `least` may be absent. */
export function fitAll<R>(
  nodes: readonly Expression<R>[],
  kinds: readonly Kind[],
  least = kinds.length,
): readonly Expression<R>[] | undefined {
  if (nodes.length < least || nodes.length > kinds.length) return undefined
  const fitted = nodes.map((node, position) => asKind(node, kinds[position] ?? 'value'))
  return fitted.every((node) => node !== undefined) ? fitted : undefined
}

interface PlainFunction {
  readonly name: string
  readonly takes: string
  readonly kinds: readonly Kind[]
  readonly least?: number
  readonly type: ExpressionType
  /** More that arguments must be: a literal, not empty. */
  readonly accepts?: (nodes: readonly Expression<unknown>[]) => boolean
  readonly toSql: (call: PrintedCall, ...arguments_: readonly Sql[]) => Sql
}

/** The usual case: fixed kinds of arguments, one type, printed as a call. */
export function plainFunction({ name, takes, kinds, least, type, accepts, toSql }: PlainFunction): FunctionDefinition {
  return {
    name,
    takes,
    check: (nodes) => {
      const fitted = fitAll(nodes, kinds, least)
      return fitted === undefined || accepts?.(fitted) === false ? undefined : { type, arguments: fitted }
    },
    toSql: (call) => {
      const whole = call.arguments.map((argument, position) => (kinds[position] === 'whole' ? integer(argument) : argument.sql))
      return piece(toSql(call, ...whole), level.or)
    },
  }
}

/**
 * A count of 32 bits: PostgreSQL's functions take no other, DuckDB adds no other to a date. What the model calls an integer may be 64 bits wide in
 * the database: a column, the difference of two dates.
 */
export function integer(argument: PrintedArgument): Sql {
  return argument.literal === undefined || argument.type === 'bigint' ? sql`cast(${argument.sql} as integer)` : argument.sql
}

export function list(items: readonly SqlInput[], separator = sql`, `): Sql {
  return sql.join(items, separator)
}

export function literalText(node: Expression<unknown> | undefined): string | undefined {
  return node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined
}

/** Values one of which is chosen, or `%` of two: where several are decimals they get the same places, as DuckDB would drop some. */
export function aligned<A extends PrintedArgument>(values: readonly A[], dialect: Dialect): readonly Printed[] {
  const decimals = values.filter(hasPlaces)
  if (decimals.length < 2) return values
  return values.map((value) => (hasPlaces(value) ? piece(dialect.alignDecimal(value.sql), value.level) : value))
}

function hasPlaces({ type, literal }: PrintedArgument): boolean {
  return type === 'decimal' && !(literal === null || (typeof literal === 'string' && /^-?\d+\.?0*$/.test(literal)))
}
