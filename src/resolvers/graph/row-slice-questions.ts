/**
 * What is asked of the engine for slices of rows: the client's question, by the key of the rows, about these rows alone.
 *
 *   { by: [time.month], measures: [purchase.revenue] }   ->   { by: [customer.customer_id, time.month], apart: [customer.customer_id], where customer_id in (...) }
 */
import type { AnswerPart, SliceAnswer } from '../../semantic/query/answer.ts'
import type { GrainMember, SemanticQuery, SliceCondition } from '../../semantic/query/semantic-query.ts'
import type { EntityWords } from '../vocabulary.ts'
import type { RowKey } from './entity-row.ts'
import { memberOf, ownedBy } from './rows-query.ts'

/** A slice of one row; `totals` of no groups are left out. */
export type RowPart = Omit<AnswerPart, 'key'>

/** Without a grain there is one group, whatever happened: the question is about whole rows. */
export function isWhole({ by, within }: SemanticQuery): boolean {
  return (within?.by ?? by).length === 0
}

/** A row to which nothing happened may have rows in its slice: one where there is no grain, and buckets that are filled. */
export function isOpen({ by, fill }: SemanticQuery): boolean {
  return by.length === 0 || fill === true
}

/** By the key of these rows, only of these rows; each is a part of the answer where there are several. */
export function ofRows(query: SemanticQuery, { entity }: EntityWords, keys: readonly RowKey[]): SemanticQuery {
  const members = entity.key.map(memberOf)
  // Within one moment there is nothing over time: refused of parts.
  const isMoment = entity.key.some((field) => field === entity.time)
  // What stands for all of a row is the total of a part.
  const isApart = keys.length !== 1 || isMoment || query.by.length === 0
  const { of, ...asked } = query
  return {
    ...asked,
    // Whose rows make groups does not matter where there is one in any case.
    ...(of !== undefined && !isWhole(query) && { of }),
    by: withKey(query.by, members),
    ...(query.within && { within: { ...query.within, by: withKey(query.within.by, members) } }),
    where: both(query.where, { kind: 'entity', entity: entity.name, condition: ownedBy({ fields: entity.key, path: [], keys }) }),
    ...(isApart && { apart: members }),
    ...(query.by.length === 0 ? { limit: Number.POSITIVE_INFINITY, offset: 0, rowCount: false } : isOpen(query) && { rowCount: true }),
  }
}

/** The question of the client about a row to which nothing happened. */
export function ofNoRows(query: SemanticQuery, { entity }: EntityWords): SemanticQuery {
  return { ...query, where: both(query.where, { kind: 'entity', entity: entity.name, condition: { kind: 'or', conditions: [] } }) }
}

/** The parts of an answer to `ofRows`; undefined where a row has no groups. */
export function partsOf(
  { rows, parts, totals, hasMore, rowCount }: SliceAnswer,
  query: SemanticQuery,
  printKey: (key: RowKey) => string,
): (key: RowKey) => RowPart | undefined {
  if (parts !== undefined) {
    const byKey = new Map(parts.map((part) => [printKey(part.key), part]))
    return (key) => byKey.get(printKey(key))
  }
  const hasGroups = !isOpen(query) || rows.length > 0 || (rowCount ?? 0) > 0
  const part = { rows, totals, hasMore, ...(rowCount !== undefined && { rowCount }) }
  return () => (hasGroups ? part : undefined)
}

/** Of a question without a grain the page is ours to cut. */
export function pageOf({ rows, ...part }: RowPart, { by, limit, offset }: SemanticQuery): RowPart {
  if (by.length > 0) return { rows, ...part }
  return { ...part, rows: rows.slice(offset, offset + limit), hasMore: rows.length > offset + limit, rowCount: rows.length }
}

/** Where the columns of the client's question stand in the answer by key. */
export function shownColumns(query: SemanticQuery, asked: SemanticQuery): readonly number[] {
  const grain = query.by.map((member) => asked.by.findIndex((other) => isSame(other, member)))
  return [...grain, ...query.measures.map((_, index) => asked.by.length + index)]
}

/** Each in a list of its own: what a client wrote about related rows is about none of ours. */
function both(where: SliceCondition | undefined, other: SliceCondition): SliceCondition {
  return where === undefined ? other : { kind: 'and', conditions: [{ kind: 'and', conditions: [where] }, other] }
}

function withKey(by: readonly GrainMember[], members: readonly GrainMember[]): readonly GrainMember[] {
  return [...members, ...by.filter((member) => !members.some((part) => isSame(part, member)))]
}

function isSame(a: GrainMember, b: GrainMember): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
