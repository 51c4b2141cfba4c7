/** Questions that have no answer, and the codes they are refused with. */
import type { Question, SliceFilter } from '../case.ts'
import { entityNamed } from '../case.ts'
import { alwaysOrNever } from './always.ts'
import type { Base } from './base.ts'
import { choosePath } from './paths.ts'

export interface Grouping {
  readonly entity: string
  /** Measures are computed from its rows; otherwise they only say what groups there are. */
  readonly isMeasured: boolean
}

/** One entity's rows can be grouped and filtered as asked, or not. */
export function refusalsOf(base: Base, question: Question, { entity, isMeasured }: Grouping): readonly string[] {
  const { world } = base
  const hasTime = entityNamed(world, entity).time !== undefined
  const ofGrain = question.by.flatMap((member) => {
    if (member.kind === 'time') return hasTime ? [] : ['NO_PATH']
    const path = choosePath(world, entity, member.entity)
    return path === 'none' ? ['NO_PATH'] : path === 'ambiguous' ? ['AMBIGUOUS_PATH'] : []
  })
  const needsNoKey = entityNamed(world, entity).key.length > 0 || !isMeasured
  const ofKey = needsNoKey || question.by.every((member) => member.kind === 'time' || member.entity === entity) ? [] : ['NO_PRIMARY_KEY']
  const ofFilter = (filter: SliceFilter): readonly string[] => [
    ...(filter.time === undefined || hasTime ? [] : ['NO_PATH']),
    ...Object.entries(filter.entities).flatMap(([name, condition]) => {
      if (alwaysOrNever(condition) === 'always') return []
      const path = choosePath(world, entity, name)
      return path === 'none' ? ['FILTER_UNREACHABLE'] : path === 'ambiguous' ? ['AMBIGUOUS_PATH'] : []
    }),
    ...[...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])].flatMap(ofFilter),
  ]
  return [...ofKey, ...ofGrain, ...(question.where ? ofFilter(question.where) : [])]
}
