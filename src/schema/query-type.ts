/** The root fields. */
import { catalogResolver } from '../resolvers/catalog.ts'
import { sliceResolver } from '../resolvers/slice.ts'
import type { SliceLimits } from '../resolvers/slice-query.ts'
import { createCatalogType } from './catalog-types.ts'
import { createEntityTypes } from './entity-types.ts'
import { createFilterTypes } from './filter-types.ts'
import { createDimensionTypes, createGrainType } from './grain-types.ts'
import { addGroupingFields, addMembers } from './grouping-fields.ts'
import type { Parts } from './parts.ts'
import { addRowFields, timeArguments } from './row-fields.ts'
import { addRowSlices } from './row-slice-fields.ts'
import { createSliceArguments } from './slice-arguments.ts'
import { createSliceType } from './slice-types.ts'
import { addTimelines } from './timeline-types.ts'

export interface QueryOptions extends SliceLimits {
  readonly explore: boolean
}

export function createQueryType(parts: Parts, options: QueryOptions): void {
  const { builder, vocabulary } = parts
  const dimensions = createDimensionTypes(parts)
  const grain = createGrainType(parts, dimensions)
  const catalog = createCatalogType(parts, dimensions, options)
  const slice = createSliceType(parts, grain)
  const filters = createFilterTypes(parts)
  const argumentsOf = createSliceArguments(parts, { filters, grain }, options)
  builder.queryType({
    description: 'Questions about the customer base.',
    fields: (t) => ({
      slice: t.field({
        type: slice,
        nullable: true,
        description:
          'Measures by the dimensions of `by`. The grain is an argument, so fragments and client caches cannot change it. For applications.',
        args: { ...argumentsOf.slice(), ...timeArguments(builder) },
        resolve: sliceResolver('slice', vocabulary, options),
      }),
      ...(options.explore && {
        explore: t.field({
          type: slice,
          nullable: true,
          description:
            'Measures by the dimensions selected under `rows`. Not for normalised client caches: other dimensions selected are another question. For analysts.',
          args: { ...argumentsOf.explore(), ...timeArguments(builder) },
          resolve: sliceResolver('explore', vocabulary, options),
        }),
      }),
      catalog: t.field({
        type: catalog,
        nullable: true,
        description:
          'What there is to ask: entities, dimensions, measures, and what they are made from. All but `dimensionValues` is answered without the database.',
        resolve: catalogResolver(vocabulary),
      }),
    }),
  })
  const groups = addGroupingFields(parts, filters)
  const environment = { vocabulary, limits: { maxPage: Math.min(mostInPage, options.maxLimit), maxRows: options.maxLimit } }
  const types = createEntityTypes(parts, filters, environment)
  addRowFields(parts, types, filters, environment)
  addTimelines(parts, types, environment)
  addMembers(parts, groups, types, { filters, environment })
  addRowSlices(parts, types, { slice, args: argumentsOf.slice, limits: options })
}

/** Rows of one page. */
const mostInPage = 1_000
