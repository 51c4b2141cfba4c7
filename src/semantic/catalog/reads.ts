/** What a dimension is found out from, and so what it costs to have it of one row. */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { Catalog, Dimension } from './catalog.ts'

/**
 * row: from the row itself, and what it looks up.
 * others: from rows that belong to it, as an aggregate is.
 * all: from all rows of its entity, as a score is.
 */
export type Reads = 'row' | 'others' | 'all'

const known = new WeakMap<Dimension, Reads>()

export function readsOf(dimension: Dimension, catalog: Pick<Catalog, 'entities'>): Reads {
  const found = known.get(dimension) ?? work(dimension, catalog)
  known.set(dimension, found)
  return found
}

function work({ from }: Dimension, catalog: Pick<Catalog, 'entities'>): Reads {
  switch (from.kind) {
    case 'column':
      return 'row'
    case 'expression': {
      const read = referencesOf(from.expression).map((reference): Reads => {
        if (reference.kind !== 'dimension') return 'row'
        const dimension = catalog.entities.get(reference.entity)?.dimensions.get(reference.dimension)
        if (dimension === undefined) throw new InternalError(`No dimension ${reference.entity}.${reference.dimension}`)
        return readsOf(dimension, catalog)
      })
      return read.includes('all') ? 'all' : read.includes('others') ? 'others' : 'row'
    }
    case 'measure':
    case 'pick':
      return 'others'
    case 'repeated_at':
      return from.column === undefined ? 'all' : 'row'
    case 'occurrence':
    case 'conversion':
    case 'score':
      return 'all'
  }
}
