/** The answers a server keeps between questions, as its configuration says. */
import type { Database } from '../database/database.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import type { StoredTexts } from '../semantic/dialect/stored-text.ts'
import { type AnswerCache, createAnswerCache } from '../semantic/run/answer-cache.ts'
import { RowVersions } from '../semantic/run/row-versions.ts'
import type { Config } from './config.ts'

type KnownDatabase = Pick<Database, 'kysely' | 'engine' | 'dataVersion'> & { readonly stored?: StoredTexts }

/** Undefined where it is switched off. */
export function keptAnswers(
  { resultCache }: Pick<Config, 'resultCache'>,
  catalog: Catalog,
  database: KnownDatabase,
): AnswerCache | undefined {
  if (resultCache === 'off') return undefined
  const { kysely, engine: dialect, dataVersion, stored } = database
  const now = () => performance.now()
  const versions = new RowVersions({ catalog, kysely, dialect, now, ...(dataVersion && { dataVersion }), ...(stored && { stored }) })
  return createAnswerCache({ maxBytes: resultCache.maxBytes, versions, now })
}
