/** What a random question is after: the parts of it that are drawn together. */
import type { Entity, Expression, GrainMember, Measure, MemberName, SliceFilter, World } from '../case.ts'
import { choosePath, type Path, pathName } from '../naive/paths.ts'
import type { Choices } from './choices.ts'
import { generateFilter, leafFilter, perhapsNot } from './filter.ts'
import { membersOf } from './grain.ts'

export interface Aim {
  /** Entities that are measured. */
  readonly asked: readonly Entity[]
  readonly measures: readonly MemberName[]
  /** Entities that may be named elsewhere in the question. */
  readonly from: readonly Entity[]
  /** In any order, perhaps with a member twice. */
  readonly by: readonly GrainMember[]
  readonly where?: SliceFilter
}

export function drawAim(choices: Choices, world: World): Aim {
  const dice = choices.whole(1, 100)
  const special = dice <= 14 ? byKeyPointedTo(choices, world) : dice <= 28 ? alongTheWay(choices, world) : undefined
  return special ?? anything(choices, world)
}

/** Mostly what can be reached from all that is measured. */
function anything(choices: Choices, world: World): Aim {
  const asked = choices.some(world.entities, choices.pick([1, 1, 1, 2, 2, 3]))
  const measures = choices.chance(90) ? asked.flatMap((entity) => someMeasures(choices, entity)) : []
  const reachable = world.entities.filter((other) => asked.every((entity) => pathBetween(world, entity, other) !== undefined))
  const all = choices.chance(94) && reachable.length > 0 ? reachable : world.entities
  // Without measures rows of one entity are listed; of any two there is seldom one that has both.
  const from = measures.length === 0 && choices.chance(50) ? asked.slice(0, 1) : all
  const hasTime = asked.every(({ time }) => time !== undefined)
  const by = membersOf(choices, { from, clockPercent: hasTime ? (measures.length === 0 ? 60 : 25) : 2 })
  const grain = world.entities.filter(({ name }) => by.some((member) => member.kind === 'dimension' && member.entity === name))
  const where = choices.chance(55) ? { where: perhapsNot(choices, generateFilter(choices, world, { from, grain, hasTime })) } : {}
  return { asked, measures, from, by, ...where }
}

/**
 * By the whole key of an entity that rows point to, measures that cannot be put together from those of parts, which read nothing else:
 * rows are grouped before that entity is joined, and those that point to nothing apart.
 */
function byKeyPointedTo(choices: Choices, world: World): Aim | undefined {
  const pairs = world.entities.flatMap((entity) =>
    world.entities.flatMap((target) => {
      const path = pathBetween(world, entity, target)
      return target.key.length > 0 && path?.length === 1 && path[0]?.isToOne ? [{ entity, target }] : []
    }),
  )
  if (pairs.length === 0) return undefined
  const { entity, target } = choices.pick(pairs)
  const key = target.key.map((name): GrainMember => ({ kind: 'dimension', entity: target.name, name }))
  const also = world.entities.filter((other) => other !== entity && pathBetween(world, other, target) !== undefined)
  const others = choices.chance(20) ? choices.some(also, 1) : []
  const isAlone = others.length === 0 && choices.chance(30)
  const own = isAlone ? membersOf(choices, { from: [entity], clockPercent: entity.time === undefined ? 0 : 30 }) : []
  const where: SliceFilter = { entities: { [entity.name]: leafFilter(choices, entity) } }
  return {
    asked: [entity, ...others],
    measures: [...ownHardMeasures(choices, entity), ...others.flatMap((other) => someMeasures(choices, other))],
    from: [entity, target],
    by: [...key, ...own],
    ...(choices.chance(35) && { where: perhapsNot(choices, where) }),
  }
}

function someMeasures(choices: Choices, { name: entity, measures }: Entity): readonly MemberName[] {
  return choices.some(measures, choices.whole(1, 2)).map(({ name }) => ({ entity, name }))
}

function ownHardMeasures(choices: Choices, entity: Entity): readonly MemberName[] {
  const isHard = (measure: Measure) =>
    (measure.kind === 'count_distinct' || measure.kind === 'median') &&
    [measure.sql, measure.where].every((expression) => expression === undefined || readsOwnOnly(expression))
  const hard = choices.some(entity.measures.filter(isHard), choices.whole(1, 2)).map(({ name }) => ({ entity: entity.name, name }))
  return hard.length > 0 && choices.chance(80) ? hard : [...hard, ...someMeasures(choices, entity)]
}

function readsOwnOnly(expression: Expression): boolean {
  switch (expression.kind) {
    case 'dimension':
      return expression.entity === undefined
    case 'literal':
      return true
    case 'isNull':
      return readsOwnOnly(expression.argument)
    case 'coalesce':
      return readsOwnOnly(expression.first) && readsOwnOnly(expression.second)
    default:
      return readsOwnOnly(expression.left) && readsOwnOnly(expression.right)
  }
}

/** By an entity reached many times, one object about it and about another one behind the same to-many hop. */
function alongTheWay(choices: Choices, world: World): Aim | undefined {
  const triples = world.entities.flatMap((entity) => {
    const ways = world.entities.flatMap((other) => {
      const way = wayToMany(pathBetween(world, entity, other))
      return way === undefined ? [] : [{ other, way }]
    })
    return ways.flatMap((bound) =>
      ways.flatMap((along) => (bound !== along && bound.way === along.way && entity.key.length > 0 ? [{ entity, bound, along }] : [])),
    )
  })
  if (triples.length === 0) return undefined
  const { entity, bound, along } = choices.pick(triples)
  const object: SliceFilter = {
    entities: {
      [bound.other.name]: leafFilter(choices, withoutKeys(bound.other)),
      [along.other.name]: leafFilter(choices, withoutKeys(along.other)),
    },
  }
  const beside: SliceFilter = { entities: { [along.other.name]: leafFilter(choices, withoutKeys(along.other)) } }
  const where = choices.pick([object, object, object, { ...object, and: [beside] }, { entities: {}, or: [object, beside] }])
  return {
    asked: [entity],
    measures: someMeasures(choices, entity),
    from: [entity, bound.other, along.other],
    by: membersOf(choices, { from: [bound.other], clockPercent: 0, counts: [1, 1, 2] }),
    where: perhapsNot(choices, where),
  }
}

/** What several rows have in common, so that a condition is met by more than one. */
function withoutKeys(entity: Entity): Entity {
  return { ...entity, dimensions: entity.dimensions.filter(({ name }) => !entity.key.includes(name) && !name.startsWith('fk')) }
}

/** Up to the first to-many hop. */
function wayToMany(path: Path | undefined): string | undefined {
  const many = path?.findIndex((hop) => !hop.isToOne) ?? -1
  return path === undefined || many === -1 ? undefined : pathName(path.slice(0, many + 1))
}

function pathBetween(world: World, from: Entity, to: Entity): Path | undefined {
  const path = choosePath(world, from.name, to.name)
  return path === 'none' || path === 'ambiguous' ? undefined : path
}
