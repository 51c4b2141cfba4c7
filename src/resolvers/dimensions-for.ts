/** `catalog { dimensionsFor }`: what a slice of these measures can be grouped by. No database is asked. */
import { failure, issue } from '../semantic/issues/issue.ts'
import { reachOf } from '../semantic/query/dimensions-for.ts'
import type { CatalogView, DimensionView } from './catalog-view.ts'
import type { InputObject } from './read-logic.ts'
import { readMeasureRef } from './read-ref.ts'
import { orThrow } from './slice.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface SliceDimension {
  /** `customer.state`; `time` for the shared clock. */
  readonly path: string
  /** Null for the shared clock. */
  readonly dimension: DimensionView | null
  readonly overlapping: boolean
}

interface DimensionsForArguments {
  readonly measures: readonly InputObject[]
}

/** In the order of the model, the shared clock last. */
export function dimensionsForResolver(vocabulary: Vocabulary) {
  return ({ entities }: CatalogView, { measures }: DimensionsForArguments): readonly SliceDimension[] => {
    if (measures.length === 0) {
      const problem = '`measures` is empty; it takes one measure or more. Every dimension there is stands under `entities`.'
      return orThrow(failure(issue('BAD_USER_INPUT', { problem })))
    }
    const reach = reachOf(
      measures.map((ref) => readMeasureRef(ref, vocabulary).measure),
      vocabulary.catalog,
    )
    const dimensions = entities.flatMap(({ name, dimensions }) => {
      const reached = reach.entities.get(name)
      return reached === undefined ? [] : dimensions.map((dimension) => ({ path: dimension.path, dimension, ...reached }))
    })
    return reach.time ? [...dimensions, { path: 'time', dimension: null, overlapping: false }] : dimensions
  }
}
