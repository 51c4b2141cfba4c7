/** The aggregations there are: one file each, and one line here. */
import { InternalError } from '../issues/issue.ts'
import type { Aggregation } from './aggregation.ts'
import { average } from './average.ts'
import { count } from './count.ts'
import { countDistinct } from './count-distinct.ts'
import { max } from './max.ts'
import { median } from './median.ts'
import { min } from './min.ts'
import { percentile } from './percentile.ts'
import { sum } from './sum.ts'

export const aggregations: readonly Aggregation[] = [count, countDistinct, sum, average, min, max, median, percentile]

export function aggregationOf(name: string): Aggregation | undefined {
  return aggregations.find((aggregation) => aggregation.name === name)
}

/** One that a plan counts on. */
export function knownAggregation(name: string): Aggregation {
  const aggregation = aggregationOf(name)
  if (aggregation === undefined) throw new InternalError(`No aggregation ${name}`)
  return aggregation
}
