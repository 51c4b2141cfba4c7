/** What the translation of a member needs to know of the rest of the Lens. */
import type { ExpressionType } from '../../semantic/expression/expression.ts'
import type { EntityPlan, LensMember } from './entity-plan.ts'
import type { Names } from './names.ts'
import type { StreamPlan } from './streams.ts'

export interface World {
  readonly names: Names
  readonly entities: readonly EntityPlan[]
  readonly streams: readonly StreamPlan[]
  /** Ids as those of drafts: "measure order_placed.recency". */
  isLeftOut(id: string): boolean
  /** Of a member that is translated by now, or then. */
  typeOf(entity: EntityPlan, member: LensMember): ExpressionType
  /** Of a field: its column holds numbers of a kind that nothing says. */
  isAnyNumber(entity: EntityPlan, member: LensMember): boolean
}

export function idOf(entity: EntityPlan, member: LensMember, names: Names): string {
  return `${member.kind === 'measure' ? 'measure' : 'dimension'} ${entity.name}.${names.member(entity.lens.name.value, member.value.name.value)}`
}

export function streamOf(entity: EntityPlan, { streams }: World): StreamPlan | undefined {
  return streams.find(({ activities }) => activities.has(entity))
}
