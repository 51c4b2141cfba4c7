/**
 * `slice` of a row: measures of that row alone. The rows at one place of a document are sliced by one statement, by their key, and each takes its part.
 *
 * Conditions on the entity are about the row itself, as on every entity in `by` (semantics.md 4).
 */
import type { GraphQLResolveInfo } from 'graphql'
import { type Result, success } from '../../semantic/issues/issue.ts'
import type { SliceAnswer } from '../../semantic/query/answer.ts'
import type { SemanticQuery } from '../../semantic/query/semantic-query.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { answerSlice, type SliceResult } from '../slice.ts'
import type { SliceArguments, SliceLimits } from '../slice-query.ts'
import type { EntityWords, Vocabulary } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { type EntityRow, keyOf, keyPrinter, type RowKey } from './entity-row.ts'
import { isOpen, ofNoRows, ofRows, pageOf, partsOf, type RowPart, shownColumns } from './row-slice-questions.ts'

export function rowSliceResolver(vocabulary: Vocabulary, limits: SliceLimits) {
  return (
    row: EntityRow,
    args: Omit<SliceArguments, 'asOf' | 'timeZone'>,
    context: Context,
    info: GraphQLResolveInfo,
  ): Promise<SliceResult> => {
    const { asOf, timeZone, rows } = row.scope
    // Every row of the page has so many.
    const maxLimit = Math.floor(limits.maxLimit / rows)
    const ofRow = { maxLimit, defaultLimit: Math.min(limits.defaultLimit, maxLimit), ...(rows > 1 && { of: 'slices' as const }) }
    const place = placeOf(info)
    return answerSlice(
      { kind: 'slice', arguments: { ...args, asOf, timeZone }, now: context.now },
      {
        vocabulary,
        limits: ofRow,
        context,
        info,
        ask: (query) => {
          const ofKind = `${place} ${JSON.stringify(query)}`
          return batchAt<RowKey, Result<SliceAnswer>>(ofKind, context, () => slicesLoad(query, row.words, context)).load(keyOf(row))
        },
        alone: (query) => ofRows(query, row.words, [keyOf(row)]),
        named: row.scope.named,
      },
    )
  }
}

/** The same question about each of these rows. */
function slicesLoad(query: SemanticQuery, words: EntityWords, context: Context) {
  const run = (question: SemanticQuery) => context.engine.run(question, runOptionsOf(context))
  const printKey = keyPrinter(words.entity.key)
  return async (asked: readonly RowKey[]): Promise<readonly Result<SliceAnswer>[]> => {
    const keys = [...new Map(asked.map((key) => [printKey(key), key])).values()]
    const question = ofRows(query, words, keys)
    const groups = await run(question)
    if (!groups.ok) {
      // In the words of the client, who did not ask for a key.
      const own = context.engine.prepare(query)
      return asked.map(() => (own.ok ? groups : own))
    }
    const partOf = partsOf(groups.value, query, printKey)
    const empty = await answerWithoutGroups(
      query,
      words,
      keys.filter((key) => partOf(key) === undefined),
      run,
    )
    if (!empty.ok) return asked.map(() => empty)
    const { asOf, columns } = groups.value
    const shown = shownColumns(query, question)
    const pick = <T>(values: readonly T[]): readonly T[] => shown.map((position) => values[position] as T)
    return asked.map((key) => {
      const part = partOf(key)
      const { totals = [], ...page } = part === undefined ? empty.value(printKey(key)) : pageOf(part, query)
      return success({ ...page, rows: part === undefined ? page.rows : page.rows.map(pick), columns: pick(columns), totals, asOf })
    })
  }
}

type Run = (question: SemanticQuery) => Promise<Result<SliceAnswer>>

/** What is answered for each of these rows, which have no groups: nothing happened to them, or `having` refused all there are. */
async function answerWithoutGroups(
  query: SemanticQuery,
  words: EntityWords,
  keys: readonly RowKey[],
  run: Run,
): Promise<Result<(printedKey: string) => RowPart>> {
  const none: RowPart = { rows: [], hasMore: false, rowCount: 0 }
  if (keys.length === 0 || !(isOpen(query) || query.totals.length > 0)) return success(() => none)
  const nothing = await run(ofNoRows(query, words))
  if (!nothing.ok) return nothing
  const { rows, totals, hasMore, rowCount } = nothing.value
  const answered = { rows, totals, hasMore, ...(rowCount !== undefined && { rowCount }) }
  const refused = await keysRefused(query, words, keys, run)
  if (!refused.ok) return refused
  return success((key) => (isOpen(query) && !refused.value.has(key) ? answered : { ...none, totals }))
}

/** Those that have groups without `having`. Of a subtotal it refuses the groups it is of, not its own. */
async function keysRefused(
  { having, ...query }: SemanticQuery,
  words: EntityWords,
  keys: readonly RowKey[],
  run: Run,
): Promise<Result<ReadonlySet<string>>> {
  if (having === undefined || query.within !== undefined || !isOpen(query)) return success(new Set())
  const groups = await run(ofRows(query, words, keys))
  if (!groups.ok) return groups
  const printKey = keyPrinter(words.entity.key)
  const partOf = partsOf(groups.value, query, printKey)
  return success(new Set(keys.filter((key) => partOf(key) !== undefined).map(printKey)))
}
