/** What `tessera check` finds in what clients see of the model, without a database: the queries saved beside it, and the documents it is configured to trust. */
import { readKnownDocuments } from '../queries/known-documents.ts'
import { buildSchema } from '../schema/build-schema.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import type { Finding } from '../semantic/run/check-data.ts'
import type { Config } from '../server/config.ts'

export interface CheckedSurface {
  readonly findings: readonly Finding[]
  /** How many there are; absent where one is wrong. */
  readonly savedQueries?: number
}

export async function checkSurface(config: Config, catalog: Catalog): Promise<CheckedSurface> {
  const { maxLimit, explore } = config
  const known = await readKnownDocuments(config, buildSchema(catalog, { maxLimit, explore }))
  return known.ok
    ? { findings: [], savedQueries: known.value.savedQueries.size }
    : { findings: known.issues.map((issue) => ({ severity: 'error', issue })) }
}
