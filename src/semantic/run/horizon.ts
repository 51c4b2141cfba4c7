/** How late the latest row of an entity is, and whether "not after the question's date" leaves any row out. */

/** A day or an instant as text that orders as time does; nothing: there is no row with a time; `endless`: rows may be as late as any. */
export type Horizon = string | typeof noTimes | typeof endless

export const noTimes: unique symbol = Symbol('no row has a time')
export const endless: unique symbol = Symbol('later than any date')

const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|[+-]00(?::?00)?)?)?$/

/** Days and instants in UTC as drivers and questions write them, made alike. Undefined: before the year 1, after 9999, infinity. */
export function comparable(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? written.exec(value) : null
  if (parts === null) return undefined
  const [, day, clock, fraction = ''] = parts
  return clock === undefined ? day : `${day}T${clock}.${fraction.padEnd(6, '0')}`
}

/** Whether every row lies before a bound; a day and an instant do not compare. */
export function liesBefore(horizon: Horizon, bound: unknown): boolean {
  if (typeof horizon === 'symbol') return horizon === noTimes
  const end = comparable(bound)
  return end !== undefined && end.length === horizon.length && horizon < end
}
