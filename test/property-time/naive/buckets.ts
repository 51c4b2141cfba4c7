/** The buckets of a question one after the other, whether or not anything was sold in them. Of several sizes: their combinations. */
import { Temporal } from 'temporal-polyfill'
import { type End, isEarlier, type Moment, startOfHour } from '../calendar.ts'
import type { Window } from '../model.ts'
import type { Question } from '../question.ts'
import type { World } from '../world.ts'
import { earlierEnd, type Span } from './span.ts'

export class Buckets {
  readonly #timeZone: string
  readonly #question: Question
  readonly #span: Span

  constructor(world: World, question: Question, span: Span) {
    this.#timeZone = world.timeZone
    this.#question = question
    this.#span = span
  }

  /** As JSON. */
  of(moment: Moment): string {
    return JSON.stringify(this.#question.clock.map((size) => this.#span.calendar.bucket(moment, size)))
  }

  /** The end of the window of each, from the first moment (or what is shown) to the end. */
  withWindows(first: Moment, window: Window, end: End): ReadonlyMap<string, End> {
    return this.#question.clock.includes('hour') ? this.#hoursWithWindows(first, end) : this.#daysWithWindows(first, window, end)
  }

  #hoursWithWindows(first: Moment, end: End): ReadonlyMap<string, End> {
    const { calendar } = this.#span
    const { shown } = this.#question
    const start = shown.from === undefined ? undefined : calendar.from(shown.from)
    const from = start !== undefined && calendar.isBefore(first, start) ? start.instant : instantOf(first)
    return new Map(
      this.#hours(from, end).map((hour) => [this.of(calendar.at(hour)), { day: end.day, instant: hour.add({ hours: 1 }) }] as const),
    )
  }

  #daysWithWindows(first: Moment, window: Window, end: End): ReadonlyMap<string, End> {
    const { calendar, firstShown } = this.#span
    const from = firstShown !== undefined && isEarlier(first.day, firstShown) ? firstShown : first.day
    // The last day of a bucket ends its window, unless the question ends before.
    return new Map(
      daysFrom(from, end.day).map((day) => {
        const last = earlierEnd(calendar.endOf(day), this.#span.endOfWindow(window, end))
        return [this.of({ day }), { day: day.add({ days: 1 }), instant: last.instant }] as const
      }),
    )
  }

  /** Those between the groups there are, or in what is shown. `groups`: the buckets of each, as they stand in its key. */
  between(groups: readonly (readonly (string | null)[])[]): readonly string[] {
    const { calendar, firstShown } = this.#span
    const { shown, clock } = this.#question
    if (clock.includes('hour')) return this.#shownHours()
    // Days of a group: from the latest start of its buckets on.
    const starts = groups
      .flatMap(
        (buckets) =>
          buckets
            .filter((bucket) => bucket !== null)
            .sort()
            .at(-1) ?? [],
      )
      .sort()
    const [first] = firstShown === undefined ? starts : [firstShown.toString()]
    const last = starts.at(-1)
    const tomorrow = shown.to === undefined ? undefined : earlierEnd(calendar.upTo(shown.to), calendar.asOf).day
    const end = tomorrow ?? (last === undefined ? undefined : Temporal.PlainDate.from(last).add({ days: 1 }))
    if (first === undefined || end === undefined) return []
    return [...new Set(daysFrom(Temporal.PlainDate.from(first), end).map((day) => this.of({ day })))]
  }

  /** Questions by hours say what they show. */
  #shownHours(): readonly string[] {
    const { calendar } = this.#span
    const { from, to } = this.#question.shown
    if (from === undefined || to === undefined) throw new Error('Hours without a span')
    const end = earlierEnd(calendar.upTo(to), calendar.asOf)
    return this.#hours(calendar.from(from).instant, end).map((hour) => this.of(calendar.at(hour)))
  }

  #hours(from: Temporal.Instant, end: End): readonly Temporal.Instant[] {
    const hours: Temporal.Instant[] = []
    let hour = startOfHour(from.toZonedDateTimeISO(this.#timeZone)).toInstant()
    for (; Temporal.Instant.compare(hour, end.instant) < 0; hour = hour.add({ hours: 1 })) hours.push(hour)
    return hours
  }
}

function daysFrom(first: Temporal.PlainDate, end: Temporal.PlainDate): readonly Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  for (let day = first; isEarlier(day, end); day = day.add({ days: 1 })) days.push(day)
  return days
}

function instantOf({ clock }: Moment): Temporal.Instant {
  if (clock === undefined) throw new Error('Days have no hours')
  return clock.toInstant()
}
