/** `orderBy` of connections: `[{ revenue: DESC }, { name: ASC }]`. One type per entity, over its dimensions. */
import { plainDimensions } from '../resolvers/vocabulary.ts'
import { describeEntityType, describeWord, wordDeprecation } from './describe.ts'
import { type Parts, typePerEntity, wordFields } from './parts.ts'

export function createRowOrderTypes({ builder, vocabulary, shared }: Parts) {
  return typePerEntity(vocabulary, (words) => {
    const dimensions = plainDimensions(words)
    if (words.entity.key.length === 0 || dimensions.length === 0) return undefined
    return builder.inputType(words.typeNames.rowOrder, {
      description: describeEntityType(words.entity, 'the one dimension to order rows by; rows without a value come last'),
      isOneOf: true,
      fields: (t) =>
        wordFields(dimensions, (word) => t.field({ type: shared.direction, description: describeWord(word), ...wordDeprecation(word) })),
    })
  })
}
