/** `where`: SliceFilter { and or not time customer: CustomerFilter }, and one filter per entity with its dimensions and to-one relationships. */
import type { EntityWords, Vocabulary } from '../resolvers/vocabulary.ts'
import { plainDimensions } from '../resolvers/vocabulary.ts'
import type { Builder, InputFields } from './builder.ts'
import { deprecationOf, describeEntity, describeEntityType, describeWord, sharedClock, wordDeprecation } from './describe.ts'
import { createSegmentTypes, groupTypesOf } from './group-types.ts'
import { entityFields, type Parts, typePerEntity, wordFields } from './parts.ts'

export type FilterTypes = ReturnType<typeof createFilterTypes>

export function createFilterTypes({ builder, vocabulary, filters, groups }: Parts) {
  const segments = createSegmentTypes(builder, vocabulary)
  const refs = typePerEntity(vocabulary, (words) => (isFilterable(words) ? builder.inputRef<Filter>(words.typeNames.filter) : undefined))
  const listFilter = listFilters(builder, vocabulary, refs)
  for (const words of vocabulary.entities.values()) {
    const ref = refs.get(words.field)
    if (ref === undefined) continue
    builder.inputType(ref, {
      description: describeEntityType(words.entity, 'conditions on one row'),
      fields: (t) => ({
        ...logicFields(t, ref),
        ...segmentFields(t, segments.get(words.field)),
        ...wordFields(plainDimensions(words), (word) =>
          t.field({
            type: groupTypesOf(word, groups)?.filter ?? filters.byType[word.type],
            description: describeWord(word),
            ...wordDeprecation(word),
          }),
        ),
        ...wordFields(words.relationships.values(), ({ name, target, description, cardinality }) => {
          const type = cardinality === 'one' ? refs.get(target) : listFilter(target)
          const rows = cardinality === 'one' ? 'the one row' : 'the rows'
          return type && t.field({ type, description: description ?? `Conditions on ${rows} reached by \`${name}\`.` })
        }),
      }),
    })
  }
  const ref = builder.inputRef<Filter>('SliceFilter')
  const slice = builder.inputType(ref, {
    description:
      'Conditions on rows. All given must hold; `{}` does not restrict. Conditions in one object on one entity hold for the same row.',
    fields: (t) => ({
      ...logicFields(t, ref),
      ...entityFields(vocabulary, ({ field, entity }) => {
        const type = refs.get(field)
        return type && t.field({ type, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
      time: t.field({ type: filters.time, description: sharedClock }),
    }),
  })
  return { slice, entities: refs, segments }
}

/** Types of conditions on the rows behind a to-many relationship, made when one leads to the entity. */
function listFilters(builder: Builder, vocabulary: Vocabulary, refs: ReadonlyMap<string, FilterRef>) {
  const made = new Map<string, FilterRef>()
  return (target: string): FilterRef | undefined => {
    const words = vocabulary.entities.get(target)
    const type = refs.get(target)
    const known = made.get(target)
    if (known !== undefined || words === undefined || type === undefined) return known
    const ref = builder.inputRef<Filter>(words.typeNames.listFilter)
    made.set(target, ref)
    builder.inputType(ref, {
      description: describeEntityType(words.entity, 'conditions on the rows that are reached'),
      fields: (t) => ({
        some: t.field({ type, description: 'At least one of the rows passes; `{}`: there is one.' }),
        none: t.field({ type, description: 'None of the rows passes; `{}`: there is none.' }),
        every: t.field({ type, description: 'All of the rows pass; so it is where there are none.' }),
      }),
    })
    return ref
  }
}

type Filter = Record<string, unknown>

function isFilterable({ grains, relationships }: EntityWords): boolean {
  return grains.size + relationships.size > 0
}

type FilterRef = ReturnType<Builder['inputRef']>

/** None for an entity without segments. */
function segmentFields(t: InputFields, segment: SegmentRef | undefined) {
  return (
    segment && {
      inSegment: t.field({ type: [segment], description: 'In at least one of these segments. An empty list matches nothing.' }),
      notInSegment: t.field({ type: [segment], description: 'In none of these segments. An empty list matches everything.' }),
    }
  )
}

type SegmentRef = ReturnType<Builder['enumType']>

/** What every filter has beside its own fields. */
export function logicFields(t: InputFields, ref: FilterRef) {
  return {
    and: t.field({ type: [ref], description: 'All of these hold. An empty list holds for everything.' }),
    or: t.field({ type: [ref], description: 'At least one of these holds. An empty list holds for nothing.' }),
    not: t.field({ type: ref, description: 'This does not hold.' }),
  }
}
