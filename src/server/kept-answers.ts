/** The answers a server keeps between questions, as its configuration says. */
import type { Database } from '../database/database.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { type AnswerCache, createAnswerCache } from '../semantic/run/answer-cache.ts'
import { RowVersions } from '../semantic/run/row-versions.ts'
import type { Config } from './config.ts'

/** Undefined where it is switched off. */
export function keptAnswers({ resultCache }: Pick<Config, 'resultCache'>, catalog: Catalog, database: Database): AnswerCache | undefined {
  if (resultCache === 'off') return undefined
  const { kysely, engine: dialect, dataVersion } = database
  const now = () => performance.now()
  const versions = new RowVersions({ catalog, kysely, dialect, now, ...(dataVersion !== undefined && { dataVersion }) })
  return createAnswerCache({ maxBytes: resultCache.maxBytes, versions, now })
}
