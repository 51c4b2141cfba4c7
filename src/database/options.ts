/** How a database is opened. */
export interface OpenOptions {
  /** `read` (the default) is for serving: nothing can be changed, no file of the machine can be read. `write` is for loading. */
  readonly mode?: 'read' | 'write'
  /** Most connections at one time; default 4 on DuckDB, 10 on PostgreSQL. */
  readonly connections?: number
  /** A statement that runs longer is stopped with TIMEOUT; default 30 s for reading, none for writing; 0 is none. */
  readonly statementTimeoutMs?: number
  /** How long to wait for a connection; default 10 s. */
  readonly connectTimeoutMs?: number
  /** DuckDB only. Default: its own choice, all cores. */
  readonly threads?: number
  /** DuckDB only, as DuckDB writes it: `4GB`. Default: its own choice, 80% of the machine. */
  readonly memoryLimit?: string
  /** DuckDB only: the folder for what does not fit into memory. Default: see duckdb/spill-folder.ts. */
  readonly tempFolder?: string
  /** DuckDB only: the most that is written there, as DuckDB writes it. Default: its own choice, 90% of the free disk. */
  readonly tempLimit?: string
}

export function statementTimeoutMs(options: OpenOptions): number {
  return options.statementTimeoutMs ?? (options.mode === 'write' ? 0 : 30_000)
}
