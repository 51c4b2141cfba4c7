/**
 * The resolvers of `slice` and `explore`: one field, one question, one statement.
 *
 *   GraphQLResolveInfo -selection-> SliceSelection + arguments -slice-query-> SemanticQuery -engine.run-> SliceAnswer -shape-rows-> SliceResult
 */
import { InternalError, issue, type Result } from '../semantic/issues/issue.ts'
import type { SliceAnswer } from '../semantic/query/answer.ts'
import type { SemanticQuery } from '../semantic/query/semantic-query.ts'
import type { RunOptions } from '../semantic/run/execute.ts'
import { columnsOf, type SliceColumn } from './columns.ts'
import { type Context, runOptionsOf } from './context.ts'
import { type NamedScope, namedOf } from './named-scope.ts'
import type { RowWriter } from './row-writing.ts'
import { readSelection, type SelectionSource, type SliceSelection } from './selection.ts'
import { type ShapedRow, shapeRows } from './shape-rows.ts'
import { type SliceArguments, type SliceField, type SliceLimits, type SliceQuestion, toSliceQuestion } from './slice-query.ts'
import { toGraphqlError } from './to-graphql-error.ts'
import type { GrainWord, Vocabulary } from './vocabulary.ts'

/** What the fields of `Slice` read. */
export interface SliceResult {
  readonly rows: readonly ShapedRow[]
  /** In place of `rows`, by their response names. */
  readonly written?: ReadonlyMap<string, RowWriter>
  readonly totals: ShapedRow
  /** Present when selected. */
  readonly rowCount?: number
  readonly hasMore: boolean
  readonly columns: readonly SliceColumn[]
  readonly asOf: string
  readonly timeZone: string
  readonly query: SemanticQuery
  /** For `id`: what decides which groups there are, whatever is selected of them. */
  readonly identity: string
  /** For `sql`: the question as it is asked alone. */
  readonly explained: SemanticQuery
  /** For `subtotals`. */
  readonly ask: Ask
  readonly limits: SliceLimits
  readonly grain: readonly GrainWord[]
}

/** Runs a question; `options`: where its rows can be had while they come. */
export type Ask = (query: SemanticQuery, options?: Pick<RunOptions, 'onRows'>) => Promise<Result<SliceAnswer>>

/** Where a slice stands, and how its questions are asked there. */
export interface SliceEnvironment {
  readonly vocabulary: Vocabulary
  readonly limits: SliceLimits
  readonly context: Context
  readonly info: SelectionSource
  readonly ask: Ask
  /** The question as one that is asked by itself. */
  readonly alone: (query: SemanticQuery) => SemanticQuery
  /** What the client named of date and zone, as of rows: a slice as of now is the same slice later. */
  readonly named: NamedScope
}

type SliceResolver = (parent: unknown, args: SliceArguments, context: Context, info: SelectionSource) => Promise<SliceResult>

export function sliceResolver(kind: 'slice' | 'explore', vocabulary: Vocabulary, limits: SliceLimits): SliceResolver {
  return (_parent, args, context, info) => {
    const ask: Ask = (query, options) => context.engine.run(query, { ...runOptionsOf(context), ...options })
    const named = namedOf(args)
    return answerSlice(
      { kind, arguments: args, now: context.now },
      { vocabulary, limits, context, info, ask, alone: (query) => query, named },
    )
  }
}

export async function answerSlice(field: Omit<SliceField, 'selection'>, environment: SliceEnvironment): Promise<SliceResult> {
  const { vocabulary, context, info, ask } = environment
  const selection = readSelection(info, vocabulary)
  const question = orThrow(toSliceQuestion({ ...field, selection }, vocabulary, limitsOf(environment)))
  const { rows: writing } = context
  if (writing === undefined) return toSliceResult(question, selection, orThrow(await ask(question.query)), environment)
  const words = [...question.grain, ...question.measures]
  const written = new Map(selection.rows.map((rows) => [rows.name, writing.open(rows, words, vocabulary)]))
  const onRows = async (rows: SliceAnswer['rows']): Promise<void> => {
    for (const writer of written.values()) await writer.add(rows)
  }
  const answer = orThrow(await ask(question.query, { onRows }))
  // Those that came at once.
  await onRows(answer.rows)
  if (writing.mostRows !== undefined && field.arguments.limit == null && answer.hasMore) {
    throw toGraphqlError([issue('TABLE_TOO_LARGE', { maximum: question.query.limit })])
  }
  return { ...toSliceResult(question, selection, { ...answer, rows: [] }, environment), written }
}

/** Rows that are written while they come take no memory, so there may be more of them; those of several slices come together. */
function limitsOf({ limits, context }: SliceEnvironment): SliceLimits {
  const most = context.rows?.mostRows
  return most === undefined || limits.of !== undefined ? limits : { ...limits, defaultLimit: most, maxLimit: most }
}

/** For caches of clients that keep what they know of an object by its id. */
export function readId({ identity }: SliceResult, _args: unknown, { seal }: Context): string {
  return seal.mark('slice', identity)
}

/** Without `of` the entities of what is selected make the groups, so that a slice with others is another slice. */
function identityOf({ measures, totals, rowCount: _, asOf: _asOf, timeZone: _zone, ...query }: SemanticQuery, named: NamedScope): string {
  const entities = new Set([...measures, ...totals].map(({ entity }) => entity))
  return JSON.stringify([query.of ?? [...entities].toSorted(), query, named])
}

export function readRowCount({ rowCount }: SliceResult): number {
  if (rowCount === undefined) throw new InternalError('The row count was selected and not computed.')
  return rowCount
}

/** Null for whoever may not see it. */
export function readSql({ explained }: SliceResult, _args: unknown, { engine, access }: Context): string | null {
  return access.showSql ? orThrow(engine.explain(explained)).sql : null
}

function toSliceResult(
  { query, grain, measures }: SliceQuestion,
  selection: SliceSelection,
  answer: SliceAnswer,
  { ask, alone, limits, named }: SliceEnvironment,
): SliceResult {
  const words = [...grain, ...measures]
  const rowGroups = selection.rows.flatMap(({ groups }) => groups)
  const rows = shapeRows(answer.rows, { words, groups: rowGroups })
  const totals = shapeRows([answer.totals], { words: selection.totals, groups: selection.totalGroups })
  return {
    rows,
    totals: totals[0] ?? {},
    ...(answer.rowCount !== undefined && { rowCount: answer.rowCount }),
    hasMore: answer.hasMore,
    get columns() {
      return columnsOf(selection, (word) => answer.columns[words.indexOf(word)]?.overlapping ?? false)
    },
    asOf: answer.asOf,
    timeZone: query.timeZone,
    query,
    get identity() {
      return identityOf(alone(query), named)
    },
    get explained() {
      return alone(query)
    },
    ask,
    limits,
    grain,
  }
}

export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw toGraphqlError(result.issues)
  return result.value
}
