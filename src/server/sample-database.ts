/** The sample customer base in the configured database: on request, or because the embedded database is still empty. */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { withTemporaryFile } from '../database/duckdb/temporary-file.ts'
import { openDatabase } from '../database/open.ts'
import { type SampleOptions, sampleDefaults } from '../sample/options.ts'
import { sampleTableNames } from '../sample/tables.ts'
import type { SampleSize } from '../sample/write.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { selectLineage } from '../semantic/expression/select-lineage.ts'
import { type Result, success } from '../semantic/issues/issue.ts'
import type { Config } from './config.ts'

/** How progress calls it. */
export const generating = 'Generating a sample customer base'

/** Rows written so far, and how many there will be. */
export type OnProgress = (done: number, of: number) => void

export async function writeSampleInto(config: Config, options: SampleOptions, onProgress: OnProgress): Promise<Result<SampleSize>> {
  makeFolderOf(config)
  const { writeSample } = await import('../sample/write.ts')
  const opened = await openDatabase(config.databaseUrl, { ...config.duckdb, mode: 'write' })
  if (!opened.ok) return opened
  const database = opened.value
  try {
    return await writeSample(database, options, ({ rows, of }) => onProgress(rows, of))
  } finally {
    await database.close()
  }
}

/**
 * Fills the embedded database once, so that a first start has something to show. Only where nobody named a database,
 * and only for models that read the tables of the sample and no others.
 */
export async function ensureSample(config: Config, catalog: Catalog, onProgress: OnProgress): Promise<Result<SampleSize | 'not needed'>> {
  const file = embeddedFile(config)
  if (config.databaseNamed || file === undefined || existsSync(file) || !readsOnlyTheSample(catalog)) return success('not needed')
  // Under another name until it is complete: a start that is interrupted leaves nothing that the next one could take for a base.
  makeFolderOf(config)
  return withTemporaryFile(file, async (unfinished) => {
    const options = { customers: sampleDefaults.customers }
    const written = await writeSampleInto({ ...config, databaseUrl: `duckdb:${unfinished}` }, options, onProgress)
    if (written.ok) renameSync(unfinished, file)
    return written
  })
}

function readsOnlyTheSample(catalog: Catalog): boolean {
  const samples: readonly string[] = sampleTableNames
  return [...catalog.entities.values()].every(({ source }) => {
    const tables = source.kind === 'table' ? [source] : selectLineage(source.sql).tables
    return tables.length > 0 && tables.every(({ schema, table }) => schema === undefined && samples.includes(table))
  })
}

/** The file of an embedded database; undefined for PostgreSQL and for one in memory. */
export function embeddedFile({ databaseUrl }: Config): string | undefined {
  return /^duckdb:(?!:memory:$)(.+)$/s.exec(databaseUrl)?.[1]
}

export function makeFolderOf(config: Config): void {
  const file = embeddedFile(config)
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true })
}
