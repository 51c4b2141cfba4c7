/** A predicate as SQL; every value of a client is a bind parameter. */
import { sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import { type Bindable, decide, mapBindable } from '../dialect/late.ts'
import { operand } from '../dialect/operand.ts'
import { isNoneOf, isOneOf, StoredText, storedOf } from '../dialect/stored-text.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { assertNever } from '../issues/issue.ts'
import type { PlanPredicate, RelatedRows } from '../plan/plan.ts'
import type { Predicate } from '../query/predicate.ts'
import type { Scalar } from '../query/semantic-query.ts'
import type { SqlContext } from './context.ts'
import { lookedUp } from './looked-up.ts'

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** How the rows of an EXISTS become a sub-select; the plan's renderer knows. */
export type ExistsToSql = (rows: RelatedRows) => Sql

export function predicateToSql(
  predicate: PlanPredicate,
  columnOf: (name: string) => SqlInput,
  context: SqlContext,
  existsToSql: ExistsToSql,
): Sql {
  const { dialect, time } = context
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return listOf(
        predicate.predicates.map((part) => predicateToSql(part, columnOf, context, existsToSql)),
        predicate.kind,
      )
    case 'constant':
      return sql`${sql.lit(predicate.value)}`
    case 'exists':
      return predicate.negated ? sql`not ${existsToSql(predicate.rows)}` : existsToSql(predicate.rows)
    case 'holds':
      return context.expression(predicate.expression, columnOf)
    case 'among':
      return among(predicate, columnOf(predicate.operand), dialect)
    case 'compare': {
      const x = columnOf(predicate.operand)
      const left = predicate.type === 'string' ? dialect.textOrder(x) : operand(x)
      const test = sql`${left} ${sql.raw(operators[predicate.operator])} ${bind(predicate.value, predicate.type, dialect)}`
      return predicate.orNull ? sql`(${test} or ${operand(x)} is null)` : test
    }
    case 'range':
      return range(predicate, columnOf(predicate.operand), context)
    case 'isNull':
      return sql`${operand(storedOf(columnOf(predicate.operand)))} is ${sql.raw(predicate.negated ? 'not null' : 'null')}`
    case 'like': {
      const x = columnOf(predicate.operand)
      const any = listOf(
        predicate.patterns.map((pattern) => dialect.likeIgnoringCase(x, sql`${pattern}`)),
        'or',
      )
      return predicate.negated ? sql`(not (${any}) or ${operand(x)} is null)` : any
    }
    case 'visible': {
      const column = columnOf(predicate.operand)
      const x = operand(column)
      const known =
        predicate.type === 'date'
          ? sql`${x} <= ${dialect.date(time.late.map(({ date }) => date).asBoundOf(predicate.entity))}`
          : sql`${x} < ${instantBeside(column, time.late.map(({ before }) => before).asBoundOf(predicate.entity), context)}`
      return sql`(${known} or ${x} is null)`
    }
    default:
      return assertNever(predicate)
  }
}

function among(predicate: Extract<Predicate<string>, { kind: 'among' }>, column: SqlInput, dialect: Dialect): Sql {
  const { values, type, withNull, negated } = predicate
  const x = operand(storedOf(column))
  const isNull = sql`${x} is ${sql.raw(negated ? 'not null' : 'null')}`
  if (values.length === 0) return isNull
  if (predicate.finds && !negated && !withNull && values.length > 1 && !(column instanceof StoredText)) {
    const found = lookedUp(x, values, type, dialect)
    if (found !== undefined) return found
  }
  const bound = values.map((value) => bind(value, type, dialect))
  const test = negated
    ? isNoneOf(column, bound)
    : column instanceof StoredText
      ? column.isOneOf(values.map((value) => mapBindable(value, String)))
      : isOneOf(column, bound)
  // `not in` leaves nulls out by itself: wanted exactly when null is among the values.
  if (withNull === negated) return test
  return sql`(${test} or ${x} is null)`
}

function range(predicate: Extract<Predicate<string>, { kind: 'range' }>, column: SqlInput, context: SqlContext): Sql {
  const { from, before, negated, type } = predicate
  const x = operand(column)
  const edge = (value: Bindable<string>) => (type === 'date' ? context.dialect.date(value) : instantBeside(column, value, context))
  if (!negated) {
    return listOf(
      [...(from === undefined ? [] : [sql`${x} >= ${edge(from)}`]), ...(before === undefined ? [] : [sql`${x} < ${edge(before)}`])],
      'and',
    )
  }
  const outside = [
    ...(from === undefined ? [] : [sql`${x} < ${edge(from)}`]),
    ...(before === undefined ? [] : [sql`${x} >= ${edge(before)}`]),
  ]
  return listOf([...outside, sql`${x} is null`], 'or')
}

function instantBeside(column: SqlInput, value: Bindable<string>, context: SqlContext): Sql {
  return context.isStored(column) ? context.dialect.instantBesideColumn(value) : context.dialect.instant(value)
}

function listOf(parts: readonly Sql[], word: 'and' | 'or'): Sql {
  const [first, ...others] = parts
  if (first === undefined) return sql`${sql.lit(word === 'and')}`
  if (others.length === 0) return first
  return sql`(${sql.join(parts, sql.raw(` ${word} `))})`
}

/** A client's value as a parameter of the column's type. Text stays untyped, so that it compares with whatever the column is. */
function bind(value: Bindable<Scalar>, type: ValueType, dialect: Dialect): Sql {
  switch (type) {
    case 'integer':
    case 'bigint': {
      const digits = mapBindable(value, String)
      return decide(digits, (text) => isInt64(BigInt(text))) ? sql`cast(${digits} as bigint)` : dialect.decimal(digits)
    }
    case 'decimal':
      return dialect.decimal(mapBindable(value, String))
    case 'float':
      return sql`cast(${mapBindable(value, String)} as double precision)`
    case 'date':
      return dialect.date(mapBindable(value, String))
    case 'timestamp':
      return dialect.instant(mapBindable(value, String))
    default:
      return sql`${value}`
  }
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}
