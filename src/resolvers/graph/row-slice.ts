/**
 * `slice` of a row: measures of that row alone. The rows at one place of a document are sliced by one statement, by their key, and each takes its part.
 *
 *   customer.slice(by: { time: [MONTH] })   ->   by customer.customer_id, time.month, apart customer.customer_id, where customer_id in (...)
 *
 * Conditions on the entity are about the row itself, as on every entity in `by` (semantics.md 4).
 */
import type { GraphQLResolveInfo } from 'graphql'
import { InternalError, type Result, success } from '../../semantic/issues/issue.ts'
import type { AnswerPart, SliceAnswer } from '../../semantic/query/answer.ts'
import type { GrainMember, SemanticQuery, SliceCondition } from '../../semantic/query/semantic-query.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { answerSlice, type SliceResult } from '../slice.ts'
import type { SliceArguments, SliceLimits } from '../slice-query.ts'
import type { EntityWords, Vocabulary } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { type EntityRow, keyOf, keyPrinter, type RowKey } from './entity-row.ts'
import { memberOf, ownedBy } from './rows-query.ts'

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
    const ofRow = { maxLimit, defaultLimit: Math.min(limits.defaultLimit, maxLimit) }
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
      },
    )
  }
}

/** The same question about each of these rows. */
function slicesLoad(query: SemanticQuery, words: EntityWords, context: Context) {
  return async (asked: readonly RowKey[]): Promise<readonly Result<SliceAnswer>[]> => {
    const run = (question: SemanticQuery) => context.engine.run(question, runOptionsOf(context))
    const printKey = keyPrinter(words.entity.key)
    const keys = [...new Map(asked.map((key) => [printKey(key), key])).values()]
    const apart = ofRows(query, words, keys)
    const totalsAsked = query.totals.length > 0 && keys.length > 1 ? totalsOf(apart, query) : undefined
    const [groups, totals] = await Promise.all([run(apart), totalsAsked && run(totalsAsked)])
    if (!groups.ok) return asked.map(() => groups)
    if (totals !== undefined && !totals.ok) return asked.map(() => totals)
    const partOf = partsOf(groups.value, keys, printKey)
    const totalOf =
      totals &&
      new Map(totals.value.rows.map((row) => [printKey(row.slice(0, words.entity.key.length)), row.slice(words.entity.key.length)]))
    const isEmpty = (key: RowKey) => (partOf(key)?.rows.length ?? 0) === 0
    // What is answered where there is nothing is the same for every row, and not always nothing: without a grain it is one row.
    const nothing = asked.some(isEmpty) ? await run(ofNoRows(query, words)) : undefined
    if (nothing !== undefined && !nothing.ok) return asked.map(() => nothing)
    const shown = shownColumns(query, apart)
    const pick = <T>(values: readonly T[]): readonly T[] => shown.map((position) => values[position] as T)
    return asked.map((key) => {
      const part = partOf(key)
      if (part === undefined || (part.rows.length === 0 && query.offset === 0)) return nothing ?? fail()
      const { rows, hasMore, rowCount } = part
      return success({
        columns: pick(groups.value.columns),
        rows: rows.map(pick),
        totals: totalOf === undefined ? groups.value.totals : (totalOf.get(printKey(key)) ?? nothing?.value.totals ?? fail()),
        hasMore,
        ...(rowCount !== undefined && { rowCount }),
        asOf: groups.value.asOf,
      })
    })
  }
}

function fail(): never {
  throw new InternalError('A part of an answer that was not asked for')
}

/** By the key of the rows, only of these rows. */
function ofRows(query: SemanticQuery, words: EntityWords, keys: readonly RowKey[]): SemanticQuery {
  const { key } = words.entity
  const members = key.map(memberOf)
  const isOne = keys.length === 1
  const owned: SliceCondition = { kind: 'entity', entity: words.entity.name, condition: ownedBy({ fields: key, path: [], keys }) }
  return {
    ...query,
    by: withKey(query.by, members),
    ...(query.within && { within: { ...query.within, by: withKey(query.within.by, members) } }),
    where: both(query.where, owned),
    ...(isOne ? {} : { apart: members, totals: [] }),
  }
}

/** Of each part, over the rows of its groups. */
function totalsOf(apart: SemanticQuery, { totals, measures }: SemanticQuery): SemanticQuery {
  const { apart: members = [], orderBy: _, fill: __, ...query } = apart
  return {
    ...query,
    by: members,
    within: { by: apart.by, measures: [...measures, ...totals] },
    measures: totals,
    orderBy: [],
    limit: Number.POSITIVE_INFINITY,
    offset: 0,
    rowCount: false,
  }
}

function ofNoRows(query: SemanticQuery, { entity }: EntityWords): SemanticQuery {
  return { ...query, where: both(query.where, { kind: 'entity', entity: entity.name, condition: { kind: 'or', conditions: [] } }) }
}

function both(where: SliceCondition | undefined, other: SliceCondition): SliceCondition {
  if (where === undefined) return other
  return { kind: 'and', conditions: [{ kind: 'and', conditions: [where] }, other] }
}

function withKey(by: readonly GrainMember[], members: readonly GrainMember[]): readonly GrainMember[] {
  const isKey = (member: GrainMember) => members.some((part) => isSame(part, member))
  return [...members, ...by.filter((member) => !isKey(member))]
}

function isSame(a: GrainMember, b: GrainMember): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Where the columns of the client's question stand in the answer by key. */
function shownColumns(query: SemanticQuery, apart: SemanticQuery): readonly number[] {
  const grain = query.by.map((member) => apart.by.findIndex((other) => isSame(other, member)))
  return [...grain, ...query.measures.map((_, index) => apart.by.length + index)]
}

function partsOf(answer: SliceAnswer, keys: readonly RowKey[], printKey: (key: RowKey) => string) {
  if (keys.length === 1) return (): Omit<AnswerPart, 'key'> | undefined => answer
  const parts = new Map((answer.parts ?? fail()).map((part) => [printKey(part.key), part]))
  return (key: RowKey): Omit<AnswerPart, 'key'> | undefined => parts.get(printKey(key))
}
