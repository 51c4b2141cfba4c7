/** How many statements of questions run at the same time, and how many connections that takes. */
import type { Config } from './config.ts'

/**
 * On DuckDB a statement keeps one thread of Node's pool busy, which files, host names and the ping need too: two are left to them.
 * Without that, some heavy questions would keep even a file of the page from being read.
 */
export function statementsAtOnce({ databaseUrl, maxConcurrency, poolThreads }: Config): number {
  return databaseUrl.startsWith('duckdb:') ? Math.max(1, Math.min(maxConcurrency, poolThreads - 2)) : maxConcurrency
}

/** Looks at tables, of PostgreSQL only: a kept answer does not wait until a statement has ended. */
const forLooks = 2

/** More than statements: one for the ping, some for looks at whether rows have changed. */
export function connectionsFor(config: Config): number {
  const looks = config.databaseUrl.startsWith('duckdb:') || config.resultCache === 'off' ? 0 : forLooks
  return statementsAtOnce(config) + 1 + looks
}
