/** The one Kysely seam: tables and columns come from the model at run time, so its builders are typed loosely here and nowhere else. */
import type { AliasedExpression, Expression, Kysely, QueryCreator, SelectQueryBuilder } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnyKysely = Kysely<any>
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnyCreator = QueryCreator<any>
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnySelect = SelectQueryBuilder<any, any, any>

/** Kysely's types want an alias for every expression; a table or a column that keeps its own name needs none, and SQL without it reads better. */
export function underItsOwnName(expression: Expression<unknown>): AliasedExpression<unknown, string> {
  return expression as unknown as AliasedExpression<unknown, string>
}
