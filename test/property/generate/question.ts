/** Random questions of a world: mostly ones that have an answer. */
import type { Entity, GrainMember, Having, MemberName, Question, World } from '../case.ts'
import { entityNamed, measureNamed } from '../case.ts'
import { drawAim } from './aims.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'
import { logicOf, operatorsFor, perhapsNot } from './filter.ts'
import { inOrder } from './grain.ts'

export function generateQuestion(choices: Choices, world: World): Question {
  const { asked, measures, from, where, ...aim } = drawAim(choices, world)
  const by = inOrder(world, aim.by)
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

/** Whose rows can make groups by whatever is asked. */
function withKey(entities: readonly Entity[]): readonly Entity[] {
  const keyed = entities.filter(({ key }) => key.length > 0)
  return keyed.length > 0 ? keyed : entities
}

function allMeasures(entities: readonly Entity[]): readonly MemberName[] {
  return entities.flatMap(({ name: entity, measures }) => measures.map(({ name }) => ({ entity, name })))
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
