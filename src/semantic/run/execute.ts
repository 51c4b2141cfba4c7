/**
 * Runs a statement and reads what comes back in one pass, batch by batch: one array a row. [I/O]
 */
import { CompiledQuery } from 'kysely'
import type { AnyKysely } from '../dialect/kysely.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import type { AnswerColumn, AnswerValue, SliceAnswer } from '../query/answer.ts'
import { PartsInArrival } from './answer-parts.ts'
import { IssueError } from './issue-error.ts'
import type { AnswerRow, DriverRow } from './read-slice.ts'
import type { Prepared } from './statements.ts'

export interface RunOptions {
  readonly signal?: AbortSignal
  /** Who asks, for whoever decides whose turn it is. */
  readonly caller?: string
  /** Takes rows as they come; they are not in the answer then. Rows of parts are in the answer all the same. */
  readonly onRows?: TakeRows
  /** Whoever takes the rows may be slow: nobody else waits for them, and others have the rest of the turns. */
  readonly ownPace?: boolean
}

export type TakeRows = (rows: readonly AnswerRow[]) => void | Promise<void>

/** PostgreSQL counts them in 16 bits; a question that one engine cannot be asked, the other is not. */
const mostParameters = 65_535

/**
 * What a statement answers, as the driver gives it, each batch until the next one is asked for; what is written ends with the signal.
 * Throws LIMIT_EXCEEDED.
 */
export async function* driverRows(
  { text, parameters }: { readonly text: string; readonly parameters: readonly unknown[] },
  kysely: AnyKysely,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly DriverRow[]> {
  if (parameters.length > mostParameters)
    throw new IssueError(issue('LIMIT_EXCEEDED', { limit: parameters.length, maximum: mostParameters, of: 'values' }))
  const query = CompiledQuery.raw(text, [...parameters])
  const options = signal === undefined ? undefined : { signal, inflightQueryAbortStrategy: 'cancel query' as const }
  for await (const { rows } of kysely.getExecutor().stream<DriverRow>(query, batchSize, options)) {
    yield rows
    // Kysely lets each batch race against one promise for the signal, which keeps every batch that has won until the statement ends.
    rows.length = 0
  }
}

/** An answer whose rows are still coming. */
export interface SliceStream {
  readonly columns: readonly AnswerColumn[]
  readonly asOf: string
  /** To be read once, to its end. Driver errors and IssueErrors are thrown. */
  readonly batches: AsyncIterable<readonly AnswerRow[]>
  /** What is known after the last row. */
  readonly rest: () => SliceRest
}

export type SliceRest = Pick<SliceAnswer, 'parts' | 'totals' | 'hasMore' | 'rowCount'>

/** Rows a driver hands over at a time. */
const batchSize = 1_000

export function streamSlice({ source, columns, asOf, limit, offset }: Prepared, kysely: AnyKysely, options: RunOptions): SliceStream {
  const rows = source.kind === 'statement' ? rowsOf(source.statement, { limit, offset }) : new NoColumns(source, limit, offset)
  return { columns, asOf, batches: rows.batches(kysely, options), rest: () => rows.rest() }
}

function rowsOf(statement: StatementOf, page: { readonly limit: number; readonly offset: number }): Rows {
  return statement.reader.part === undefined ? new StatementRows(statement, page.limit) : new RowsOfParts(statement, page)
}

/** To its end: with its rows, or with none where somebody else takes them. */
export async function collect({ columns, asOf, batches, rest }: SliceStream, { onRows }: RunOptions): Promise<Result<SliceAnswer>> {
  const rows: (readonly AnswerValue[])[] = []
  try {
    for await (const batch of batches) {
      if (onRows !== undefined) await onRows(batch)
      else for (const row of batch) rows.push(row)
    }
  } catch (error) {
    if (error instanceof IssueError) return failure(error.issue)
    throw error
  }
  return success({ columns, rows, asOf, ...rest() })
}

interface Rows {
  batches(kysely: AnyKysely, options: RunOptions): AsyncIterable<readonly AnswerRow[]>
  rest(): SliceRest
}

type StatementOf = Extract<Prepared['source'], { readonly kind: 'statement' }>['statement']

class StatementRows implements Rows {
  readonly #statement: StatementOf
  readonly #limit: number
  #shown = 0
  #beside: Pick<SliceAnswer, 'totals' | 'rowCount'> | undefined

  constructor(statement: StatementOf, limit: number) {
    this.#statement = statement
    this.#limit = limit
  }

  async *batches(kysely: AnyKysely, { signal }: RunOptions): AsyncIterable<readonly AnswerRow[]> {
    const { text, parameters, reader } = this.#statement
    for await (const rows of driverRows({ text, parameters }, kysely, signal)) {
      const batch: AnswerRow[] = []
      for (const row of rows) {
        this.#beside ??= { totals: reader.totals?.(row) ?? [], ...(reader.rowCount && { rowCount: reader.rowCount(row) }) }
        if (!reader.isShown(row)) continue
        this.#shown += 1
        // One more than asked for is read to see whether there is more.
        if (this.#shown <= this.#limit) batch.push(reader.row(row))
      }
      if (batch.length > 0) yield batch
    }
  }

  rest(): SliceRest {
    const { reader } = this.#statement
    const isBeside = reader.totals !== undefined || reader.rowCount !== undefined
    if (isBeside && this.#beside === undefined) throw new InternalError('A statement with totals answered no row')
    return { totals: [], ...this.#beside, hasMore: this.#shown > this.#limit }
  }
}

/** Nothing comes of parts before they are whole: their rows are read with the rest. */
class RowsOfParts implements Rows {
  readonly #statement: StatementOf
  readonly #arrival: PartsInArrival

  constructor(statement: StatementOf, page: { readonly limit: number; readonly offset: number }) {
    this.#statement = statement
    this.#arrival = new PartsInArrival(statement.reader, page)
  }

  async *batches(kysely: AnyKysely, { signal }: RunOptions): AsyncIterable<readonly AnswerRow[]> {
    for await (const rows of driverRows(this.#statement, kysely, signal)) {
      for (const row of rows) this.#arrival.add(row)
      yield []
    }
  }

  rest(): SliceRest {
    return { parts: this.#arrival.parts, totals: [], hasMore: false }
  }
}

/** `by: {}` without measures is one row all the same, unless a condition on groups passes nothing (`or: []`). */
class NoColumns implements Rows {
  readonly #rows: number
  readonly #rest: SliceRest

  constructor({ groups, rowCount }: Extract<Prepared['source'], { readonly kind: 'nothing' }>, limit: number, offset: number) {
    this.#rows = Math.min(Math.max(groups - offset, 0), limit)
    this.#rest = { totals: [], hasMore: offset + this.#rows < groups, ...(rowCount && { rowCount: groups }) }
  }

  async *batches(): AsyncIterable<readonly AnswerRow[]> {
    if (this.#rows > 0) yield Array.from({ length: this.#rows }, () => [])
  }

  rest(): SliceRest {
    return this.#rest
  }
}
