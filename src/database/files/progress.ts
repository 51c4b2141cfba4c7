/** How far the loading of files is. */
import type { DuckDBConnection } from '@duckdb/node-api'

export interface LoadProgress {
  readonly table: string
  /** As the model writes it. */
  readonly file: string
  /** Position of the file among all that are loaded now, from 0. */
  readonly index: number
  readonly count: number
  /** Of this file, 0 to 1. */
  readonly fraction: number
}

export type OnProgress = (progress: LoadProgress) => void

/** Reports what DuckDB says of the statement that runs meanwhile, as the part of the file between `from` and `to`. */
export async function withProgress<T>(
  connection: DuckDBConnection,
  report: (fraction: number) => void,
  part: { readonly from: number; readonly to: number },
  run: () => Promise<T>,
): Promise<T> {
  report(part.from)
  const timer = setInterval(() => {
    const percentage = connection.progress.percentage
    if (percentage > 0) report(part.from + ((part.to - part.from) * Math.min(100, percentage)) / 100)
  }, 100)
  try {
    return await run()
  } finally {
    clearInterval(timer)
    report(part.to)
  }
}
