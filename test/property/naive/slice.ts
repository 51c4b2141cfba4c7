/**
 * The naive evaluator: what a slice answers, read off the rows with nested loops. Slow, plain, and without any SQL on purpose:
 * it shares no thought with the compiler it is held against.
 */
import { type Cell, type Having, type MemberName, measureNamed, measuresOfRows, type Question, type World } from '../case.ts'
import type { Base } from './base.ts'
import { logicHolds } from './filters.ts'
import { grainType, groupsOf } from './groups.ts'
import { holds } from './leaves.ts'
import { entitiesRead, measureOfRows } from './measures.ts'
import { toOnePath } from './paths.ts'
import { refusalsOf } from './refusals.ts'
import { compareGroups, type Grouped, type OneGroup, subtotalsOf, totalsOf } from './totals.ts'
import { keyText, toJson, type Value } from './values.ts'

export interface Answer {
  /** Dimensions as in `by`, then the measures. */
  readonly rows: readonly (readonly Cell[])[]
  readonly totals: readonly Cell[]
  /** As `rows`, by some of the dimensions. */
  readonly subtotals: readonly (readonly Cell[])[]
  readonly rowCount: number
  readonly hasMore: boolean
}

/** Any one of the codes. */
export type Outcome = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'refused'; readonly codes: readonly string[] }

/** The day of a question that names none. */
export const today = '2024-06-30'
export const defaultLimit = 1000

export function evaluate(world: World, question: Question): Outcome {
  const base: Base = { world, asOf: question.asOf ?? today }
  const makers = makersOf(base, question)
  if (typeof makers === 'string') return { kind: 'refused', codes: [makers] }
  const measured = measuresRead(question).flatMap((measure) => entitiesRead(base, measure))
  const entities = new Set([...makers, ...measured])
  const codes = [...entities].flatMap((entity) => refusalsOf(base, question, { entity, isMeasured: measured.includes(entity) }))
  if (codes.length > 0) return { kind: 'refused', codes }
  const branches = new Map([...entities].map((entity) => [entity, groupsOf(base, question, entity)]))
  return { kind: 'answer', answer: answerOf(base, question, { branches, makers }) }
}

/** Names of entities, or the code of a refusal. */
type Makers = readonly string[] | 'NO_PATH' | 'AMBIGUOUS_PATH'

/** Entities whose rows make the groups: the ones named, else those that the selected measures are computed from. */
function makersOf(base: Base, question: Question): Makers {
  if (question.of !== undefined) return question.of
  return question.measures.length > 0 ? question.measures.flatMap((measure) => entitiesRead(base, measure)) : listedEntity(base, question)
}

/**
 * Without measures: the nearest entity whose rows have all the dimensions, each row at most one value of each. Near is few hops, summed over
 * the entities of the dimensions. The clock is that entity's, so the clock alone names none.
 */
function listedEntity({ world }: Base, { by }: Question): Makers {
  if (by.length === 0) return []
  const wanted = [...new Set(by.flatMap((member) => (member.kind === 'time' ? [] : [member.entity])))]
  if (wanted.length === 0) return 'NO_PATH'
  const fitting = world.entities.flatMap(({ name }) => {
    const paths = wanted.map((entity) => toOnePath(world, name, entity))
    return paths.includes(undefined) ? [] : [{ name, hops: paths.flat().length }]
  })
  const least = Math.min(...fitting.map(({ hops }) => hops))
  const [nearest, ...others] = fitting.filter(({ hops }) => hops === least)
  if (nearest === undefined) return 'NO_PATH'
  return others.length > 0 ? 'AMBIGUOUS_PATH' : [nearest.name]
}

function measuresRead(question: Question): readonly MemberName[] {
  return [
    ...question.measures,
    ...question.orderBy.flatMap(({ member }) => (member.kind === 'measure' ? [member] : [])),
    ...(question.having ? measuresOfHaving(question.having) : []),
  ]
}

function measuresOfHaving({ entities, and = [], or = [], not }: Having): readonly MemberName[] {
  const here = Object.entries(entities).flatMap(([entity, measures]) => Object.keys(measures).map((name) => ({ entity, name })))
  return [...here, ...[...and, ...or, ...(not ? [not] : [])].flatMap(measuresOfHaving)]
}

function answerOf(base: Base, question: Question, { branches, makers }: Grouped): Answer {
  const rowsOf = (text: string) => (entity: string) => [...(branches.get(entity)?.get(text)?.rows ?? [])]
  const groups = groupsMade(question, { branches, makers })
    .map(({ text, key }): OneGroup => ({ text, key, measure: (name) => measureOfRows(base, name, rowsOf(text)) }))
    .filter(({ measure }) => question.having === undefined || passesHaving(base, question.having, measure))
    .toSorted((a, b) => compareGroups(question, a, b))
  const { offset = 0, limit = defaultLimit } = question
  const types = question.by.map((member) => grainType(base, member))
  return {
    rows: groups
      .slice(offset, offset + limit)
      .map(({ key, measure }) => [
        ...key.map((value, position) => toJson(value, types[position] ?? 'string')),
        ...measuresOfRows(question).map((name) => toJson(measure(name), measureNamed(base.world, name).type)),
      ]),
    totals: totalsOf(base, question, { branches, groups }),
    subtotals: subtotalsOf(base, question, { branches, groups }),
    rowCount: groups.length,
    hasMore: groups.length > offset + limit,
  }
}

/** Rows of the entities asked for make the groups; without a grain there is one whatever the rows. */
function groupsMade({ by }: Question, { branches, makers }: Grouped) {
  if (by.length === 0) return [{ text: keyText([]), key: [] as readonly Value[] }]
  const found = makers.flatMap((entity) => [...(branches.get(entity) ?? [])])
  return [...new Map(found.map(([text, { key }]) => [text, { text, key }])).values()]
}

function passesHaving(base: Base, having: Having, measure: OneGroup['measure']): boolean {
  const here = Object.entries(having.entities).every(([entity, conditions]) =>
    Object.entries(conditions).every(([name, operators]) =>
      holds(operators, measure({ entity, name }), measureNamed(base.world, { entity, name }).type, base.asOf),
    ),
  )
  return here && logicHolds(having, (part: Having) => passesHaving(base, part, measure))
}
