/**
 * The least distance from a fixed day is the distance from the latest day, which is worked out once a group and not once a row:
 *
 *   min($1 - cast(activity_ts as date))  ->  $1 - cast(max(activity_ts) as date)
 *
 * In UTC only: local days of a zone may come twice (Alaska's in October 1867), so that the latest instant need not lie on the latest day.
 */
import { knownAggregation } from '../aggregation/index.ts'
import { referencesOf } from '../expression/references.ts'
import type { AggregateColumn, PlanExpression } from '../plan/plan.ts'

export interface Turned {
  /** What is aggregated instead. */
  readonly aggregate: Omit<AggregateColumn, 'name' | 'type'> & { readonly argument: PlanExpression }
  /** The measure, from the aggregate under the name `aggregated`. */
  readonly expression: PlanExpression
}

/** No plan has a column of this name. */
export const aggregated = ' aggregated'

const opposites = { min: 'max', max: 'min' } as const

export function turned({ aggregation, argument, where }: AggregateColumn, timeZone: string): Turned | undefined {
  const opposite = aggregation.name === 'min' || aggregation.name === 'max' ? opposites[aggregation.name] : undefined
  if (opposite === undefined || argument?.kind !== 'call' || argument.name !== '-') return undefined
  const [from, day] = argument.arguments
  if (from?.type !== 'date' || day?.type !== 'date' || referencesOf(from).length > 0) return undefined
  const isDayOfInstant = timeZone === 'UTC' && day.kind === 'cast' && day.argument.type === 'timestamp'
  const of = isDayOfInstant ? day.argument : day
  const extreme: PlanExpression = { kind: 'reference', type: of.type, reference: aggregated }
  return {
    aggregate: { aggregation: knownAggregation(opposite), argument: of, ...(where !== undefined && { where }) },
    expression: { ...argument, arguments: [from, isDayOfInstant ? { ...day, argument: extreme } : extreme] },
  }
}
