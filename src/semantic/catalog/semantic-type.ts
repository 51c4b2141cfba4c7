/**
 * What a value means to a tool that shows it: its type, and where it is a number what unit and format say of it.
 *
 *   decimal, unit: USD -> currency      float, format: percent -> percent      timestamp -> datetime
 */
import type { ValueType } from '../dialect/value-type.ts'

export const semanticTypes = ['text', 'number', 'percent', 'currency', 'boolean', 'date', 'datetime'] as const
export type SemanticType = (typeof semanticTypes)[number]

const ofType = {
  string: 'text',
  integer: 'number',
  bigint: 'number',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
} as const satisfies Record<ValueType, SemanticType>

/** ISO 4217. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

export function semanticTypeOf(type: ValueType, { unit, format }: { readonly unit?: string; readonly format?: string }): SemanticType {
  const plain = ofType[type]
  if (plain !== 'number') return plain
  if (unit === 'percent' || unit === '%' || format === 'percent' || format?.endsWith('%')) return 'percent'
  return format === 'currency' || (unit !== undefined && currencies.has(unit)) ? 'currency' : 'number'
}
