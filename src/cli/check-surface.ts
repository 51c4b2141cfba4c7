/** What `tessera check` finds in what clients see of the model, without a database: the queries saved beside it. */
import { readSavedQueries } from '../queries/read-saved-queries.ts'
import { buildSchema } from '../schema/build-schema.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import type { Finding } from '../semantic/run/check-data.ts'
import type { Config } from '../server/config.ts'

export interface CheckedSurface {
  readonly findings: readonly Finding[]
  /** How many there are; absent where one is wrong. */
  readonly savedQueries?: number
}

export async function checkSurface({ modelFolder, maxLimit, explore }: Config, catalog: Catalog): Promise<CheckedSurface> {
  const queries = await readSavedQueries(modelFolder, buildSchema(catalog, { maxLimit, explore }))
  return queries.ok
    ? { findings: [], savedQueries: queries.value.size }
    : { findings: queries.issues.map((issue) => ({ severity: 'error', issue })) }
}
