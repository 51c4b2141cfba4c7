/** One row of an entity: what every field of its type reads. */
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { AnswerValue } from '../../semantic/query/answer.ts'
import type { EntityWords } from '../vocabulary.ts'
import type { Begun } from './begun.ts'
import type { Scope } from './scope.ts'

export interface EntityRow {
  readonly words: EntityWords
  readonly scope: Scope
  readonly values: readonly AnswerValue[]
  /** Where the value of a dimension stands, by its name; shared by the rows of an answer. */
  readonly places: ReadonlyMap<string, number>
  readonly begun?: Begun
}

/** The key of a row, or other fields it is found by. */
export type RowKey = readonly AnswerValue[]

/** A dimension by its name. What is selected is asked: a value that was not is no null. */
export function dimensionValue({ words, values, places }: EntityRow, dimension: string): AnswerValue {
  const place = places.get(dimension)
  const value = place === undefined ? undefined : values[place]
  if (value === undefined) throw new InternalError(`${words.entity.name}.${dimension} was selected and not computed.`)
  return value
}

export function dimensionValues(row: EntityRow, dimensions: readonly string[]): RowKey {
  return dimensions.map((dimension) => dimensionValue(row, dimension))
}

export function keyOf(row: EntityRow): RowKey {
  return dimensionValues(row, keyNames(row.words))
}

export function keyNames({ entity }: EntityWords): readonly string[] {
  return entity.key.map(({ name }) => name)
}

/**
 * Equal for keys that the database takes for equal: a row may point to `1` by `1.00`. `fields`: what the key has values of.
 */
export function keyPrinter(fields: readonly Dimension[]): (key: RowKey) => string {
  const isNumeric = fields.map(({ type }) => numericTypes.includes(type))
  return (key) => JSON.stringify(key.map((value, index) => (isNumeric[index] && value !== null ? plainNumber(String(value)) : value)))
}

const numericTypes: readonly ValueType[] = ['integer', 'bigint', 'decimal', 'float']

function plainNumber(text: string): string {
  const plain = text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text
  return plain === '-0' ? '0' : plain
}
