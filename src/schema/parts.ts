/** What the families of types are made from: one builder, the words of the model, the types all of them use. */
import type { EntityWords, Vocabulary } from '../resolvers/vocabulary.ts'
import type { Builder } from './builder.ts'
import type { GroupTypes } from './group-types.ts'
import type { SharedTypes } from './shared-types.ts'
import type { ValueFilters } from './value-filters.ts'

export interface Parts {
  readonly builder: Builder
  readonly vocabulary: Vocabulary
  readonly shared: SharedTypes
  readonly filters: ValueFilters
  readonly groups: GroupTypes
}

/** A field for each entity that has one: `customer`, `orderPlaced`. */
export function entityFields<T>(vocabulary: Vocabulary, field: (words: EntityWords) => T | undefined): Record<string, T> {
  return Object.fromEntries(
    [...vocabulary.entities.values()].flatMap((words) => {
      const made = field(words)
      return made === undefined ? [] : [[words.field, made] as const]
    }),
  )
}

/** A type for each entity that has one, by the entity's field name. */
export function typePerEntity<T>(vocabulary: Vocabulary, make: (words: EntityWords) => T | undefined): ReadonlyMap<string, T> {
  return new Map(Object.entries(entityFields(vocabulary, make)))
}

/** A field for each word: `state`, `activityTsMonth`. */
export function wordFields<W extends { readonly field: string }, T>(words: Iterable<W>, field: (word: W) => T): Record<string, T> {
  return Object.fromEntries([...words].map((word) => [word.field, field(word)]))
}
