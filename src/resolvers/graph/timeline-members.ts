/** What is selected of each kind of thing that a source of a timeline has, and where rows of the source have it. */
import { toFieldName } from '../../semantic/catalog/names.ts'
import { type EntityWords, type Vocabulary, wordsNamed } from '../vocabulary.ts'
import { dimensionsRead, type RowSelection } from './entity-selection.ts'
import { dimensionOf } from './rows-query.ts'
import { readWith, type TimelineSource } from './timeline-sources.ts'

export interface MemberRead {
  readonly words: EntityWords
  /** What its rows are called in a stream. */
  readonly activity?: string
  /** Dimensions of the source by those of the member; undefined where more than columns is selected, which is asked for by key. */
  readonly columns: ReadonlyMap<string, string> | undefined
}

export function membersRead(source: TimelineSource, selection: RowSelection, vocabulary: Vocabulary): readonly MemberRead[] {
  return source.members.map(({ entity, activity }) => {
    const words = wordsNamed(vocabulary, toFieldName(entity))
    const columns = new Map<string, string>()
    const names = dimensionsRead(selection, words)
    for (const name of names) {
      const column = readWith(source, dimensionOf(words.entity, name))
      if (column !== undefined) columns.set(name, column.name)
    }
    return { words, ...(activity !== undefined && { activity }), columns: columns.size < names.length ? undefined : columns }
  })
}

/** Where the dimensions of a member stand in rows of its source. */
export function placesOf({ columns }: MemberRead, places: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [name, column] of columns ?? []) {
    const place = places.get(column)
    if (place !== undefined) found.set(name, place)
  }
  return found
}
