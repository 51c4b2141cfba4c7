/** `orderBy`: one field on each level, down to a direction: `{ orderPlaced: { monetary: DESC } }`. */
import { deprecationOf, describeEntity, describeEntityType, describeWord, sharedClock, wordDeprecation } from './describe.ts'
import { entityFields, type Parts, typePerEntity, wordFields } from './parts.ts'

export function createOrderType({ builder, vocabulary, shared }: Parts) {
  const types = typePerEntity(vocabulary, ({ entity, grains, measures, typeNames }) =>
    builder.inputType(typeNames.order, {
      description: describeEntityType(entity, 'the one member to order by'),
      isOneOf: true,
      fields: (t) =>
        wordFields([...grains.values(), ...measures.values()], (word) =>
          t.field({ type: shared.direction, description: describeWord(word), ...wordDeprecation(word) }),
        ),
    }),
  )
  const time = builder.inputType('SliceTimeOrder', {
    description: 'The one bucket of the shared clock to order by.',
    isOneOf: true,
    fields: (t) => wordFields(vocabulary.time.values(), (word) => t.field({ type: shared.direction, description: describeWord(word) })),
  })
  return builder.inputType('SliceOrder', {
    description: 'One member to order by: a dimension of the grain, or any measure. Rows without a value come last.',
    isOneOf: true,
    fields: (t) => ({
      ...entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.field({ type, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
      time: t.field({ type: time, description: `A bucket of the shared clock. ${sharedClock}` }),
    }),
  })
}
