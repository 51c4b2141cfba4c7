/** Where bases are kept between runs, and how each is called there. */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { packageRoot } from '../../src/server/package-root.ts'
import { isOpenToAll } from '../../test/support/postgres-programs.ts'
import { type BaseSize, generatorVersion } from './rows.ts'

/** `.bench` in the checkout; elsewhere when PostgreSQL, which does not run as root, could not reach it there. */
export function baseFolder(given: string | undefined): string {
  const folder = given === undefined ? join(packageRoot, '.bench') : resolve(given)
  mkdirSync(folder, { recursive: true })
  if (process.getuid?.() !== 0 || isOpenToAll(dirname(folder))) return folder
  const reachable = join(tmpdir(), `tessera-bench-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  mkdirSync(reachable, { recursive: true })
  return reachable
}

/** The schema in PostgreSQL and the name of the file of DuckDB: one for each size and version of the generator. */
export function baseName({ activities, customers }: BaseSize): string {
  return `tessera_bench_v${generatorVersion}_${activities}_${customers}`
}
