/**
 * One slice or explore field as one question to the engine: arguments and selection in, SemanticQuery out, every mistake of the client at once.
 *
 *   slice:   the grain is `by`; a selected dimension outside it is refused
 *   explore: the grain is what is selected under `rows`
 */
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { NamedPath, SemanticQuery } from '../semantic/query/semantic-query.ts'
import { checkTimeZone } from '../semantic/time/time-point.ts'
import { differingRows, grainOfArgument, outsideGrain } from './grain.ts'
import { readHaving, readWhere } from './read-conditions.ts'
import type { InputObject } from './read-logic.ts'
import { readOrder } from './read-order.ts'
import { distinctWords, type SliceSelection } from './selection.ts'
import { type GrainWord, type MeasureWord, measureName, type Vocabulary } from './vocabulary.ts'

/** Arguments after coercion; a null is as good as absent. */
export interface SliceArguments {
  /** Field names of each group: `{ customer: ['state'], time: ['month'] }`. Absent for explore. */
  readonly by?: InputObject | null
  /** Names of entities. */
  readonly of?: readonly string[] | null
  readonly paths?: readonly NamedPath[] | null
  readonly where?: InputObject | null
  readonly having?: InputObject | null
  readonly orderBy?: readonly InputObject[] | null
  readonly limit?: number | null
  readonly offset?: number | null
  readonly fill?: boolean | null
  readonly asOf?: string | null
  readonly timeZone?: string | null
}

export interface SliceLimits {
  readonly defaultLimit: number
  readonly maxLimit: number
  /** Present where the slices of several rows share a limit. */
  readonly of?: 'slices'
}

/** The question, and the words behind its columns in the same order. */
export interface SliceQuestion {
  readonly query: SemanticQuery
  readonly grain: readonly GrainWord[]
  readonly measures: readonly MeasureWord[]
}

export interface SliceField {
  readonly kind: 'slice' | 'explore'
  readonly arguments: SliceArguments
  readonly selection: SliceSelection
  /** The operation's instant. */
  readonly now: string
}

export function toSliceQuestion(field: SliceField, vocabulary: Vocabulary, limits: SliceLimits): Result<SliceQuestion> {
  const issues: Issue[] = []
  const words = distinctWords(field.selection.rows)
  const selected = words.filter((word) => word.kind === 'grain')
  const measures = words.filter((word) => word.kind === 'measure')
  const grain = field.kind === 'slice' ? grainOfArgument(field.arguments.by ?? {}, vocabulary) : selected
  if (field.kind === 'slice') issues.push(...outsideGrain(selected, grain))
  else issues.push(...differingRows(field.selection.rows))

  const { of, paths, orderBy, limit, offset, fill, asOf, timeZone } = field.arguments
  const where = field.arguments.where && readWhere({ value: field.arguments.where, place: 'where', issues }, vocabulary)
  const having = field.arguments.having && readHaving({ value: field.arguments.having, place: 'having', issues }, vocabulary)
  const query: SemanticQuery = {
    by: grain.map((word) => word.member),
    ...(of && { of }),
    ...(paths && { paths }),
    measures: measures.map(measureName),
    totals: field.selection.totals.map(measureName),
    ...(where && { where }),
    ...(having && { having }),
    orderBy: (orderBy ?? []).flatMap((entry) => readOrder(entry, { ...field, grain, vocabulary, issues })),
    limit: checkLimit(limit ?? limits.defaultLimit, limits, issues),
    offset: checkOffset(offset ?? 0, issues),
    rowCount: field.selection.rowCount,
    ...(fill === true && { fill }),
    asOf: asOf ?? field.now,
    timeZone: checkZone(timeZone ?? vocabulary.catalog.timeZone, issues),
  }
  return issues.length > 0 ? failure(...issues) : success({ query, grain, measures })
}

function checkLimit(limit: number, { maxLimit, of }: SliceLimits, issues: Issue[]): number {
  if (limit < 0) issues.push(issue('BAD_USER_INPUT', { problem: `\`limit\` is ${limit}; it counts rows, 0 or more.` }))
  if (limit > maxLimit) issues.push(issue('LIMIT_EXCEEDED', { limit, maximum: maxLimit, ...(of && { of }) }))
  return limit
}

function checkOffset(offset: number, issues: Issue[]): number {
  if (offset < 0) issues.push(issue('BAD_USER_INPUT', { problem: `\`offset\` is ${offset}; it counts rows, 0 or more.` }))
  return offset
}

function checkZone(timeZone: string, issues: Issue[]): string {
  const checked = checkTimeZone(timeZone)
  if (!checked.ok) issues.push(...checked.issues)
  return timeZone
}
