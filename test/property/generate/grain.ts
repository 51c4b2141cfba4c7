/** Random dimensions to group by. */
import type { Entity, GrainMember, World } from '../case.ts'
import type { Choices } from './choices.ts'

const granularities = ['day', 'month', 'quarter', 'year'] as const

export interface GrainSources {
  readonly from: readonly Entity[]
  /** How often, of a hundred times, there is a bucket of the clock. */
  readonly clockPercent: number
  readonly counts?: readonly number[]
}

/** In any order, perhaps one twice. */
export function membersOf(choices: Choices, { from, clockPercent, counts = [0, 1, 1, 1, 2, 2, 3] }: GrainSources): readonly GrainMember[] {
  const drawn = Array.from({ length: choices.pick(counts) }, () => {
    const entity = choices.pick(from)
    const { name, type } = choices.pick(entity.dimensions)
    const granularity = type === 'date' && choices.chance(50) ? { granularity: choices.pick(granularities) } : {}
    return { kind: 'dimension', entity: entity.name, name, ...granularity } as const
  })
  const clock = choices.chance(clockPercent) ? [{ kind: 'time', granularity: choices.pick(granularities) } as const] : []
  return [...drawn, ...clock]
}

/** In the order of the model, the clock last; no member twice. */
export function inOrder(world: World, members: readonly GrainMember[]): readonly GrainMember[] {
  const entities = world.entities.flatMap(({ name }) => members.filter((member) => member.kind === 'dimension' && member.entity === name))
  const ordered = [...entities, ...members.filter(({ kind }) => kind === 'time')]
  const texts = ordered.map((member) => JSON.stringify(member))
  return ordered.filter((member, position) => texts.indexOf(JSON.stringify(member)) === position)
}
