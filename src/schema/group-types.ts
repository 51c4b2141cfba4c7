/**
 * Groups of a segmentation as an enum, with the operators on it, and the segments of an entity as an enum. One set per segmentation, one per entity.
 *
 *   customer.value_segment  ->  CustomerValueSegment { CHAMPIONS OTHERS }, CustomerValueSegmentFilter { eq ne in notIn isNull }
 *   customer: vip, lapsed   ->  CustomerSegment { VIP LAPSED }
 */
import { type EntityWords, plainDimensions, segmentsOf, type Vocabulary, type Word } from '../resolvers/vocabulary.ts'
import type { Dimension, Entity, Group } from '../semantic/catalog/catalog.ts'
import { segmentationTypeNames, segmentNames } from '../semantic/catalog/names.ts'
import type { Builder } from './builder.ts'
import { describeEntityType, describeGroup, describeGroups, describeWord, wordDeprecation } from './describe.ts'
import { typePerEntity } from './parts.ts'
import { scalarOf } from './shared-types.ts'
import { equality } from './value-filters.ts'

export type GroupTypes = ReturnType<typeof createGroupTypes>

/** Of each public segmentation. */
export function createGroupTypes(builder: Builder, vocabulary: Vocabulary) {
  return new Map(
    [...vocabulary.entities.values()].flatMap((words) =>
      plainDimensions(words).flatMap(({ dimension }) =>
        dimension.groups === undefined ? [] : [[dimension, createTypes(builder, words.entity, dimension, dimension.groups)] as const],
      ),
    ),
  )
}

function createTypes(builder: Builder, entity: Entity, dimension: Dimension, groups: readonly Group[]) {
  const names = segmentationTypeNames(entity.name, dimension.name)
  const group = builder.enumType(names.group, {
    description: describeGroups(dimension, entity),
    values: Object.fromEntries(groups.map((each) => [each.value, { value: each.value, description: describeGroup(each) }])),
  })
  const filter = builder.inputType(names.filter, {
    description: `Operators on groups of ${dimension.title}. All given must hold.`,
    fields: (t) => equality(t, group),
  })
  return { group, filter }
}

/** How values of a word travel. */
export function outputTypeOf(word: Word, groups: GroupTypes) {
  return groupTypesOf(word, groups)?.group ?? scalarOf[word.type]
}

export function groupTypesOf(word: Word, groups: GroupTypes) {
  return word.kind === 'grain' && word.dimension !== undefined ? groups.get(word.dimension) : undefined
}

/** The segments of each entity that has public ones, by its field name; a value is the name of a dimension. */
export function createSegmentTypes(builder: Builder, vocabulary: Vocabulary) {
  return typePerEntity(vocabulary, (words: EntityWords) => {
    const segments = segmentsOf(words)
    if (segments.length === 0) return undefined
    return builder.enumType(segmentNames(words.entity.name).type, {
      description: describeEntityType(words.entity, 'its segments, named conditions on a row'),
      values: Object.fromEntries(
        segments.map((word) => [word.enumValue, { value: word.dimension.name, description: describeWord(word), ...wordDeprecation(word) }]),
      ),
    })
  })
}
