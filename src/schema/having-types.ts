/** `having`: SliceHaving { and or not orderPlaced: OrderPlacedHaving }, conditions on groups by their measures. */
import { deprecationOf, describeEntity, describeEntityType, describeWord, wordDeprecation } from './describe.ts'
import { logicFields } from './filter-types.ts'
import { entityFields, type Parts, typePerEntity, wordFields } from './parts.ts'

/** Undefined for a model without public measures: GraphQL has no empty types. */
export function createHavingType({ builder, vocabulary, filters }: Parts) {
  const types = typePerEntity(vocabulary, ({ entity, measures, typeNames }) => {
    if (measures.size === 0) return undefined
    return builder.inputType(typeNames.having, {
      description: describeEntityType(entity, 'conditions on its measures in one group'),
      fields: (t) =>
        wordFields(measures.values(), (word) =>
          t.field({ type: filters.byType[word.type], description: describeWord(word), ...wordDeprecation(word) }),
        ),
    })
  })
  if (types.size === 0) return undefined
  const ref = builder.inputRef<Record<string, unknown>>('SliceHaving')
  return builder.inputType(ref, {
    description: 'Conditions on groups, by their measures. All given must hold; `{}` does not restrict. Totals cover the groups that pass.',
    fields: (t) => ({
      ...logicFields(t, ref),
      ...entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.field({ type, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
    }),
  })
}
