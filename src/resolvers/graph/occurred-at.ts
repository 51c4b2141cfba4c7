/** When a row happened: the primary time of its entity as an instant. */
import { firstInstantOf } from '../../semantic/time/time-point.ts'
import { dimensionValue, type EntityRow } from './entity-row.ts'

/** ISO 8601 with the offset of the question's zone; a date is its first instant there. Null where it is unknown. */
export function readOccurredAt(row: EntityRow): string | null {
  const { time } = row.words.entity
  const value = time === undefined ? null : dimensionValue(row, time.name)
  if (value === null || time === undefined) return null
  return time.type === 'date' ? firstInstantOf(String(value), row.scope.timeZone) : String(value)
}
