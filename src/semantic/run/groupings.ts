/** Answers about segmentations that one slice does not give: the same question at several dates, moves between two, the cut points of scores. [I/O] */
import type { AnyKysely } from '../dialect/kysely.ts'
import { failure, InternalError, type Result, success } from '../issues/issue.ts'
import type { SliceAnswer } from '../query/answer.ts'
import { PartsInArrival } from './answer-parts.ts'
import type { Statement, Target } from './compile.ts'
import { driverRows, type RunOptions } from './execute.ts'
import { IssueError } from './issue-error.ts'
import type { AnswerRow, DriverRow } from './read-slice.ts'
import type { Prepared } from './statements.ts'
import { below, moves, type Together } from './together.ts'

/** One statement's rows, read by whoever knows its columns. */
export interface Reading<T> {
  readonly statement: Together
  readonly read: (rows: readonly DriverRow[]) => T
}

/** Answers of questions that are ready to run, in one statement: about the same data. Their rows may come in any order. */
export function answersTogether(prepared: readonly Prepared[], { kysely }: Target): Reading<readonly SliceAnswer[]> {
  const statements = prepared.map(statementOf)
  return {
    statement: below(statements, kysely),
    read: (rows) => {
      const answers = prepared.map(({ columns, asOf }) => ({ columns, asOf, rows: [] as AnswerRow[], totals: [], hasMore: false }))
      const arrivals = prepared.map((one) => partsOf(statementOf(one), one))
      for (const [place, ...values] of rows) {
        const answer = answers[Number(place)]
        const statement = statements[Number(place)]
        if (answer === undefined || statement === undefined) throw new InternalError(`No statement ${place}`)
        const arrival = arrivals[Number(place)]
        if (arrival !== undefined) arrival.add(values)
        else if (statement.reader.isShown(values)) answer.rows.push(statement.reader.row(values))
      }
      return answers.map((answer, place) => {
        const arrival = arrivals[place]
        if (arrival !== undefined) return { ...answer, parts: arrival.parts }
        const limit = prepared[place]?.limit ?? 0
        return { ...answer, rows: answer.rows.slice(0, limit), hasMore: answer.rows.length > limit }
      })
    },
  }
}

function partsOf({ reader }: Statement, page: Prepared): PartsInArrival | undefined {
  return reader.part === undefined ? undefined : new PartsInArrival(reader, page)
}

/** How many rows went from one value to another; null: not there yet. */
export interface Move {
  readonly from: string | null
  readonly to: string
  readonly count: number
}

/** Between two dates: `before` and `after` ask for the same dimensions, the last of which has the values. */
export function movesBetween(before: Prepared, after: Prepared, { kysely }: Target): Reading<readonly Move[]> {
  return {
    statement: moves(statementOf(before), statementOf(after), kysely),
    read: (rows) => rows.map(([from, to, count]) => ({ from: from === null ? null : String(from), to: String(to), count: Number(count) })),
  }
}

export interface CutPoints {
  /** Ascending; none where nothing is scored. */
  readonly cutPoints: readonly number[]
  /** Rows that are scored. */
  readonly scored: number
}

export async function runReading<T>({ statement, read }: Reading<T>, kysely: AnyKysely, { signal }: RunOptions): Promise<Result<T>> {
  const rows: DriverRow[] = []
  try {
    for await (const batch of driverRows(statement, kysely, signal)) rows.push(...batch)
    return success(read(rows))
  } catch (error) {
    if (error instanceof IssueError) return failure(error.issue)
    throw error
  }
}

function statementOf({ source }: Prepared): Statement {
  if (source.kind !== 'statement') throw new InternalError('A question that reads nothing has no statement')
  return source.statement
}
