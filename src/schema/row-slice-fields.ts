/** `slice` of every row: measures of that row alone. */
import { asBegun } from '../resolvers/graph/begun.ts'
import { rowSliceResolver } from '../resolvers/graph/row-slice.ts'
import type { SliceArguments, SliceLimits } from '../resolvers/slice-query.ts'
import { readableEntities } from '../resolvers/vocabulary.ts'
import type { Builder } from './builder.ts'
import type { EntityTypes } from './entity-types.ts'
import type { Parts } from './parts.ts'
import type { createSliceArguments } from './slice-arguments.ts'
import type { createSliceType } from './slice-types.ts'

interface RowSliceParts {
  readonly slice: ReturnType<typeof createSliceType>
  readonly args: ReturnType<typeof createSliceArguments>['slice']
  readonly limits: SliceLimits
}

export function addRowSlices({ builder, vocabulary }: Parts, types: EntityTypes, { slice, args, limits }: RowSliceParts): void {
  const resolve = rowSliceResolver(vocabulary, limits)
  for (const { field, entity } of readableEntities(vocabulary)) {
    const ref = types.rows.get(field)
    if (ref === undefined) continue
    builder.objectFields(ref, (t) => ({
      slice: t.field({
        type: slice,
        nullable: true,
        description: `Measures of this row of ${entity.title} alone, as of its date and in its time zone. Conditions on ${entity.title} are about the row itself.`,
        args: { ...args(), ...limitArgument(builder, limits) },
        resolve: (row, asked, context, info) => asBegun(row, info, () => resolve(row, asked as SliceArguments, context, info)),
      }),
    }))
  }
}

/** Without a default in the schema: what a row may have depends on how many rows its page has. */
function limitArgument(builder: Builder, { defaultLimit, maxLimit }: SliceLimits) {
  return builder.args((t) => ({
    limit: t.field({
      type: 'Int',
      description: `The most rows to answer. The rows that a page may have share ${maxLimit} in equal parts. By default ${defaultLimit}, or the part where that is less.`,
    }),
  }))
}
