/** Days, instants and buckets worked out one by one, for the naive evaluator. */
import { Temporal } from 'temporal-polyfill'
import type { Period, PeriodUnit, World } from './world.ts'

export const sizes = ['hour', 'day', 'week', 'month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'] as const
export type Size = (typeof sizes)[number]

/** A local day, and where sales have instants, the instant on the clock of the question's zone. */
export interface Moment {
  readonly day: Temporal.PlainDate
  readonly clock?: Temporal.ZonedDateTime
}

/** The end of some span of time: the first day and the first instant that are not in it. */
export interface End {
  readonly day: Temporal.PlainDate
  readonly instant: Temporal.Instant
}

export class Calendar {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Of text in a table. */
  moment(at: string): Moment {
    if (this.#world.clock === 'date') return { day: Temporal.PlainDate.from(at) }
    return this.at(Temporal.Instant.from(`${at.replace(' ', 'T')}Z`))
  }

  at(instant: Temporal.Instant): Moment {
    const clock = instant.toZonedDateTimeISO(this.#world.timeZone)
    return { day: clock.toPlainDate(), clock }
  }

  /** The end of what the question's date leaves visible. */
  get asOf(): End {
    return this.upTo(this.#world.asOf)
  }

  /** The end of a local day. */
  endOf(day: Temporal.PlainDate): End {
    return this.startOf(day.add({ days: 1 }))
  }

  /** What ends where a local day begins. */
  startOf(day: Temporal.PlainDate): End {
    return { day, instant: day.toZonedDateTime(this.#world.timeZone).toInstant() }
  }

  /** What ends where a condition begins, with a day or an instant. */
  from(text: string): End {
    if (!text.includes('T')) return this.startOf(Temporal.PlainDate.from(text))
    const instant = Temporal.Instant.from(text)
    return { day: this.at(instant).day, instant }
  }

  /** The end of a condition, that day or that instant included. */
  upTo(text: string): End {
    if (!text.includes('T')) return this.endOf(Temporal.PlainDate.from(text))
    const { day, instant } = this.from(text)
    return { day: day.add({ days: 1 }), instant: instant.add({ microseconds: 1 }) }
  }

  isBefore({ day, clock }: Moment, end: End): boolean {
    return clock === undefined ? isEarlier(day, end.day) : Temporal.Instant.compare(clock.toInstant(), end.instant) < 0
  }

  moved({ day, clock }: Moment, by: Period): Moment {
    return clock === undefined ? { day: day.add(durationOf(by)) } : this.at(this.later(clock.toInstant(), by))
  }

  /** Hours pass; from days on the clock of the zone is moved, which may show that time twice: the second is taken, as databases do. */
  later(instant: Temporal.Instant, { n, unit }: Period): Temporal.Instant {
    if (unit === 'hour') return instant.add({ hours: n })
    const local = instant.toZonedDateTimeISO(this.#world.timeZone).toPlainDateTime().add(durationOf({ n, unit }))
    return local.toZonedDateTime(this.#world.timeZone, { disambiguation: 'later' }).toInstant()
  }

  /** As answers have it, instants in UTC. */
  bucket({ day, clock }: Moment, size: Size): string {
    if (size !== 'hour') return this.firstDay(day, size).toString()
    if (clock === undefined) throw new Error('Days have no hours')
    return startOfHour(clock).toInstant().toString()
  }

  firstDay(day: Temporal.PlainDate, size: Exclude<Size, 'hour'>): Temporal.PlainDate {
    const { weekStart, fiscalYearStart } = this.#world
    switch (size) {
      case 'day':
        return day
      case 'week':
        return day.dayOfWeek === (weekStart === 'monday' ? 1 : 7) ? day : this.firstDay(day.subtract({ days: 1 }), 'week')
      case 'month':
        return firstOfMonths(day, 1, 1)
      case 'quarter':
        return firstOfMonths(day, 3, 1)
      case 'fiscal_quarter':
        return firstOfMonths(day, 3, fiscalYearStart)
      case 'year':
        return firstOfMonths(day, 12, 1)
      case 'fiscal_year':
        return firstOfMonths(day, 12, fiscalYearStart)
    }
  }
}

/** The first day of so many months of which one begins with the month `first`. */
function firstOfMonths(day: Temporal.PlainDate, months: number, first: number): Temporal.PlainDate {
  const sinceFirst = day.year * 12 + day.month - first
  const start = sinceFirst - (sinceFirst % months) + first - 1
  return Temporal.PlainDate.from({ year: Math.floor(start / 12), month: (start % 12) + 1, day: 1 })
}

/** Of whole hours off UTC, and of quarters of an hour. */
export function startOfHour(clock: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const { minute: minutes, second: seconds, millisecond: milliseconds, microsecond: microseconds } = clock
  return clock.subtract({ minutes, seconds, milliseconds, microseconds })
}

export function durationOf({ n, unit }: Period): Temporal.DurationLike {
  return unit === 'quarter' ? { months: 3 * n } : { [`${unit}s`]: n }
}

export function isEarlier(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) < 0
}

/** The next bucket of a size begins a period later. */
export function stepOf(size: Size): PeriodUnit {
  if (size === 'fiscal_quarter') return 'quarter'
  return size === 'fiscal_year' ? 'year' : size
}

/** Sizes whose buckets consist of buckets of the first. Weeks cross everything else; quarters of the year and of the fiscal year cross each other. */
const coarser: Readonly<Record<Size, readonly Size[]>> = {
  hour: ['day', 'week', 'month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'],
  day: ['week', 'month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'],
  week: [],
  month: ['quarter', 'fiscal_quarter', 'year', 'fiscal_year'],
  quarter: ['year'],
  fiscal_quarter: ['fiscal_year'],
  year: [],
  fiscal_year: [],
}

/** The size that the buckets of all the others consist of; undefined where they cross. */
export function finestOf(clock: readonly Size[]): Size | undefined {
  return clock.find((fine) => clock.every((other) => other === fine || coarser[fine].includes(other)))
}
