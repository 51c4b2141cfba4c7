/** A base of about 300 customers and 3,000 activities on both engines, gone after the file's tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Base } from '../../bench/data/bases.ts'
import { ensureDuckDBBase } from '../../bench/data/duckdb.ts'
import { baseName } from '../../bench/data/folder.ts'
import { ensurePostgresBase } from '../../bench/data/postgres.ts'

export interface TinyBase extends Base {
  close(): Promise<void>
}

/** Each file has another number of customers: files that run at the same time have bases of their own. */
export async function openTinyBase({ customers }: { readonly customers: number }): Promise<TinyBase> {
  const size = { activities: 3_000, customers }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  const postgres = await ensurePostgresBase(inject('postgresUrl'), size, () => {})
  const duckdb = await ensureDuckDBBase(folder, size, () => {})
  return {
    size,
    urls: new Map([
      ['postgres', postgres.url],
      ['duckdb', duckdb.url],
    ]),
    close: async () => {
      rmSync(folder, { recursive: true, force: true })
      const client = new pg.Client({ connectionString: inject('postgresUrl') })
      await client.connect()
      await client.query(`drop schema ${baseName(size)} cascade`)
      await client.end()
    },
  }
}
