/** Questions that have no answer, and the codes they are refused with. */
import type { EntityFilter, Question, SliceFilter } from '../case.ts'
import { entityNamed } from '../case.ts'
import type { Base } from './base.ts'
import { choosePath } from './paths.ts'

/** One entity's rows can be grouped and filtered as asked, or not. */
export function refusalsOf(base: Base, question: Question, entity: string): readonly string[] {
  const { world } = base
  const hasTime = entityNamed(world, entity).time !== undefined
  const ofGrain = question.by.flatMap((member) => {
    if (member.kind === 'time') return hasTime ? [] : ['NO_PATH']
    const path = choosePath(world, entity, member.entity)
    return path === 'none' ? ['NO_PATH'] : path === 'ambiguous' ? ['AMBIGUOUS_PATH'] : []
  })
  const hasKey = entityNamed(world, entity).key.length > 0
  const ofKey = hasKey || question.by.every((member) => member.kind === 'time' || member.entity === entity) ? [] : ['NO_PRIMARY_KEY']
  const ofFilter = (filter: SliceFilter): readonly string[] => [
    ...(filter.time === undefined || hasTime ? [] : ['NO_PATH']),
    ...Object.keys(filter.entities).flatMap((name) => {
      const path = choosePath(world, entity, name)
      return path === 'none' ? ['FILTER_UNREACHABLE'] : path === 'ambiguous' ? ['AMBIGUOUS_PATH'] : []
    }),
    ...[...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])].flatMap(ofFilter),
  ]
  return [...ofKey, ...ofGrain, ...(question.where ? ofFilter(question.where) : [])]
}

/** Quantifiers anywhere in a filter. */
export function hasQuantifiers(filter: SliceFilter | EntityFilter): boolean {
  const parts: readonly (SliceFilter | EntityFilter)[] = [
    ...(filter.and ?? []),
    ...(filter.or ?? []),
    ...(filter.not ? [filter.not] : []),
    ...('entities' in filter ? Object.values(filter.entities) : Object.values(filter.one)),
  ]
  return ('many' in filter && Object.keys(filter.many).length > 0) || parts.some(hasQuantifiers)
}
