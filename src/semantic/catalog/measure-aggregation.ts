/** How a measure is computed, as the model's word for it, and how answers for parts of a group make the answer for the group. */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { type MeasureType, measureTypes } from '../model/model.ts'
import type { Catalog, Measure } from './catalog.ts'

/** The `type` of the measure in the model. */
export function measureTypeOf({ compute }: Measure, { entities }: Pick<Catalog, 'entities'>): MeasureType {
  if (compute.kind === 'aggregate') {
    const type = measureTypes.find((word) => word === compute.aggregation.name)
    if (type === undefined) throw new InternalError(`No measure type ${compute.aggregation.name}`)
    return type
  }
  if (compute.kind !== 'number') return compute.kind
  // A conversion is a number over a dimension made for it alone.
  const isConversion = referencesOf(compute.expression).some(
    (read) => read.kind === 'dimension' && entities.get(read.entity)?.dimensions.get(read.dimension)?.from.kind === 'conversion',
  )
  return isConversion ? 'conversion' : 'number'
}

/** Undefined: only the rows make it. */
export function reaggregationOf({ compute, additivity }: Measure): 'sum' | 'min' | 'max' | undefined {
  if (compute.kind !== 'aggregate') return additivity === 'additive' ? 'sum' : undefined
  return compute.semiAdditive === undefined ? compute.aggregation.combinesBy : undefined
}
