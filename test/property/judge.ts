/** Holds an engine's answer to a question against the naive evaluator's. */
import type { Ask } from '../support/story.ts'
import { type Cell, type MeasureValueType, type MemberName, measureNamed, type Question, type World } from './case.ts'
import { parseExact, toText } from './exact.ts'
import { Undecided } from './naive/base.ts'
import { grainType } from './naive/groups.ts'
import { hasQuantifiers } from './naive/refusals.ts'
import { type Answer, evaluate, type Outcome, today, toManyHops } from './naive/slice.ts'
import { supported } from './supported.ts'
import { fieldOf, groupOf, queryText } from './write-query.ts'

/** Undefined where the texts do not decide, or where the question uses what is switched off: `skipped` has why. */
export type Expected = Outcome | { readonly kind: 'skipped'; readonly reason: string }

export function expectedOutcome(world: World, question: Question): Expected {
  try {
    const off = switchedOff(world, question)
    return off === undefined ? evaluate(world, question) : { kind: 'skipped', reason: `switched off: ${off}` }
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'skipped', reason: `undecided: ${error.message}` }
    throw error
  }
}

function switchedOff(world: World, question: Question): string | undefined {
  if (!supported.quantifiers && question.where && hasQuantifiers(question.where)) return 'quantifiers'
  if (!supported.havingAlone && question.having && question.by.length + question.measures.length === 0) return 'having alone'
  const { dimensions, buckets, filters } = toManyHops(world, question)
  if (!supported.toManyDimensions && dimensions > 0) return 'to-many dimensions'
  if (!supported.bucketsOverManyHops && buckets > 1) return 'buckets over several to-many hops'
  return !supported.toManyFilters && filters > 0 ? 'to-many filters' : undefined
}

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

type Shaped = Readonly<Record<string, Readonly<Record<string, Cell>>>>

function readAnswer(world: World, { by, measures }: Question, data: unknown): Answer {
  const { slice } = data as {
    readonly slice: { readonly rows: readonly Shaped[]; readonly totals?: Shaped; readonly rowCount: number; readonly hasMore: boolean }
  }
  const measureOf = (row: Shaped | undefined, name: MemberName) => normal(row?.[name.entity]?.[name.name], measureNamed(world, name).type)
  const base = { world, asOf: today }
  return {
    rows: slice.rows.map((row) => [
      ...by.map((member) => normal(row[groupOf(member)]?.[fieldOf(member)], grainType(base, member))),
      ...measures.map((name) => measureOf(row, name)),
    ]),
    totals: measures.map((name) => measureOf(slice.totals, name)),
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

function equalAnswers(world: World, { by, measures }: Question, expected: Answer, actual: Answer): boolean {
  const measureTypes = measures.map((name) => measureNamed(world, name).type)
  const types = [...by.map((member) => grainType({ world, asOf: today }, member)), ...measureTypes]
  return (
    expected.rowCount === actual.rowCount &&
    expected.hasMore === actual.hasMore &&
    expected.rows.length === actual.rows.length &&
    expected.rows.every((row, position) => equalCells(row, actual.rows[position] ?? [], types)) &&
    equalCells(expected.totals, actual.totals, measureTypes)
  )
}

function equalCells(expected: readonly Cell[], actual: readonly Cell[], types: readonly MeasureValueType[]): boolean {
  return expected.every((cell, position) => {
    const other = actual[position]
    if (types[position] !== 'float' || typeof cell !== 'number' || typeof other !== 'number') return cell === other
    return Math.abs(cell - other) <= 1e-9 * Math.max(1, Math.abs(cell))
  })
}
