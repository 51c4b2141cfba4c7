/**
 * What a measure is computed from: the entities whose rows are aggregated, and what stands outside of aggregates.
 *
 *   order.rejection_rate = ${order.rejections} / ${visit.visits}   ->   order, visit
 */
import type { Expression } from '../expression/expression.ts'
import { aggregatesOf, childrenOf, referencesOf } from '../expression/references.ts'
import type { Measure, MemberReference } from './catalog.ts'

export type FindMeasure = (entity: string, measure: string) => Measure | undefined

export function sourceEntities({ entity, compute }: Measure, find: FindMeasure): ReadonlySet<string> {
  if (compute.kind === 'aggregate') return new Set([entity])
  if (compute.kind !== 'number') {
    const of = find(compute.of.entity, compute.of.name)
    return of === undefined ? new Set() : sourceEntities(of, find)
  }
  const own = aggregatesOf(compute.expression).length > 0 ? [entity] : []
  const read = referencesOutsideAggregates(compute.expression).flatMap((reference) => {
    const measure = reference.kind === 'measure' ? find(reference.entity, reference.measure) : undefined
    return measure === undefined ? [] : [...sourceEntities(measure, find)]
  })
  return new Set([...own, ...read])
}

/** The measure, and every measure that it is computed from. */
export function measuresRead(measure: Measure, find: FindMeasure): readonly Measure[] {
  const { compute } = measure
  if (compute.kind === 'aggregate') return [measure]
  const names =
    compute.kind === 'number'
      ? referencesOf(compute.expression).flatMap((read) => (read.kind === 'measure' ? [{ entity: read.entity, name: read.measure }] : []))
      : [compute.of]
  return [
    measure,
    ...names.flatMap(({ entity, name }) => {
      const read = find(entity, name)
      return read === undefined ? [] : measuresRead(read, find)
    }),
  ]
}

/** False for constants: a number that reads nothing has no rows that could make its groups. */
export function readsMeasure(expression: Expression<MemberReference>): boolean {
  return aggregatesOf(expression).length > 0 || referencesOf(expression).some(({ kind }) => kind === 'measure')
}

/** The first value per row that no aggregate makes a value per group. */
export function dimensionOutsideAggregate(expression: Expression<MemberReference>): string | undefined {
  for (const reference of referencesOutsideAggregates(expression)) {
    if (reference.kind === 'column') return reference.column
    if (reference.kind === 'dimension') return `${reference.entity}.${reference.dimension}`
  }
  return undefined
}

function referencesOutsideAggregates(expression: Expression<MemberReference>): readonly MemberReference[] {
  if (expression.kind === 'aggregate') return []
  if (expression.kind === 'reference') return [expression.reference]
  return childrenOf(expression).flatMap(referencesOutsideAggregates)
}
