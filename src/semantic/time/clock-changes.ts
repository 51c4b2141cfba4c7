/** Whether clocks of a zone were ever set by other than whole hours in a span: hours do not follow each other evenly there. */
import { Temporal } from 'temporal-polyfill'

/** `from`, `to`: ISO instants. */
export function hasUnevenHours(timeZone: string, from: string, to: string): boolean {
  const end = Temporal.Instant.from(to)
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone)
  while (moment !== null && Temporal.Instant.compare(moment.toInstant(), end) < 0) {
    const change: Temporal.ZonedDateTime | null = moment.getTimeZoneTransition('next')
    if (change === null || Temporal.Instant.compare(change.toInstant(), end) >= 0) return false
    if ((change.offsetNanoseconds - moment.offsetNanoseconds) % 3_600_000_000_000 !== 0) return true
    moment = change
  }
  return false
}
