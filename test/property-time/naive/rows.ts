/** The sales (or visits) of each group, for one placement in time after the other. */
import type { Placement, Window } from '../model.ts'
import type { Question } from '../question.ts'
import { customers, type Sale, type World } from '../world.ts'
import { compareMoments, type Placed } from './aggregate.ts'
import { Buckets } from './buckets.ts'
import { Span } from './span.ts'

/** By the group's key as JSON: its others, then its buckets. */
export type RowsByGroup = ReadonlyMap<string, readonly Placed[]>

export class Rows {
  readonly buckets: Buckets
  readonly #world: World
  readonly #question: Question
  readonly #span: Span
  readonly #known = new Map<string, RowsByGroup>()

  constructor(world: World, question: Question) {
    this.#world = world
    this.#question = question
    this.#span = new Span(world, question)
    this.buckets = new Buckets(world, question, this.#span)
  }

  byGroup(placement: Placement): RowsByGroup {
    const name = JSON.stringify(placement)
    const known = this.#known.get(name) ?? this.#grouped(placement)
    this.#known.set(name, known)
    return known
  }

  /** Of a window the last there is. */
  ofTotal(placement: Placement): readonly Placed[] {
    const rows = this.#rows(placement)
    const { window } = placement
    if (window === undefined) return rows
    const end = this.#span.endOfWindow(window, this.#span.end(placement))
    return rows.filter(({ moment }) => moment !== undefined && this.#span.isInWindow(moment, window, end))
  }

  #grouped(placement: Placement): RowsByGroup {
    const { window } = placement
    const { clock } = this.#question
    if (window !== undefined && clock.length > 0) return this.#inWindows(this.#rows(placement), window, placement)
    return grouped(this.ofTotal(placement), (row) => joined(this.#othersOf(row), this.#bucketsOf(row)))
  }

  /** A group for every combination of the others there is, and every bucket. */
  #inWindows(rows: readonly Placed[], window: Window, placement: Placement): RowsByGroup {
    const [first] = [...rows].sort(compareMoments)
    if (first?.moment === undefined) return new Map()
    const ends = this.buckets.withWindows(first.moment, window, this.#span.end(placement))
    return new Map(
      [...grouped(rows, (row) => this.#othersOf(row))].flatMap(([others, own]) =>
        [...ends].map(([buckets, end]) => {
          const inWindow = own.filter(({ moment }) => moment !== undefined && this.#span.isInWindow(moment, window, end))
          return [joined(others, buckets), inWindow] as const
        }),
      ),
    )
  }

  /** The rows that exist and are asked for, where the placement puts them. Without a time they are in no window and have no earlier time. */
  #rows(placement: Placement): readonly Placed[] {
    const { shift, window, of } = placement
    const { calendar } = this.#span
    const { channels, states } = this.#question
    const { sales, visits } = this.#world
    const visible = (of === 'sale' ? sales : visits.map((visit): Sale => ({ ...visit, channel: null, cents: null })))
      .filter(({ channel }) => channels === undefined || channels.includes(channel))
      .filter(({ customer }) => states === undefined || states.includes(stateOf(customer)))
      .map((sale): Placed => ({ sale, moment: sale.at === null ? undefined : calendar.moment(sale.at) }))
      .filter(({ moment }) => moment === undefined || calendar.isBefore(moment, calendar.asOf))
    if (shift === undefined && window === undefined) return visible.filter(({ moment }) => this.#span.isShown(moment))
    const end = this.#span.end(placement)
    const placed = visible
      .flatMap(({ sale, moment }) => (moment === undefined ? [] : [{ sale, moment: shift ? calendar.moved(moment, shift) : moment }]))
      .filter(({ moment }) => calendar.isBefore(moment, end))
    return window === undefined ? placed.filter(({ moment }) => this.#span.isShown(moment)) : placed
  }

  #bucketsOf({ moment }: Placed): string {
    return moment === undefined ? JSON.stringify(this.#question.clock.map(() => null)) : this.buckets.of(moment)
  }

  #othersOf({ sale: { customer, channel } }: Placed): string {
    return JSON.stringify(this.#question.others.map((other) => (other === 'channel' ? channel : stateOf(customer))))
  }
}

function stateOf(customer: number | null): string | null {
  return customer === null ? null : (customers.get(customer) ?? null)
}

function grouped(rows: readonly Placed[], keyOf: (row: Placed) => string): Map<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}

/** Two lists as JSON as one. */
export function joined(first: string, second: string): string {
  return JSON.stringify([...JSON.parse(first), ...JSON.parse(second)])
}
