/** Random questions of a world: mostly ones that have an answer. */
import type { Entity, GrainMember, Having, MemberName, Question, World } from '../case.ts'
import { entityNamed, measureNamed } from '../case.ts'
import { choosePath } from '../naive/paths.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'
import { generateFilter, logicOf, operatorsFor } from './filter.ts'

const granularities = ['day', 'month', 'quarter', 'year'] as const

export function generateQuestion(choices: Choices, world: World): Question {
  const asked = choices.some(world.entities, choices.pick([1, 1, 1, 2, 2, 3]))
  const pointedTo = choices.chance(22) ? keyPointedTo(choices, world, asked) : []
  const measures = choices.chance(92) ? measuresOf(choices, asked, { isHard: pointedTo.length > 0 && choices.chance(60) }) : []
  const reachable = world.entities.filter((other) => asked.every((entity) => isReachable(world, entity.name, other.name)))
  const all = choices.chance(94) && reachable.length > 0 ? reachable : world.entities
  // Without measures rows of one entity are listed; of any two there is seldom one that has both.
  const from = measures.length === 0 && choices.chance(50) ? asked.slice(0, 1) : all
  const sources = { from, hasTime: asked.every(({ time }) => time !== undefined) }
  const more = pointedTo.length > 0 && choices.chance(60) ? [] : membersOf(choices, sources, measures.length === 0 ? 40 : 25)
  const by = inOrder(world, [...pointedTo, ...more])
  const where = choices.chance(55)
    ? perhapsNot(
        choices,
        generateFilter(choices, world, { ...sources, ...(choices.chance(15) && { from: asked }), grain: entitiesOf(world, by) }),
      )
    : undefined
  const having = choices.chance(20)
    ? perhapsNot(choices, havingOf(choices, world, measures.length > 0 ? measures : allMeasures(asked)))
    : undefined
  return {
    by,
    measures,
    ...(measures.length > 0 && choices.chance(6) && { onlyInTotals: true }),
    ...(choices.chance(10) && { of: choices.some(withKey(from), choices.pick([1, 1, 2])).map(({ name }) => name) }),
    ...(measures.length > 0 && by.length > 0 && choices.chance(20) && { subtotals: choices.some(by, choices.whole(0, 2)) }),
    ...(where && { where }),
    ...(having && { having }),
    orderBy: choices.chance(35) ? orderOf(choices, by, choices.chance(85) ? measures : allMeasures(world.entities)) : [],
    ...(choices.chance(25) && { limit: choices.pick([0, 1, 1, 2, 2, 3, 4]) }),
    ...(choices.chance(15) && { offset: choices.pick([0, 1, 1, 2, 3]) }),
    ...(choices.chance(12) && { asOf: String(choices.pick(domains.date)) }),
  }
}

function entitiesOf(world: World, by: readonly GrainMember[]): readonly Entity[] {
  return world.entities.filter(({ name }) => by.some((member) => member.kind === 'dimension' && member.entity === name))
}

/** Most conditions are met by few rows or groups, so that many questions would be about nothing; their opposite is met by the rest. */
function perhapsNot<Filter>(choices: Choices, filter: Filter): Filter | { readonly entities: Record<string, never>; readonly not: Filter } {
  return choices.chance(30) ? { entities: {}, not: filter } : filter
}

/** Whose rows can make groups by whatever is asked. */
function withKey(entities: readonly Entity[]): readonly Entity[] {
  const keyed = entities.filter(({ key }) => key.length > 0)
  return keyed.length > 0 ? keyed : entities
}

function isReachable(world: World, from: string, to: string): boolean {
  const path = choosePath(world, from, to)
  return path !== 'none' && path !== 'ambiguous'
}

function allMeasures(entities: readonly Entity[]): readonly MemberName[] {
  return entities.flatMap(({ name: entity, measures }) => measures.map(({ name }) => ({ entity, name })))
}

interface Sources {
  readonly from: readonly Entity[]
  readonly hasTime: boolean
}

/** One or two of each entity; `isHard`: of those that cannot be put together from the measures of parts, where there are any. */
function measuresOf(choices: Choices, asked: readonly Entity[], { isHard }: { readonly isHard: boolean }): readonly MemberName[] {
  return asked.flatMap(({ name: entity, measures }) => {
    const hard = isHard ? measures.filter(({ kind }) => kind === 'count_distinct' || kind === 'median') : []
    return choices.some(hard.length > 0 ? hard : measures, choices.whole(1, 2)).map(({ name }) => ({ entity, name }))
  })
}

/** The whole key of an entity that rows of the first one asked for point to, each to one; empty: they point to none, or others do not reach it. */
function keyPointedTo(choices: Choices, world: World, asked: readonly Entity[]): readonly GrainMember[] {
  const [first] = asked
  const targets = world.entities.filter(({ name, key }) => {
    const path = first === undefined || first.name === name ? 'none' : choosePath(world, first.name, name)
    const isPointedTo = typeof path !== 'string' && path.length === 1 && path.every((hop) => hop.isToOne)
    return isPointedTo && key.length > 0 && asked.every((entity) => isReachable(world, entity.name, name))
  })
  if (targets.length === 0) return []
  const { name: entity, key } = choices.pick(targets)
  return key.map((name) => ({ kind: 'dimension', entity, name }))
}

function membersOf(choices: Choices, { from, hasTime }: Sources, clockPercent: number): readonly GrainMember[] {
  const drawn = Array.from({ length: choices.pick([0, 1, 1, 1, 2, 2, 3]) }, () => {
    const entity = choices.pick(from)
    const { name, type } = choices.pick(entity.dimensions)
    const granularity = type === 'date' && choices.chance(50) ? { granularity: choices.pick(granularities) } : {}
    return { kind: 'dimension', entity: entity.name, name, ...granularity } as const
  })
  const clock = choices.chance(hasTime ? clockPercent : 2) ? [{ kind: 'time', granularity: choices.pick(granularities) } as const] : []
  return [...drawn, ...clock]
}

/** In the order of the model, the clock last; no member twice. */
function inOrder(world: World, members: readonly GrainMember[]): readonly GrainMember[] {
  const entities = world.entities.flatMap(({ name }) => members.filter((member) => member.kind === 'dimension' && member.entity === name))
  const ordered = [...entities, ...members.filter(({ kind }) => kind === 'time')]
  const texts = ordered.map((member) => JSON.stringify(member))
  return ordered.filter((member, position) => texts.indexOf(JSON.stringify(member)) === position)
}

function orderOf(choices: Choices, by: readonly GrainMember[], measures: readonly MemberName[]): Question['orderBy'] {
  const members = [...by, ...measures.map((name) => ({ kind: 'measure', ...name }) as const)]
  if (members.length === 0) return []
  return choices.some(members, choices.whole(1, 2)).map((member) => ({ member, direction: choices.pick(['ASC', 'DESC'] as const) }))
}

function havingOf(choices: Choices, world: World, measures: readonly MemberName[], depth = 0): Having {
  const { entity, name } = choices.pick(measures)
  const { type } = measureNamed(world, { entity: entityNamed(world, entity).name, name })
  const leaf = { entities: { [entity]: { [name]: operatorsFor(choices, type) } } }
  if (depth > 1 || choices.chance(65)) return leaf
  return { ...(choices.chance(50) ? leaf : { entities: {} }), ...logicOf(choices, () => havingOf(choices, world, measures, depth + 1)) }
}
