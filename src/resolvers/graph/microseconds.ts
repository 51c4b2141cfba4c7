/** An instant of an answer in microseconds since 1970. A page has hundreds of them, and Temporal takes longer for each than all else that is done with it. */
import { Temporal } from 'temporal-polyfill'

/** Digits after the third are cut off by Date. */
const beyondMilliseconds = /\.\d{3}(\d{1,3})/

/** ISO 8601 with an offset. */
export function microsecondsOf(instant: string): bigint {
  const milliseconds = Date.parse(instant)
  // Offsets with seconds, as before clocks agreed on minutes, are none of Date's.
  if (Number.isNaN(milliseconds)) return Temporal.Instant.from(instant).epochNanoseconds / 1000n
  const rest = beyondMilliseconds.exec(instant)?.[1] ?? ''
  return BigInt(milliseconds) * 1000n + BigInt(rest.padEnd(3, '0'))
}
