/**
 * Questions answered in parts: one statement for many slices that differ in what they are asked for alone.
 *
 *   { by: [order.customer_id, order.category], apart: [order.customer_id], limit: 3 }   three categories of each customer
 */
import type { Dimension } from '../catalog/catalog.ts'
import { InternalError, type Issue, issue } from '../issues/issue.ts'
import { isSameMember, printMember } from './grain.ts'
import type { DerivedMeasure, GrainKey } from './resolved-query.ts'
import type { SemanticQuery } from './semantic-query.ts'

/** The keys of the grain, those marked that cut the answer. What asks so is ours: a question that cannot be cut is our bug. */
export function markApart(keys: readonly GrainKey[], { by, apart }: SemanticQuery): readonly GrainKey[] {
  if (apart === undefined) return keys
  if (apart.length === 0) throw new InternalError('Parts of nothing')
  for (const member of apart) {
    if (!by.some((other) => isSameMember(other, member))) throw new InternalError(`Parts by ${printMember(member)}, which is not asked for`)
    // Buckets are what windows run along and what `fill` adds: there is no telling whose part they are.
    if (member.granularity !== undefined) throw new InternalError(`Parts by ${printMember(member)}, a bucket of time`)
  }
  return keys.map((key) => (apart.some((member) => isSameMember(member, key.member)) ? { ...key, isApart: true as const } : key))
}

/** Columns of a part's key, in its order. */
export function apartColumns(keys: readonly GrainKey[], { apart }: SemanticQuery): readonly string[] | undefined {
  return apart?.flatMap((member) => keys.find((key) => isSameMember(key.member, member))?.name ?? [])
}

/** Shares and ranks are counted within a part. */
export function withinParts(derived: readonly DerivedMeasure[], apart: readonly string[] = []): readonly DerivedMeasure[] {
  return derived.map((measure) =>
    measure.kind === 'number' ? measure : { ...measure, within: [...new Set([...apart, ...measure.within])] },
  )
}

/** A window runs along the time that tells the parts from each other: of one part alone there is none. */
export function refusedAlong({ entity, name }: Dimension): Issue {
  return issue('BAD_USER_INPUT', {
    problem: `\`${entity}.${name}\` is the time of \`${entity}\`: within one value of it there are no measures over time.`,
  })
}
