/** One DuckDB connection as Kysely uses it: run or stream one statement, cancel it, decode its rows. */
import { setTimeout as delay } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api'
import { ResultReturnType } from '@duckdb/node-api'
import type { AbortableOperationOptions, CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { StatementClock, StatementTimeoutError } from '../statement-clock.ts'
import { bindParameters } from './bind.ts'
import { type Decode, decoderFor } from './decode.ts'
import type { ConnectionPool } from './pool.ts'

type Row = Record<string, unknown>
interface Columns {
  readonly names: readonly string[]
  readonly decoders: readonly Decode[]
}

export class KyselyDuckDBConnection implements DatabaseConnection {
  readonly pool: ConnectionPool
  readonly raw: DuckDBConnection
  readonly #statementTimeoutMs: number
  #stop: { reason?: 'cancelled' | 'timeout' } | undefined

  constructor(pool: ConnectionPool, raw: DuckDBConnection, statementTimeoutMs: number) {
    this.pool = pool
    this.raw = raw
    this.#statementTimeoutMs = statementTimeoutMs
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { end } = this.#begin()
    try {
      return await this.#run<R>(query)
    } catch (error) {
      // Nobody waits for the result of a cancelled query; its interruption is no failure to report.
      if (this.#stop?.reason === 'cancelled') return { rows: [] }
      throw this.#explain(error)
    } finally {
      end()
    }
  }

  async cancelQuery(): Promise<void> {
    await this.#interrupt('cancelled')
  }

  /** Rows are arrays, in the order of the columns. */
  async *streamQuery<R>(
    query: CompiledQuery,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<R>> {
    const cancel = (): void => void this.#interrupt('cancelled')
    options?.signal?.addEventListener('abort', cancel, { once: true })
    const { clock, end } = this.#begin()
    let isFinished = false
    try {
      const result = await this.#start(query, 'stream')
      for await (const rows of inBatches(result, chunkSize)) {
        clock.stop()
        yield { rows: rows as R[] }
        clock.start()
      }
      isFinished = true
    } catch (error) {
      if (this.#stop?.reason !== 'cancelled') throw this.#explain(error)
    } finally {
      end()
      options?.signal?.removeEventListener('abort', cancel)
      // The next statement ends a result that was not read to its end; until then it would hold its transaction open.
      if (!isFinished) await this.raw.run('select 1').catch(() => {})
    }
  }

  /** Starts the clock of one statement; `end` stops it. */
  #begin(): { readonly clock: StatementClock; readonly end: () => void } {
    this.#stop = {}
    const clock = new StatementClock(this.#statementTimeoutMs, () => void this.#interrupt('timeout'))
    const end = (): void => {
      clock.stop()
      this.#stop = undefined
    }
    return { clock, end }
  }

  /** Repeats until the statement has ended: an interrupt between preparing and starting it is forgotten by DuckDB. */
  async #interrupt(reason: 'cancelled' | 'timeout'): Promise<void> {
    const statement = this.#stop
    if (statement === undefined) return
    statement.reason ??= reason
    while (this.#stop === statement) {
      this.raw.interrupt()
      await delay(10)
    }
  }

  #explain(error: unknown): unknown {
    return this.#stop?.reason === 'timeout'
      ? new StatementTimeoutError(`Stopped after ${this.#statementTimeoutMs} ms`, { cause: error })
      : error
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#start(query, 'run')
    // What the statement returns is DuckDB's word, never guessed from the names of its columns: `select count(*) as count` has rows.
    if (result.returnType === ResultReturnType.CHANGED_ROWS) return { rows: [], numAffectedRows: BigInt(result.rowsChanged) }
    return { rows: await readAll<R>(result) }
  }

  /** `prepare` takes exactly one statement; `connection.run` would run several. */
  async #start(query: CompiledQuery, how: 'run' | 'stream'): Promise<DuckDBResult> {
    const statement = await this.raw.prepare(query.sql)
    try {
      bindParameters(statement, query.parameters)
      return how === 'run' ? await statement.run() : await statement.stream()
    } finally {
      statement.destroySync()
    }
  }
}

function columnsOf(result: DuckDBResult): Columns {
  return { names: result.columnNames(), decoders: result.columnTypes().map(decoderFor) }
}

async function readAll<R>(result: DuckDBResult): Promise<R[]> {
  const columns = columnsOf(result)
  const rows: R[] = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return rows
    for (const row of decodeChunk<R>(chunk, columns)) rows.push(row)
  }
}

async function* inBatches(result: DuckDBResult, size: number): AsyncIterableIterator<unknown[][]> {
  const decoders = result.columnTypes().map(decoderFor)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    const rows = rowsOf(chunk, decoders)
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
  }
}

/** Column by column, as the chunk stores them. */
function rowsOf(chunk: DuckDBDataChunk, decoders: readonly Decode[]): unknown[][] {
  const rows: unknown[][] = Array.from({ length: chunk.rowCount }, () => new Array(decoders.length))
  for (const [index, decode] of decoders.entries()) {
    const vector = chunk.getColumnVector(index)
    for (let position = 0; position < rows.length; position += 1) {
      const value = vector.getItem(position)
      const row = rows[position]
      if (row !== undefined) row[index] = value === null ? null : decode(value)
    }
  }
  return rows
}

/** The row type is what the asker of the query declared; it is not checked here. */
function decodeChunk<R>(chunk: DuckDBDataChunk, { names, decoders }: Columns): R[] {
  const rows: Row[] = rowsOf(chunk, decoders).map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])))
  return rows as R[]
}
