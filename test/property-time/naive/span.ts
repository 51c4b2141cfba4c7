/** Where the time of a question ends, what of it is shown, and what lies in a window. */
import { Temporal } from 'temporal-polyfill'
import { Calendar, durationOf, type End, finestOf, isEarlier, type Moment, startOfHour } from '../calendar.ts'
import type { Placement, Window } from '../model.ts'
import type { Question } from '../question.ts'
import type { World } from '../world.ts'

export class Span {
  readonly calendar: Calendar
  readonly #timeZone: string
  readonly #question: Question

  constructor(world: World, question: Question) {
    this.calendar = new Calendar(world)
    this.#timeZone = world.timeZone
    this.#question = question
  }

  isShown(moment: Moment | undefined): boolean {
    const { from, to } = this.#question.shown
    if (from === undefined && to === undefined) return true
    if (moment === undefined) return false
    const hasBegun = from === undefined || !this.calendar.isBefore(moment, this.calendar.from(from))
    return hasBegun && (to === undefined || this.calendar.isBefore(moment, this.calendar.upTo(to)))
  }

  /** The first day that is shown: a bucket that is shown in part is shown. */
  get firstShown(): Temporal.PlainDate | undefined {
    const { shown, clock } = this.#question
    if (shown.from === undefined) return undefined
    const { day } = this.calendar.from(shown.from)
    const finest = finestOf(clock)
    return finest === undefined || finest === 'hour' ? day : this.calendar.firstDay(day, finest)
  }

  /** Nothing is later than the question's date; an earlier period is whole up to the bucket that date lies in. */
  end({ shift, window }: Placement): End {
    const { clock, shown } = this.#question
    const { asOf } = this.calendar
    const end = shift !== undefined && clock.length > 0 ? this.#endOfBucket(asOf) : asOf
    if (window === undefined || shown.to === undefined) return end
    return earlierEnd(end, this.calendar.upTo(shown.to))
  }

  #endOfBucket(end: End): End {
    const finest = finestOf(this.#question.clock)
    if (finest === 'hour') return this.#endOfHour(end)
    // Of sizes that cross each other, such as weeks and months, days are what their buckets are made of.
    if (finest === undefined) return this.calendar.startOf(end.day)
    const yesterday = end.day.subtract({ days: 1 })
    let day = end.day
    while (this.calendar.bucket({ day }, finest) === this.calendar.bucket({ day: yesterday }, finest)) day = day.add({ days: 1 })
    return this.calendar.startOf(day)
  }

  /** Windows that are counted in hours, or end with one, are whole hours. */
  endOfWindow(window: Window, end: End): End {
    return this.#isByHours(window) ? this.#endOfHour(end) : end
  }

  #isByHours(window: Window): boolean {
    return this.#question.clock.includes('hour') || (window.kind !== 'all' && window.unit === 'hour')
  }

  #endOfHour({ day, instant }: End): End {
    const last = instant.subtract({ microseconds: 1 }).toZonedDateTimeISO(this.#timeZone)
    return { day, instant: startOfHour(last).add({ hours: 1 }).toInstant() }
  }

  isInWindow(moment: Moment, window: Window, end: End): boolean {
    if (!this.calendar.isBefore(moment, end)) return false
    switch (window.kind) {
      case 'all':
        return true
      case 'last': {
        const day = end.day.subtract(durationOf(window))
        if (!this.#isByHours(window)) return !isEarlier(moment.day, day)
        const instant = this.calendar.later(end.instant, { n: -window.n, unit: window.unit })
        return !this.calendar.isBefore(moment, { day, instant })
      }
      case 'to_date': {
        const isByHours = this.#isByHours(window)
        const last = isByHours ? this.calendar.at(end.instant.subtract({ microseconds: 1 })) : { day: end.day.subtract({ days: 1 }) }
        return this.calendar.bucket(moment, window.unit) === this.calendar.bucket(last, window.unit)
      }
    }
  }
}

export function earlierEnd(a: End, b: End): End {
  return {
    day: isEarlier(a.day, b.day) ? a.day : b.day,
    instant: Temporal.Instant.compare(a.instant, b.instant) < 0 ? a.instant : b.instant,
  }
}
