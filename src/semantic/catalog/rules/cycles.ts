/**
 * Rule: no member reads itself, however many members lie between. (Measures that read measures are found while they are typed.)
 */
import { referencesOf } from '../../expression/references.ts'
import { type Issue, issue } from '../../issues/issue.ts'
import type { Dimension, Entity, Measure, MemberReference } from '../catalog.ts'
import type { Drafts } from '../declare.ts'

type Entities = ReadonlyMap<string, Entity>

export function checkCycles(entities: Entities, drafts: Drafts, issues: Issue[]): void {
  const done = new Set<string>()
  const visit = (member: Dimension | Measure, above: readonly string[]): void => {
    const name = `${member.entity}.${member.name}`
    if (above.includes(name)) {
      const path = [...above.slice(above.indexOf(name)), name]
      issues.push(issue('CYCLIC_REFERENCE', { path }, drafts.get(member.entity)?.dimensions.get(member.name)?.span))
      return
    }
    if (done.has(name)) return
    for (const next of readBy(member, entities)) visit(next, [...above, name])
    done.add(name)
  }
  for (const entity of entities.values()) for (const dimension of entity.dimensions.values()) visit(dimension, [])
}

/** The members a member is computed from. */
function readBy(member: Dimension | Measure, entities: Entities): (Dimension | Measure)[] {
  if (member.kind === 'measure') {
    const { compute } = member
    const expressions = compute.kind === 'number' ? [compute.expression] : [compute.argument, compute.where]
    return expressions
      .flatMap((expression) => (expression === undefined ? [] : referencesOf(expression)))
      .flatMap((reference) => memberOf(reference, entities))
  }
  const { from } = member
  if (from.kind === 'expression') return referencesOf(from.expression).flatMap((reference) => memberOf(reference, entities))
  if (from.kind !== 'measure') return []
  const measure = entities.get(from.measure.entity)?.measures.get(from.measure.name)
  const conditions = from.where === undefined ? [] : referencesOf(from.where).flatMap((reference) => memberOf(reference, entities))
  return measure === undefined ? conditions : [measure, ...conditions]
}

function memberOf(reference: MemberReference, entities: Entities): (Dimension | Measure)[] {
  if (reference.kind === 'column') return []
  const entity = entities.get(reference.entity)
  const member = reference.kind === 'dimension' ? entity?.dimensions.get(reference.dimension) : entity?.measures.get(reference.measure)
  return member === undefined ? [] : [member]
}
