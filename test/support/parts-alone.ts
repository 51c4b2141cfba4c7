/**
 * What an answer in parts means: each part is the answer to the question for its key alone. Held by asking for every key alone.
 */
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { createEngine, type Engine, type Explanation } from '../../src/semantic/engine.ts'
import type { AnswerPart, AnswerValue, SliceAnswer } from '../../src/semantic/query/answer.ts'
import { printMember } from '../../src/semantic/query/grain.ts'
import type { GrainMember, SemanticQuery, SliceCondition, Test } from '../../src/semantic/query/semantic-query.ts'
import { compilerOnly } from '../../src/server/compiler-only.ts'
import type { EngineName } from './databases.ts'

export type PartMember = Extract<GrainMember, { readonly kind: 'dimension' }>
type Key = readonly AnswerValue[]
type Row = SliceAnswer['rows'][number]

/** Dimensions that an answer may be cut by. */
export function partMembers({ by }: SemanticQuery): readonly PartMember[] {
  return by.flatMap((member) => (member.kind === 'dimension' && member.granularity === undefined ? [member] : []))
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** Throws where a part is not what its key alone answers; the keys that were compared. */
export async function expectPartsAlone(
  engine: Engine,
  query: SemanticQuery,
  apart: readonly PartMember[],
  page: Page,
): Promise<readonly Key[]> {
  const asked: SemanticQuery = { ...query, ...page, rowCount: true }
  const cut = await engine.run({ ...asked, apart })
  const whole = await engine.run(asked)
  if (cut.ok !== whole.ok) throw new Error(`refused in one form only: ${JSON.stringify([cut, whole])}`)
  // What is refused whole is refused in parts.
  if (!cut.ok) return []
  const keys = await keysOf(engine, query, apart)
  const parts = new Map((cut.value.parts ?? []).map((part) => [JSON.stringify(part.key), part]))
  const compared: Key[] = []
  for (const key of keys) {
    const alone = await engine.run({ ...asked, where: ofKey(asked.where, apart, key) })
    // A condition on a dimension may be refused where grouping by it is not.
    if (!alone.ok) continue
    const part = parts.get(JSON.stringify(key))
    parts.delete(JSON.stringify(key))
    compared.push(key)
    const { rows, hasMore, totals, rowCount = 0 } = alone.value
    // A part without groups is not there, and nor are its totals.
    const expected = { rows, hasMore, rowCount, totals: rowCount === 0 ? [] : totals }
    if (!isSamePart(part ?? none, expected)) {
      throw new Error(`apart ${apart.map(printMember)} = ${JSON.stringify(key)}, ${JSON.stringify(page)}
        is       ${JSON.stringify(part)}
        is alone ${JSON.stringify(expected)}`)
    }
  }
  if (compared.length === keys.length && parts.size > 0) throw new Error(`parts of no key: ${[...parts.keys()]}`)
  return compared
}

const none: Omit<AnswerPart, 'key'> = { rows: [], hasMore: false, rowCount: 0 }

/** Throws where the totals of each part, asked for by themselves, are not those of its key alone. */
export async function expectTotalsAlone(
  engine: Engine,
  query: SemanticQuery,
  apart: readonly PartMember[],
  keys: readonly Key[],
): Promise<void> {
  const { by, measures, totals, ...rest } = query
  if (totals.length === 0 || rest.within !== undefined || keys.length === 0) return
  const whole = { ...rest, orderBy: [], limit: 100_000, offset: 0, rowCount: true }
  const within = { by, measures: [...measures, ...totals] }
  const answer = await engine.run({ ...whole, fill: false, by: apart, within, measures: totals, totals: [] })
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
  const found = new Map(answer.value.rows.map((row) => [JSON.stringify(row.slice(0, apart.length)), row.slice(apart.length)]))
  for (const key of keys) {
    const alone = await engine.run({ ...whole, by, measures, totals, where: ofKey(query.where, apart, key) })
    if (!alone.ok) throw new Error(JSON.stringify(alone.issues))
    const actual = found.get(JSON.stringify(key))
    const expected = alone.value.rowCount === 0 ? undefined : alone.value.totals
    if (actual === undefined || expected === undefined ? actual !== expected : !isSameRow(actual, expected)) {
      throw new Error(`totals of ${JSON.stringify(key)} are ${JSON.stringify(actual)}, alone ${JSON.stringify(expected)}`)
    }
  }
}

/** All that occur, whatever groups pass. */
async function keysOf(engine: Engine, { having: _having, within: _within, ...query }: SemanticQuery, apart: readonly PartMember[]) {
  const measures = _within === undefined ? query.measures : [...query.measures, ..._within.measures]
  const answer = await engine.run({ ...query, measures, orderBy: [], limit: 100_000, offset: 0, rowCount: false })
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
  const places = apart.map((member) => query.by.findIndex((other) => printMember(other) === printMember(member)))
  const keys = answer.value.rows.map((row) => places.map((place) => row[place] ?? null))
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]
}

/** Each in a list of its own: conditions of one object on entities along one path are about one row. */
function ofKey(where: SliceCondition | undefined, apart: readonly PartMember[], key: Key): SliceCondition {
  const tests = apart.map(({ entity, dimension }, index): SliceCondition => {
    const value = key[index] ?? null
    if (typeof value === 'object' && value !== null) throw new Error('A list is no key')
    const test: Test =
      value === null ? { operator: 'isNull', value: true } : { operator: 'eq', value: value as Exclude<typeof value, readonly unknown[]> }
    return { kind: 'entity', entity, condition: { kind: 'test', dimension, test } }
  })
  const all = [...(where === undefined ? [] : [where]), ...tests]
  return { kind: 'and', conditions: all.map((condition) => ({ kind: 'and', conditions: [condition] })) }
}

function isSamePart(part: Omit<AnswerPart, 'key'>, alone: Omit<AnswerPart, 'key'>): boolean {
  return (
    part.hasMore === alone.hasMore &&
    part.rowCount === alone.rowCount &&
    isSameRow(part.totals ?? [], alone.totals ?? []) &&
    part.rows.length === alone.rows.length &&
    part.rows.every((row, index) => isSameRow(row, alone.rows[index] ?? []))
  )
}

/** Floats may be added up in another order. */
function isSameRow(row: Row, other: Row): boolean {
  return (
    row.length === other.length &&
    row.every((value, index) => {
      const beside = other[index]
      if (typeof value !== 'number' || typeof beside !== 'number') return value === beside
      return Math.abs(value - beside) <= 1e-9 * Math.max(1, Math.abs(value))
    })
  )
}

/** The statements of questions answered by the first dimension of each; of those that can be. No database is needed. */
export function statementsInParts(catalog: Catalog, dialect: EngineName, questions: readonly SemanticQuery[]): readonly Explanation[] {
  const engine = createEngine({ catalog, kysely: compilerOnly({ databaseUrl: '' }).kysely, dialect })
  return questions.flatMap((query) => {
    const apart = partMembers(query).slice(0, 1)
    const explained = apart.length === 0 ? undefined : engine.explain({ ...query, apart, offset: 1 })
    return explained?.ok ? [explained.value] : []
  })
}
