/**
 * A question of the bench: the same answer asked three ways. Each question is one file of this folder and one line in index.ts.
 *
 *   sql        hand-written for each engine, as fast as we know how to write it: the measure of all things here
 *   query      for `engine.run`
 *   document   for HTTP, always the same text; what changes from call to call is in its variables
 *
 * All three take their values from the number of the call, so that no two calls ask the same and no result cache can answer.
 * Before anything is measured the three answers are compared, column by column.
 */
import type { SemanticQuery, SliceCondition } from '../../src/semantic/query/semantic-query.ts'
import { type BaseSize, customerKeyOf } from '../data/rows.ts'

export const engineNames = ['postgres', 'duckdb'] as const
export type EngineName = (typeof engineNames)[number]

export interface Statement {
  readonly text: string
  /** Texts, cast where they stand. */
  readonly parameters: readonly string[]
}

export interface Call {
  /** From 0; each call of one measurement has another. */
  readonly number: number
  readonly base: BaseSize
}

/** `exact`: decimals, compared as numbers with all their digits; `time`: instants in UTC. */
export type ColumnKind = 'text' | 'number' | 'exact' | 'time'

export interface AnswerPart {
  /** Where the value stands in a row of the GraphQL answer: `customer.state`. */
  readonly path: string
  readonly kind: ColumnKind
}

/** `data` of an answer, or a row of it. */
export type GraphData = Readonly<Record<string, unknown>>

export type Question = SliceQuestion | GraphQuestion

interface QuestionParts {
  readonly name: string
  /** For the list of questions. */
  readonly title: string
  /**
   * heavy: reads a good part of the base; small: milliseconds; rows: many rows come back; beyond: a heavy one again, beside SQL that is right
   * only for who knows that this base has the index for it; page: tens of rows with what belongs to them; scored: one row, found out from all.
   */
  readonly weight: 'heavy' | 'small' | 'rows' | 'beyond' | 'page' | 'scored'
  /** In the order of the SQL columns, which is that of the grain and the measures. */
  readonly answer: readonly AnswerPart[]
  readonly document: string
  readonly sql: Readonly<Record<EngineName, (call: Call) => Statement>>
  variables(call: Call): Readonly<Record<string, string>>
}

/** One `slice`: its rows are the answer. */
export interface SliceQuestion extends QuestionParts {
  query(call: Call): SemanticQuery
}

/** Rows with what belongs to them. The engine of the bench's process is asked the document, too: its resolvers put the answer together. */
export interface GraphQuestion extends QuestionParts {
  /** Objects that the paths of `answer` lead into. */
  rowsOf(data: GraphData): readonly GraphData[]
}

/** `instant` less the number of the call in milliseconds, as GraphQL reads it: `2025-12-31T23:59:59.999Z`. */
export function justBefore(instant: string, call: Call): string {
  return new Date(Date.parse(instant) - call.number - 1).toISOString()
}

/** The same as SQL reads it, without a zone. */
export function sqlTime(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '')
}

/** Another customer each call, those with many orders and those with few. */
export function customerOf({ number, base }: Call): string {
  return customerKeyOf((number * 7_919 + 13) % base.customers, base)
}

/** What all questions of the bench leave as it is. */
export const plainQuery = {
  totals: [],
  orderBy: [],
  limit: 1000,
  offset: 0,
  rowCount: false,
  asOf: '2025-12-31',
  timeZone: 'UTC',
} as const satisfies Partial<SemanticQuery>

/** The end of everything that happened, moved by the call. */
export function endOfBase(call: Call): string {
  return justBefore('2026-01-01T00:00:00Z', call)
}

/** What `where: { time: { gte, lt } }` asks. */
export function timeBetween(from: string, to: string): SliceCondition {
  return {
    kind: 'and',
    conditions: [
      { kind: 'time', test: { operator: 'gte', value: from } },
      { kind: 'time', test: { operator: 'lt', value: to } },
    ],
  }
}

/** What `where: { customer: { <dimension>: { eq } } }` asks. */
export function customerIs(dimension: string, value: string): SliceCondition {
  return { kind: 'entity', entity: 'customer', condition: { kind: 'test', dimension, test: { operator: 'eq', value } } }
}
