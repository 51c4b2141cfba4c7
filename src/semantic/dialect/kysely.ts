/** The one Kysely seam: tables and columns come from the model at run time, so its builders are typed loosely here and nowhere else. */
import type { Kysely, QueryCreator, SelectQueryBuilder } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnyKysely = Kysely<any>
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnyCreator = QueryCreator<any>
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type AnySelect = SelectQueryBuilder<any, any, any>
