/** The dialects there are: one file each, and one line here. */
import type { Dialect } from './dialect.ts'
import { duckdb } from './duckdb.ts'
import { postgres } from './postgres.ts'

const dialects: Readonly<Record<Dialect['name'], Dialect>> = { postgres, duckdb }

export function dialectOf(name: Dialect['name']): Dialect {
  return dialects[name]
}
