/** Relationships of a Lens as those of a model. */
import { type Draft, entry } from '../draft.ts'
import type { Problem } from '../remark.ts'
import type { EntityPlan } from './entity-plan.ts'
import type { LensRelationship } from './lens.ts'
import { aboutEntries } from './member-drafts.ts'
import { idOf, type World } from './world.ts'

/** Fields on both ends that are dimensions of the model, or why there are none. */
export function relationshipDraft(
  id: string,
  lens: LensRelationship,
  entity: EntityPlan,
  world: World,
): { readonly draft: Draft } | { readonly problems: readonly Problem[] } {
  const far = world.entities.find((other) => other.lens.name.value === lens.target.entity.value)
  if (far === undefined) {
    const reason = `entity \`${lens.target.entity.value}\` is not in the Lens, or is left out.`
    return { problems: [{ reason, span: lens.target.entity.span }] }
  }
  const problems = [
    ...(lens.sql === undefined
      ? []
      : [{ reason: 'a condition beside the two fields has no counterpart in a model.', span: lens.sql.span }]),
    ...fieldProblems(lens.field, entity, world),
    ...fieldProblems(lens.target.field, far, world),
  ]
  if (problems.length > 0) return { problems }
  const entries = [
    ...entry('type', lens.type.value),
    ...entry('field', world.names.member(entity.lens.name.value, lens.field.value)),
    ...entry('target', { entity: far.name, field: world.names.member(far.lens.name.value, lens.target.field.value) }),
    ...aboutEntries(lens),
    ...entry('verified', lens.verified),
  ]
  return { draft: { id, entries } }
}

function fieldProblems(field: LensRelationship['field'], entity: EntityPlan, world: World): readonly Problem[] {
  const name = `${entity.lens.name.value}.${field.value}`
  const member = entity.members.get(field.value)
  if (member === undefined || member.kind === 'measure') return [{ reason: `there is no field \`${name}\`.`, span: field.span }]
  return world.isLeftOut(idOf(entity, member, world.names)) ? [{ reason: `\`${name}\` is left out.`, span: field.span }] : []
}
