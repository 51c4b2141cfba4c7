/** One window function with its OVER clause. */
import { sql } from 'kysely'
import type { Period } from '../catalog/catalog.ts'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import { operand } from '../dialect/operand.ts'
import { interval } from '../dialect/standard-sql.ts'
import { keyOf } from '../dialect/stored-text.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Plan, PlanExpression, Window } from '../plan/plan.ts'
import { orderedBy } from './block.ts'
import type { SqlContext } from './context.ts'
import { scoreToSql } from './score.ts'

export function windowToSql(
  { type, function: fn, partitionBy, orderBy }: Window['functions'][number],
  input: Plan,
  column: (name: string) => SqlInput,
  context: SqlContext,
): Sql {
  const isText = (name: string) => input.columns.some((known) => known.name === name && known.type === 'string')
  const ordered = (name: string) => (isText(name) ? context.dialect.textOrder(column(name)) : column(name))
  const over = (order: readonly SqlInput[], preceding?: Period) =>
    sql`over (${overClause(
      partitionBy.map((name) => keyOf(column(name))),
      order,
      preceding,
    )})`
  switch (fn.kind) {
    case 'row_number':
      return sql`row_number() ${over(orderBy.map(ordered))}`
    case 'place':
      return sql`row_number() ${over(fn.order.map(({ column: name, ...how }) => orderedBy(column(name), how)))}`
    case 'next':
      return sql`lead(${column(fn.column)}) ${over(orderBy.map(ordered))}`
    case 'rank': {
      const rank = context.dialect.cast(sql`rank() ${over([orderedBy(ordered(fn.column), fn)])}`, type)
      return sql`case when ${operand(column(fn.column))} is not null then ${rank} end`
    }
    case 'score': {
      const { dialect } = context
      const clause = (partition: readonly SqlInput[], order: readonly SqlInput[]) => sql`over (${overClause(partition, order)})`
      return scoreToSql(
        fn,
        orderBy.map(ordered),
        column,
        ({ equal, order = [] } = {}) => clause([...partitionBy.map(column), ...(equal === undefined ? [] : [equal])], order),
        dialect,
      )
    }
    case 'aggregate': {
      const argumentType = fn.argument === undefined ? undefined : valueTypeOf(fn.argument)
      const value = fn.aggregation.toSql({
        dialect: context.dialect,
        ...(fn.argument !== undefined && { argument: context.expression(fn.argument, column) }),
        ...(argumentType !== undefined && { argumentType }),
        ...(fn.where !== undefined && { filter: context.expression(fn.where, column) }),
      })
      const running = sql`${value} ${over(orderBy.map(ordered), fn.preceding)}`
      return fn.aggregation.resultType(argumentType) === type ? running : context.dialect.cast(running, type)
    }
  }
}

function overClause(partitionBy: readonly SqlInput[], orderBy: readonly SqlInput[], preceding?: Period): Sql {
  const partition = partitionBy.length === 0 ? [] : [sql`partition by ${sql.join(partitionBy)}`]
  const order = orderBy.length === 0 ? [] : [sql`order by ${sql.join(orderBy)}`]
  const frame = preceding === undefined ? [] : [sql`range between ${interval(preceding.n, preceding.unit)} preceding and current row`]
  return sql.join([...partition, ...order, ...frame], sql.raw(' '))
}

export function valueTypeOf({ type }: PlanExpression): ValueType | undefined {
  return type === 'unknown' || type === 'null' || type === 'interval' ? undefined : type
}
