/**
 * The resolvers of `slice` and `explore`: one field, one question, one statement.
 *
 *   GraphQLResolveInfo -selection-> SliceSelection + arguments -slice-query-> SemanticQuery -engine.run-> SliceAnswer -shape-rows-> SliceResult
 */
import { InternalError, type Result } from '../semantic/issues/issue.ts'
import type { SliceAnswer } from '../semantic/query/answer.ts'
import type { SemanticQuery } from '../semantic/query/semantic-query.ts'
import { columnsOf, type SliceColumn } from './columns.ts'
import { type Context, runOptionsOf } from './context.ts'
import { RowText, type TextPart } from './row-text.ts'
import { readSelection, type SelectionSource, type SliceSelection } from './selection.ts'
import { type ShapedRow, shapeRows } from './shape-rows.ts'
import { type SliceArguments, type SliceLimits, type SliceQuestion, toSliceQuestion } from './slice-query.ts'
import { toGraphqlError } from './to-graphql-error.ts'
import type { GrainWord, Vocabulary } from './vocabulary.ts'

/** What the fields of `Slice` read. */
export interface SliceResult {
  readonly rows: readonly ShapedRow[]
  /** In place of `rows`, by their response names: JSON lists, in parts. */
  readonly texts?: ReadonlyMap<string, readonly TextPart[]>
  readonly totals: ShapedRow
  /** Present when selected. */
  readonly rowCount?: number
  readonly hasMore: boolean
  readonly columns: readonly SliceColumn[]
  readonly asOf: string
  readonly timeZone: string
  /** For `sql`. */
  readonly query: SemanticQuery
  /** For `subtotals`. */
  readonly grain: readonly GrainWord[]
}

type SliceResolver = (parent: unknown, args: SliceArguments, context: Context, info: SelectionSource) => Promise<SliceResult>

export function sliceResolver(kind: 'slice' | 'explore', vocabulary: Vocabulary, limits: SliceLimits): SliceResolver {
  return async (_parent, args, context, info) => {
    const selection = readSelection(info, vocabulary)
    const question = orThrow(toSliceQuestion({ kind, arguments: args, selection, now: context.now }, vocabulary, limits))
    const options = runOptionsOf(context)
    if (context.rowTexts === undefined)
      return toSliceResult(question, selection, orThrow(await context.engine.run(question.query, options)))
    const words = [...question.grain, ...question.measures]
    const texts = new Map(selection.rows.map((rows) => [rows.name, new RowText(rows, words, vocabulary)]))
    const onRows = (rows: SliceAnswer['rows']) => {
      for (const text of texts.values()) text.add(rows)
    }
    const answer = orThrow(await context.engine.run(question.query, { ...options, onRows }))
    const written = new Map([...texts].map(([name, text]) => [name, text.finish()]))
    return { ...toSliceResult(question, selection, { ...answer, rows: [] }), texts: written }
  }
}

export function readRowCount({ rowCount }: SliceResult): number {
  if (rowCount === undefined) throw new InternalError('The row count was selected and not computed.')
  return rowCount
}

/** Null for whoever may not see it. */
export function readSql({ query }: SliceResult, _args: unknown, { engine, showSql }: Context): string | null {
  return showSql ? orThrow(engine.explain(query)).sql : null
}

function toSliceResult({ query, grain, measures }: SliceQuestion, selection: SliceSelection, answer: SliceAnswer): SliceResult {
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
    grain,
  }
}

export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw toGraphqlError(result.issues)
  return result.value
}
