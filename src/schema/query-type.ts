/** The root fields. */
import { catalogResolver } from '../resolvers/catalog.ts'
import { sliceResolver } from '../resolvers/slice.ts'
import type { SliceLimits } from '../resolvers/slice-query.ts'
import { createCatalogType } from './catalog-types.ts'
import { createEntityTypes } from './entity-types.ts'
import { createFilterTypes, type FilterTypes } from './filter-types.ts'
import { createDimensionTypes, createGrainType } from './grain-types.ts'
import { addGroupingFields } from './grouping-types.ts'
import { createHavingType } from './having-types.ts'
import { createOrderType } from './order-types.ts'
import type { Parts } from './parts.ts'
import { createEntityName, createPathType } from './path-types.ts'
import { addRowFields } from './row-fields.ts'
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
  const slice = createSliceType(parts, grain, options)
  const filters = createFilterTypes(parts)
  const argumentsOf = createArguments(parts, filters, options)
  builder.queryType({
    description: 'Questions about the customer base.',
    fields: (t) => ({
      slice: t.field({
        type: slice,
        nullable: true,
        description:
          'Measures by the dimensions of `by`. The grain is an argument, so fragments and client caches cannot change it. For applications.',
        args: {
          by: t.arg({ type: grain, required: true, description: 'What the rows stand for.' }),
          ...argumentsOf({ grainOrder: 'entities in the order of the model, the shared clock last' }),
        },
        resolve: sliceResolver('slice', vocabulary, options),
      }),
      ...(options.explore && {
        explore: t.field({
          type: slice,
          nullable: true,
          description:
            'Measures by the dimensions selected under `rows`. Not for normalised client caches: other dimensions selected are another question. For analysts.',
          args: argumentsOf({ grainOrder: 'as selected' }),
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
  addGroupingFields(parts, filters)
  const environment = { vocabulary, limits: { maxPage: Math.min(mostInPage, options.maxLimit), maxRows: options.maxLimit } }
  const types = createEntityTypes(parts, filters, environment)
  addRowFields(parts, types, filters, environment)
  addTimelines(parts, types, environment)
}

/** Rows of one page. */
const mostInPage = 1_000

function createArguments(parts: Parts, { slice: where }: FilterTypes, { defaultLimit, maxLimit }: SliceLimits) {
  const { builder } = parts
  const having = createHavingType(parts)
  const order = createOrderType(parts)
  const entityName = createEntityName(parts)
  const path = createPathType(parts, entityName)
  return ({ grainOrder }: { readonly grainOrder: string }) =>
    builder.args((t) => ({
      of: t.field({
        type: [entityName],
        description:
          'The entities whose rows make the groups; other measures only add their values. By default those of the selected measures.',
      }),
      ...(path && {
        paths: t.field({
          type: [path],
          description: 'Which relationships to take from an entity to another, where several ways lead there.',
        }),
      }),
      where: t.field({ type: where, description: 'Conditions on rows.' }),
      ...(having && { having: t.field({ type: having, description: 'Conditions on groups.' }) }),
      orderBy: t.field({
        type: [order],
        description: `The order of the rows. Without it, and where it leaves ties: by the grain, ascending, ${grainOrder}.`,
      }),
      limit: t.field({ type: 'Int', defaultValue: defaultLimit, description: `The most rows to answer, ${maxLimit} at most.` }),
      fill: t.field({
        type: 'Boolean',
        defaultValue: false,
        description:
          'Rows for buckets of `time` in which nothing happened too, for every combination of the other dimensions that occurs: from the first bucket of the span in `where.time` (else of the data) to the last. Sums of nothing are 0 then.',
      }),
      offset: t.field({ type: 'Int', defaultValue: 0, description: 'How many rows to leave out first.' }),
      asOf: t.field({
        type: 'TimePoint',
        description: 'The date of the question: nothing later exists. Now by default, the same instant for the whole operation.',
      }),
      timeZone: t.field({ type: 'TimeZone', description: 'Where days begin. The zone of the model by default.' }),
    }))
}
