/** The shipped model, and a sample base of 200 customers with 4000 activities on each engine. */
import type { Database } from '../../src/database/database.ts'
import { writeSample } from '../../src/sample/write.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'

export const modelFolder = 'semantic-models/customer-360'

export interface SampleDatabases {
  readonly catalog: Catalog
  readonly on: (engine: EngineName) => Database
  readonly close: () => Promise<void>
}

export async function openSampleDatabases(): Promise<SampleDatabases> {
  const model = await loadModel(modelFolder)
  if (!model.ok) throw new Error(printIssues(model.issues, model.sources))
  const databases = new Map<EngineName, Database>()
  for (const engine of engines) {
    const database = await openTestDatabase(engine, {})
    databases.set(engine, database)
    const written = await writeSample(database, { customers: 200, activities: 4000 })
    if (!written.ok) throw new Error(printIssues(written.issues, new Map()))
  }
  return {
    catalog: model.value,
    on: (engine) => {
      const database = databases.get(engine)
      if (database === undefined) throw new Error(`No database on ${engine}`)
      return database
    },
    close: async () => {
      for (const database of databases.values()) await database.close()
    },
  }
}
