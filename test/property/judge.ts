/** Holds an engine's answer to a question against the naive evaluator's. */
import type { Ask } from '../support/story.ts'
import {
  type Cell,
  type GrainMember,
  type MeasureValueType,
  type MemberName,
  measureNamed,
  measuresOfRows,
  type Question,
  type World,
} from './case.ts'
import { parseExact, toText } from './exact.ts'
import { grainType } from './naive/groups.ts'
import { type Answer, type Outcome, today } from './naive/slice.ts'
import { fieldOf, groupOf, queryText } from './write-query.ts'

export interface Problem {
  /** Problems of one kind differ in their numbers only. */
  readonly kind: string
  readonly text: string
}

/** What is wrong with the answer; undefined: nothing. */
export async function disagreement(ask: Ask, world: World, question: Question, expected: Outcome): Promise<Problem | undefined> {
  const { data, errors = [] } = await ask.raw(queryText(world, question))
  if (errors.length > 0) {
    const codes = errors.map((error) => codeOf(error))
    if (expected.kind === 'refused' && codes.some((code) => expected.codes.includes(code))) return undefined
    return {
      kind: `${expected.kind}, not ${codes.join()}`,
      text: `expected ${shown(expected)}\n  actual refused: ${JSON.stringify(errors)}`,
    }
  }
  const actual = readAnswer(world, question, data)
  if (expected.kind === 'answer' && equalAnswers(world, question, expected.answer, actual)) return undefined
  return {
    kind: `${expected.kind}, not an answer`,
    text: `expected ${shown(expected)}\n  actual   ${shown({ kind: 'answer', answer: actual })}`,
  }
}

function shown(outcome: Outcome): string {
  return outcome.kind === 'answer' ? JSON.stringify(outcome.answer) : `refused with one of ${outcome.codes.join(', ')}`
}

function codeOf(error: unknown): string {
  const { extensions } = error as { readonly extensions?: { readonly code?: string } }
  return extensions?.code ?? 'none'
}

interface ShapedSlice {
  readonly rows: readonly Shaped[]
  readonly totals?: Shaped
  readonly subtotals?: readonly Shaped[]
  readonly rowCount: number
  readonly hasMore: boolean
}
type Shaped = Readonly<Record<string, Readonly<Record<string, Cell>>>>

function readAnswer(world: World, question: Question, data: unknown): Answer {
  const { by, subtotals = [] } = question
  const { slice } = data as { readonly slice: ShapedSlice }
  const base = { world, asOf: today }
  const measuresOf = (row: Shaped | undefined, measures = question.measures) =>
    measures.map((name) => normal(row?.[name.entity]?.[name.name], measureNamed(world, name).type))
  const dimensionsOf = (row: Shaped, members: readonly GrainMember[]) =>
    members.map((member) => normal(row[groupOf(member)]?.[fieldOf(member)], grainType(base, member)))
  return {
    rows: slice.rows.map((row) => [...dimensionsOf(row, by), ...measuresOf(row, measuresOfRows(question))]),
    totals: measuresOf(slice.totals),
    subtotals: (slice.subtotals ?? []).map((row) => [...dimensionsOf(row, subtotals), ...measuresOf(row)]),
    rowCount: slice.rowCount,
    hasMore: slice.hasMore,
  }
}

/** Exact decimals are text and compared without trailing zeros; everything else as it is. */
function normal(cell: Cell | undefined, type: MeasureValueType): Cell {
  if (cell === undefined) return 'absent'
  if (type !== 'decimal' || cell === null) return cell
  return typeof cell === 'string' ? toText(parseExact(cell)) : `not text: ${String(cell)}`
}

function equalAnswers(world: World, question: Question, expected: Answer, actual: Answer): boolean {
  const { by, subtotals = [] } = question
  const typesOf = (measures: readonly MemberName[]) => measures.map((name) => measureNamed(world, name).type)
  const equalRows = (members: readonly GrainMember[], measures: readonly MemberName[], rows: Answer['rows'], others: Answer['rows']) => {
    const types = [...members.map((member) => grainType({ world, asOf: today }, member)), ...typesOf(measures)]
    return rows.length === others.length && rows.every((row, position) => equalCells(row, others[position] ?? [], types))
  }
  return (
    expected.rowCount === actual.rowCount &&
    expected.hasMore === actual.hasMore &&
    equalRows(by, measuresOfRows(question), expected.rows, actual.rows) &&
    equalRows(subtotals, question.measures, expected.subtotals, actual.subtotals) &&
    equalCells(expected.totals, actual.totals, typesOf(question.measures))
  )
}

function equalCells(expected: readonly Cell[], actual: readonly Cell[], types: readonly MeasureValueType[]): boolean {
  return expected.every((cell, position) => {
    const other = actual[position]
    if (types[position] !== 'float' || typeof cell !== 'number' || typeof other !== 'number') return cell === other
    return Math.abs(cell - other) <= 1e-9 * Math.max(1, Math.abs(cell))
  })
}
