/** Values of sales that stand in one group. */
import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../calendar.ts'
import type { Base, Recipe } from '../model.ts'
import type { Value } from '../question.ts'
import type { Sale } from '../world.ts'

/** A sale (or a visit, which sells nothing) where it stands in time; some have none. */
export interface Placed {
  readonly sale: Sale
  readonly moment: Moment | undefined
}

export function valueOver(base: Base, rows: readonly Placed[]): Value {
  const amounts = rows.flatMap(({ sale }) => sale.cents ?? []).sort((a, b) => a - b)
  switch (base) {
    case 'sales':
    case 'visits':
      return rows.length
    case 'web_sales':
      return rows.filter(({ sale }) => sale.channel === 'web').length
    case 'buyers':
      return new Set(rows.flatMap(({ sale }) => sale.customer ?? [])).size
    case 'revenue':
      return ofSome(amounts, () => amounts.reduce((sum, each) => sum + each, 0) / 100)
    case 'highest':
      return ofSome(amounts, () => (amounts.at(-1) ?? 0) / 100)
    case 'middle':
      return ofSome(amounts, () => {
        const half = (amounts.length - 1) / 2
        return ((amounts[Math.floor(half)] ?? 0) + (amounts[Math.ceil(half)] ?? 0)) / 200
      })
  }
}

function ofSome(amounts: readonly number[], value: () => number): Value {
  return amounts.length === 0 ? null : value()
}

export function compared(kind: 'difference' | 'growth', now: Value, before: Value): Value {
  if (now === null || before === null) return null
  return kind === 'difference' ? now - before : ratio(now - before, before)
}

export function ratio(part: Value, whole: Value): Value {
  return part === null || whole === null || whole === 0 ? null : part / whole
}

/** The sales of the last (or first) moment, of each channel where the balance is kept per channel. */
export function kept({ keep, per }: Extract<Recipe, { readonly kind: 'balance' }>, rows: readonly Placed[]): readonly Placed[] {
  const timed = rows.filter(({ moment }) => moment !== undefined)
  return timed.filter((row) => {
    const peers = timed.filter(({ sale }) => per === undefined || sale.channel === row.sale.channel)
    return peers.every((peer) => (keep === 'last' ? compareMoments(peer, row) <= 0 : compareMoments(peer, row) >= 0))
  })
}

/** Of sales that have a time. */
export function compareMoments(a: Placed, b: Placed): number {
  const [one, other] = [a.moment, b.moment]
  if (one === undefined || other === undefined) throw new Error('A sale without a time')
  if (one.clock !== undefined && other.clock !== undefined) return Temporal.ZonedDateTime.compare(one.clock, other.clock)
  return Temporal.PlainDate.compare(one.day, other.day)
}
