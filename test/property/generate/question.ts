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
  const measures = choices.chance(94)
    ? asked.flatMap((entity) => choices.some(entity.measures, choices.whole(1, 2)).map(({ name }) => ({ entity: entity.name, name })))
    : []
  const reachable = world.entities.filter((other) => asked.every((entity) => isReachable(world, entity.name, other.name)))
  const from = choices.chance(94) && reachable.length > 0 ? reachable : world.entities
  const by = grainOf(choices, world, { from, hasTime: asked.every(({ time }) => time !== undefined) })
  const where = choices.chance(60)
    ? generateFilter(choices, world, { from, hasTime: asked.every(({ time }) => time !== undefined) })
    : undefined
  const having = choices.chance(16) ? havingOf(choices, world, measures.length > 0 ? measures : allMeasures(asked)) : undefined
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

/** In the order of the model, the clock last; no member twice. */
function grainOf(choices: Choices, world: World, { from, hasTime }: Sources): readonly GrainMember[] {
  const drawn = Array.from({ length: choices.pick([0, 1, 1, 1, 2, 2, 3]) }, () => {
    const entity = choices.pick(from)
    const { name, type } = choices.pick(entity.dimensions)
    const granularity = type === 'date' && choices.chance(50) ? { granularity: choices.pick(granularities) } : {}
    return { kind: 'dimension', entity: entity.name, name, ...granularity } as const
  })
  const clock = choices.chance(hasTime ? 25 : 2) ? [{ kind: 'time', granularity: choices.pick(granularities) } as const] : []
  const ordered = world.entities.flatMap(({ name }) => drawn.filter(({ entity }) => entity === name))
  const texts = ordered.map((member) => JSON.stringify(member))
  return [...ordered.filter((member, position) => texts.indexOf(JSON.stringify(member)) === position), ...clock]
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
