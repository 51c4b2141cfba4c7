/**
 * Several statements as one, so that what they answer is about the same data: one below the other, or side by side by the key of their rows.
 */
import { type CompiledQuery, ExpressionWrapper, sql } from 'kysely'
import type { AnyKysely } from '../dialect/kysely.ts'
import { InternalError } from '../issues/issue.ts'
import { columnOf, identifier } from '../sql/block.ts'
import type { Statement } from './compile.ts'

export interface Together {
  readonly text: string
  readonly parameters: readonly unknown[]
}

/** The rows of each, before their values the place of their statement, from 0. */
export function below(statements: readonly Statement[], kysely: AnyKysely): Together {
  const selects = statements.map(({ tree, columns }, place) => {
    const values = sql.join([sql`${sql.lit(place)} as "place"`, ...columns.map((name) => sql`${identifier(name)}`)])
    return sql`select ${values} from ${part(tree)} as "answer"`
  })
  return withParameters(sql`${sql.join(selects, sql.raw(' union all '))}`.compile(kysely), statements)
}

/**
 * How many rows have the one value in `before` and the other in `after`, matched by all columns but the last, which holds the value.
 * Rows that were not there before have null.
 *
 * Grouped and not joined: a row whose key has a null in it is the same row at both dates, and neither engine joins nulls as fast as it joins values.
 */
export function moves(before: Statement, after: Statement, kysely: AnyKysely): Together {
  const keys = after.columns.slice(0, -1).map((_, place) => `key_${place + 1}`)
  const ends = [before, after].map(({ tree, columns }, place) => {
    const named = [...keys, 'value'].map((name, index) => sql`${columnOf('answer', columns[index] ?? '')} as ${identifier(name)}`)
    return sql`select ${sql.join([...named, sql`${sql.lit(place)} as "place"`])} from ${part(tree)} as "answer"`
  })
  const end = (name: string) => columnOf('ends', name)
  const valueAt = (place: number) => sql`max(case when ${end('place')} = ${sql.lit(place)} then ${end('value')} end)`
  const columns = sql.join([...keys.map(end), sql`${valueAt(0)} as "was"`, sql`${valueAt(1)} as "is"`])
  const positions = sql.join(keys.map((_, index) => sql.lit(index + 1)))
  const both = sql`select ${columns} from (${sql.join(ends, sql.raw(' union all '))}) as "ends" group by ${positions} having max(${end('place')}) = 1`
  const select = sql`select "moves"."was", "moves"."is", count(*) as "moved" from (${both}) as "moves" group by 1, 2`
  return withParameters(select.compile(kysely), [before, after])
}

function part(tree: Statement['tree']) {
  if (tree === undefined) throw new InternalError('A statement without its tree is no part of another')
  return new ExpressionWrapper(tree)
}

/** Compiled from nodes whose parameters wait for their values: those come in the same order. */
function withParameters({ sql: text }: CompiledQuery, statements: readonly Statement[]): Together {
  return { text, parameters: statements.flatMap(({ parameters }) => parameters) }
}
