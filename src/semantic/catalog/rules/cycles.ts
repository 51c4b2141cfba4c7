/**
 * Rule: no member reads itself, however many members lie between. (Measures that read measures are found while they are typed.)
 */
import type { Expression } from '../../expression/expression.ts'
import { aggregatesOf, referencesOf } from '../../expression/references.ts'
import { type Issue, issue } from '../../issues/issue.ts'
import type { Dimension, Entity, Hop, Measure, MemberReference, RowsRead } from '../catalog.ts'
import type { Drafts } from '../declare.ts'
import { findPath } from '../join-graph.ts'
import { sourceEntities } from '../measure-reads.ts'

type Entities = ReadonlyMap<string, Entity>

export function checkCycles(entities: Entities, drafts: Drafts, issues: Issue[]): void {
  const done = new Set<string>()
  const visit = (member: Dimension | Measure, above: readonly string[]): void => {
    const name = `${member.entity}.${member.name}`
    if (above.includes(name)) {
      const path = [...above.slice(above.indexOf(name)), name]
      const span = drafts.get(member.entity)?.dimensions.get(member.name)?.span ?? member.declaredAt
      issues.push(issue('CYCLIC_REFERENCE', { path }, span))
      return
    }
    if (done.has(name)) return
    for (const next of readBy(member, entities)) visit(next, [...above, name])
    done.add(name)
  }
  for (const entity of entities.values()) for (const dimension of entity.dimensions.values()) visit(dimension, [])
}

/** The members a member is computed from, those that decide which rows are aggregated and how they are joined included. */
function readBy(member: Dimension | Measure, entities: Entities): readonly (Dimension | Measure)[] {
  if (member.kind === 'measure') {
    const { compute } = member
    if (compute.kind === 'number') {
      const hasRows = aggregatesOf(compute.expression).length > 0
      return [...(hasRows ? timeOf(member.entity, entities) : []), ...readByExpression(compute.expression, entities)]
    }
    if (compute.kind !== 'aggregate') return present(entities.get(compute.of.entity)?.measures.get(compute.of.name))
    const read = [compute.argument, compute.where, ...(compute.semiAdditive?.per ?? [])]
    return [...timeOf(member.entity, entities), ...read.flatMap((expression) => readByExpression(expression, entities))]
  }
  const { from } = member
  if (from.kind === 'expression') return readByExpression(from.expression, entities)
  if (from.kind === 'conversion') {
    const fields = [...membersOf(member.entity, from.fromFields, entities), ...membersOf(from.to, from.toFields, entities)]
    return [...timeOf(member.entity, entities), ...timeOf(from.to, entities), ...fields]
  }
  if (from.kind === 'score') {
    const key = entities.get(member.entity)?.key ?? []
    return [...key, ...membersOf(member.entity, [from.of], entities), ...readByExpression(from.where, entities)]
  }
  if (from.kind === 'pick') {
    const source = entities.get(from.of.entity)
    const picked = [...membersOf(from.of.entity, [from.of.name], entities), ...timeOf(from.of.entity, entities), ...(source?.key ?? [])]
    return [...picked, ...readByRows(member.entity, [from.of.entity], from, entities)]
  }
  if (from.kind !== 'measure') return []
  const measure = entities.get(from.measure.entity)?.measures.get(from.measure.name)
  if (measure === undefined) return []
  const sources = sourceEntities(measure, (of, read) => entities.get(of)?.measures.get(read))
  return [measure, ...readByRows(member.entity, [...sources], from, entities)]
}

function readByExpression(expression: Expression<MemberReference> | undefined, entities: Entities): readonly (Dimension | Measure)[] {
  if (expression === undefined) return []
  return referencesOf(expression).flatMap((reference): readonly (Dimension | Measure)[] => {
    if (reference.kind === 'column') return []
    if (reference.kind === 'measure') return present(entities.get(reference.entity)?.measures.get(reference.measure))
    return [...joinedBy(reference.path, entities), ...present(entities.get(reference.entity)?.dimensions.get(reference.dimension))]
  })
}

/** Rows are aggregated by the entity's key, to which the fields of the path lead, or those that are equal where rows belong together. */
function readByRows(
  entity: string,
  sources: readonly string[],
  { where, per, related }: RowsRead,
  entities: Entities,
): readonly (Dimension | Measure)[] {
  const condition = readByExpression(where, entities)
  if (per?.length === 0) return condition
  const key = per === undefined ? (entities.get(entity)?.key ?? []) : membersOf(entity, per, entities)
  if (related !== undefined) {
    const pairs = related.pairs.flatMap(({ source, fields, sourceFields }) => [
      ...membersOf(entity, fields, entities),
      ...membersOf(source, sourceFields, entities),
    ])
    const times = related.when === 'ever' ? [] : [entity, ...sources].flatMap((name) => timeOf(name, entities))
    return [...key, ...pairs, ...times, ...condition]
  }
  const paths = sources.flatMap((source) => {
    const path = findPath(entities, source, entity)
    return path.ok ? path.value : []
  })
  return [...key, ...joinedBy(paths, entities), ...condition]
}

function joinedBy(path: readonly Hop[], entities: Entities): readonly Dimension[] {
  return path.flatMap(({ from, fromFields, to, toFields }) => [
    ...membersOf(from, fromFields, entities),
    ...membersOf(to, toFields, entities),
  ])
}

function membersOf(entity: string, fields: readonly string[], entities: Entities): readonly Dimension[] {
  return fields.flatMap((field) => present(entities.get(entity)?.dimensions.get(field)))
}

/** Decides which rows exist at the question's date. */
function timeOf(entity: string, entities: Entities): readonly Dimension[] {
  return present(entities.get(entity)?.time)
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}
