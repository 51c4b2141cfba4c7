/** `columns` of a slice: what stands under `rows`, for tables and charts that do not know the query. */
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { SliceSelection } from './selection.ts'
import type { Word } from './vocabulary.ts'

export interface SliceColumn {
  /** Dotted response path from the row, aliases included. */
  readonly path: string
  readonly title: string
  readonly kind: 'dimension' | 'measure'
  readonly type: ValueType
  readonly unit: string | null
  readonly format: string | null
  /** Null for dimensions. */
  readonly additive: boolean | null
  readonly overlapping: boolean
  readonly description: string | null
}

/** In document order. The same member at the same path under several `rows` is one column. */
export function columnsOf({ rows }: SliceSelection, isOverlapping: (word: Word) => boolean): readonly SliceColumn[] {
  const columns = new Map<string, SliceColumn>()
  for (const { path, word } of rows.flatMap(({ words }) => words)) {
    const key = `${path} ${word.path}`
    if (!columns.has(key)) columns.set(key, columnOf(path, word, isOverlapping(word)))
  }
  return [...columns.values()]
}

function columnOf(path: string, word: Word, overlapping: boolean): SliceColumn {
  const measure = word.kind === 'measure' ? word.measure : undefined
  const description = word.kind === 'measure' ? word.measure.description : word.dimension?.description
  return {
    path,
    title: word.title,
    kind: word.kind === 'measure' ? 'measure' : 'dimension',
    type: word.type,
    unit: measure?.unit ?? null,
    format: measure?.format ?? null,
    additive: measure === undefined ? null : measure.additivity === 'additive',
    overlapping,
    description: description ?? null,
  }
}
