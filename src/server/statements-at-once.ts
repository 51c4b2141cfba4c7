/** How many statements of questions run at the same time, and how many connections that takes. */
import type { Config } from './config.ts'

/**
 * On DuckDB a statement keeps one thread of Node's pool busy, which files, host names and the ping need too: two are left to them.
 * Without that, some heavy questions would keep even a file of the page from being read.
 */
export function statementsAtOnce({ databaseUrl, maxConcurrency, poolThreads }: Config): number {
  return databaseUrl.startsWith('duckdb:') ? Math.max(1, Math.min(maxConcurrency, poolThreads - 2)) : maxConcurrency
}

/** One more than statements, for the ping. */
export function connectionsFor(config: Config): number {
  return statementsAtOnce(config) + 1
}
