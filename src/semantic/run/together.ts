/**
 * Several statements as one, so that what they answer is about the same data: one below the other, or side by side by the key of their rows.
 */
import { type CompiledQuery, ExpressionWrapper, sql } from 'kysely'
import type { AnyKysely } from '../dialect/kysely.ts'
import { identifier } from '../sql/block.ts'
import type { Statement } from './compile.ts'

export interface Together {
  readonly text: string
  readonly parameters: readonly unknown[]
}

/** The rows of each, before their values the place of their statement, from 0. */
export function below(statements: readonly Statement[], kysely: AnyKysely): Together {
  const selects = statements.map(({ node, columns }, place) => {
    const values = sql.join([sql`${sql.lit(place)} as "place"`, ...columns.map((name) => sql`${identifier(name)}`)])
    return sql`select ${values} from ${new ExpressionWrapper(node)} as "answer"`
  })
  return withParameters(sql`${sql.join(selects, sql.raw(' union all '))}`.compile(kysely), statements)
}

/**
 * How many rows have the one value in `before` and the other in `after`, matched by all columns but the last, which holds the value.
 * Rows that were not there before have null.
 */
export function moves(before: Statement, after: Statement, kysely: AnyKysely): Together {
  const column = (table: string, name: string | undefined) => sql`${identifier(table)}.${identifier(name ?? '')}`
  const isSame = after.columns.slice(0, -1).map((name, place) => sql`${column('after', name)} = ${column('before', before.columns[place])}`)
  const [was, is] = [column('before', before.columns.at(-1)), column('after', after.columns.at(-1))]
  const select = sql`select ${was} as "was", ${is} as "is", count(*) as "moved" from ${new ExpressionWrapper(after.node)} as "after" left join ${new ExpressionWrapper(before.node)} as "before" on ${sql.join(isSame, sql.raw(' and '))} group by 1, 2`
  return withParameters(select.compile(kysely), [after, before])
}

/** Compiled from nodes whose parameters wait for their values: those come in the same order. */
function withParameters({ sql: text }: CompiledQuery, statements: readonly Statement[]): Together {
  return { text, parameters: statements.flatMap(({ parameters }) => parameters) }
}
