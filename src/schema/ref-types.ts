/** One member as an argument: `{ orderPlaced: MONETARY }`, `{ customer: STATE }`. */
import { toEnumValue } from '../semantic/catalog/names.ts'
import { deprecationOf, describeEntity, describeEntityType, describeWord, wordDeprecation } from './describe.ts'
import type { createDimensionTypes } from './grain-types.ts'
import { entityFields, type Parts, typePerEntity } from './parts.ts'

type Ref = Readonly<Record<string, unknown>>

/** Undefined for a model without public dimensions: GraphQL has no empty types. */
export function createDimensionRef({ builder, vocabulary }: Parts, types: ReturnType<typeof createDimensionTypes>) {
  if (types.size === 0) return undefined
  return builder.inputRef<Ref>('DimensionRef').implement({
    description: 'One dimension, or one bucket of a time dimension.',
    isOneOf: true,
    fields: (t) =>
      entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.field({ type, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
  })
}

/** Undefined for a model without public measures. */
export function createMeasureRef({ builder, vocabulary }: Parts) {
  const types = typePerEntity(vocabulary, ({ entity, measures, typeNames }) => {
    if (measures.size === 0) return undefined
    return builder.enumType(typeNames.measure, {
      description: describeEntityType(entity, 'its measures'),
      values: Object.fromEntries(
        [...measures.values()].map((word) => [
          toEnumValue(word.measure.name),
          { value: word.field, description: describeWord(word), ...wordDeprecation(word) },
        ]),
      ),
    })
  })
  if (types.size === 0) return undefined
  return builder.inputRef<Ref>('MeasureRef').implement({
    description: 'One measure.',
    isOneOf: true,
    fields: (t) =>
      entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.field({ type, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
  })
}
