/** What the questions of the catalog answer: what measures can be grouped by, and which values a dimension has. */
import type { SliceDimension } from '../resolvers/dimensions-for.ts'
import type { ValuesAnswer } from '../semantic/query/values.ts'
import type { createMemberTypes } from './catalog-member-types.ts'
import type { Parts } from './parts.ts'

export function createSliceDimensionType({ builder }: Parts, dimension: ReturnType<typeof createMemberTypes>['dimension']) {
  return builder.objectRef<SliceDimension>('SliceDimension').implement({
    description: 'Something a slice of certain measures can be grouped by.',
    fields: (t) => ({
      path: t.exposeString('path', { nullable: false, description: 'Its place in a row: `customer.state`; `time` for the shared clock.' }),
      dimension: t.expose('dimension', {
        type: dimension,
        nullable: true,
        description: 'The dimension, any bucket of it included; null for the shared clock.',
      }),
      overlapping: t.exposeBoolean('overlapping', {
        nullable: false,
        description: 'Whether a row of one of the measures may stand in several of its groups, so that groups do not add up.',
      }),
    }),
  })
}

export function createDimensionValuesType({ builder }: Parts) {
  const value = builder.objectRef<ValuesAnswer['values'][number]>('DimensionValue').implement({
    description: 'A value that occurs.',
    fields: (t) => ({
      value: t.expose('value', {
        type: 'JSON',
        nullable: true,
        description: 'As a row of a slice has it, and as a condition takes it in a variable; null: rows without a value.',
      }),
      count: t.exposeInt('count', { nullable: false, description: 'How many rows of the entity of the dimension have it.' }),
    }),
  })
  return builder.objectRef<ValuesAnswer>('DimensionValues').implement({
    description: 'Values of a dimension, those that most rows have first.',
    fields: (t) => ({
      values: t.expose('values', { type: [value], nullable: false, description: 'Each once.' }),
      hasMore: t.exposeBoolean('hasMore', { nullable: false, description: 'Whether there are others.' }),
    }),
  })
}
