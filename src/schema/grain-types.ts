/** `by` of a slice: SliceGrain { customer: [CustomerDimension!], time: [TimeGranularity!] }. */
import { deprecationOf, describeEntity, describeEntityType, describeWord, sharedClock, wordDeprecation } from './describe.ts'
import { entityFields, type Parts, typePerEntity } from './parts.ts'

/** The dimensions of each entity that has some, by its field name. */
export function createDimensionTypes({ builder, vocabulary }: Parts) {
  return typePerEntity(vocabulary, ({ entity, grains, typeNames }) => {
    if (grains.size === 0) return undefined
    return builder.enumType(typeNames.dimension, {
      description: describeEntityType(entity, 'its dimensions and the buckets of its time dimensions'),
      values: Object.fromEntries(
        [...grains.values()].map((word) => [
          word.enumValue,
          { value: word.field, description: describeWord(word), ...wordDeprecation(word) },
        ]),
      ),
    })
  })
}

export function createGrainType({ builder, vocabulary, shared }: Parts, dimensions: ReturnType<typeof createDimensionTypes>) {
  return builder.inputType('SliceGrain', {
    description: 'What the rows of a slice stand for. `{}` is one row. A dimension named twice counts once.',
    fields: (t) => ({
      ...entityFields(vocabulary, ({ field, entity }) => {
        const type = dimensions.get(field)
        return type && t.field({ type: [type], description: describeEntity(entity), ...deprecationOf(entity) })
      }),
      time: t.field({
        type: [shared.granularity],
        description: `Buckets of the shared clock. ${sharedClock}`,
      }),
    }),
  })
}
