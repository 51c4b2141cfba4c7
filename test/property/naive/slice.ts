/**
 * The naive evaluator: what a slice answers, read off the rows with nested loops. Slow, plain, and without any SQL on purpose:
 * it shares no thought with the compiler it is held against.
 */
import { type Cell, type Having, type MemberName, measureNamed, type Question, type World } from '../case.ts'
import { type Base, Undecided } from './base.ts'
import { logicHolds } from './filters.ts'
import { grainType, groupsOf } from './groups.ts'
import { holds } from './leaves.ts'
import { entitiesRead, measureOfRows } from './measures.ts'
import { choosePath, toOnePath } from './paths.ts'
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
  if (makers === 'refused') return { kind: 'refused', codes: ['NO_PATH', 'AMBIGUOUS_PATH'] }
  const entities = entitiesAsked(base, question, makers)
  const codes = [...entities].flatMap((entity) => refusalsOf(base, question, entity))
  if (codes.length > 0) return { kind: 'refused', codes }
  const branches = new Map([...entities].map((entity) => [entity, groupsOf(base, question, entity)]))
  return { kind: 'answer', answer: answerOf(base, question, { branches, makers }) }
}

/** Entities whose rows make the groups: the ones named, else those that the selected measures are computed from. */
function makersOf(base: Base, question: Question): readonly string[] | 'refused' {
  if (question.of !== undefined) return question.of
  return question.measures.length > 0 ? question.measures.flatMap((measure) => entitiesRead(base, measure)) : listedEntity(base, question)
}

/** Every entity whose rows are grouped. */
function entitiesAsked(base: Base, question: Question, makers: readonly string[]): ReadonlySet<string> {
  return new Set([...makers, ...measuresRead(question).flatMap((measure) => entitiesRead(base, measure))])
}

/** Without measures: the one entity whose rows have all the dimensions, each row at most one value of each. */
function listedEntity({ world }: Base, { by }: Question): readonly string[] | 'refused' {
  if (by.length === 0) return []
  const wanted = [...new Set(by.map((member) => (member.kind === 'time' ? undefined : member.entity)))]
  if (wanted.includes(undefined)) throw new Undecided('the clock without a measure')
  const fitting = world.entities.filter(({ name }) => wanted.every((entity) => entity !== undefined && toOnePath(world, name, entity)))
  if (fitting.length === 0) return 'refused'
  const [first] = wanted
  if (wanted.length === 1 && first !== undefined) return [first]
  const [only, ...others] = fitting
  if (only === undefined || others.length > 0) throw new Undecided('several entities reach all dimensions')
  if (only.key.length === 0) throw new Undecided('a list of the rows of an entity without a key')
  return [only.name]
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
        ...question.measures.map((name) => toJson(measure(name), measureNamed(base.world, name).type)),
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

/** The most to-many hops on any way of the question: to its dimensions, to buckets of times, to its filters. */
export function toManyHops(
  world: World,
  question: Question,
): { readonly dimensions: number; readonly buckets: number; readonly filters: number } {
  const base: Base = { world, asOf: today }
  const makers = makersOf(base, question)
  const entities = entitiesAsked(base, question, makers === 'refused' ? [] : makers)
  const mostTo = (names: readonly string[]) => {
    const paths = [...entities].flatMap((entity) => names.map((name) => choosePath(world, entity, name)))
    return Math.max(0, ...paths.map((path) => (path === 'none' || path === 'ambiguous' ? 0 : path.filter((hop) => !hop.isToOne).length)))
  }
  const dimensions = question.by.flatMap((member) => (member.kind === 'time' ? [] : [member]))
  return {
    dimensions: mostTo(dimensions.map(({ entity }) => entity)),
    buckets: mostTo(dimensions.filter(({ granularity }) => granularity !== undefined).map(({ entity }) => entity)),
    filters: question.where === undefined ? 0 : mostTo(filteredEntities(question.where)),
  }
}

function filteredEntities({ entities, and = [], or = [], not }: NonNullable<Question['where']>): readonly string[] {
  return [...Object.keys(entities), ...[...and, ...or, ...(not ? [not] : [])].flatMap(filteredEntities)]
}
