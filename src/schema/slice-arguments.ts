/** What slices are asked with: by, of, paths, where, having, orderBy, limit, fill, offset. */
import type { SliceLimits } from '../resolvers/slice-query.ts'
import type { FilterTypes } from './filter-types.ts'
import type { createGrainType } from './grain-types.ts'
import { createHavingType } from './having-types.ts'
import { createOrderType } from './order-types.ts'
import type { Parts } from './parts.ts'
import { createEntityName, createPathType } from './path-types.ts'

interface ArgumentTypes {
  readonly filters: FilterTypes
  readonly grain: ReturnType<typeof createGrainType>
}

/** Without the date and the zone: a slice of a row has those of the row. */
export function createSliceArguments(
  parts: Parts,
  { filters: { slice: where }, grain }: ArgumentTypes,
  { defaultLimit, maxLimit }: SliceLimits,
) {
  const { builder } = parts
  const having = createHavingType(parts)
  const order = createOrderType(parts)
  const entityName = createEntityName(parts)
  const path = createPathType(parts, entityName)
  const question = (grainOrder: string) =>
    builder.args((t) => ({
      of: t.field({
        type: [entityName],
        description:
          'The entities whose rows make the groups; other measures only add their values. By default those of the selected measures, so that a client that keeps answers by their arguments should say it.',
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
    }))
  const by = () => builder.args((t) => ({ by: t.field({ type: grain, required: true, description: 'What the rows stand for.' }) }))
  return {
    slice: () => ({ ...by(), ...question('entities in the order of the model, the shared clock last') }),
    explore: () => question('as selected'),
  }
}
