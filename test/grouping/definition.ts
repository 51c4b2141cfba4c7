/**
 * Scores worked out from their published definitions, in fractions: sorted values, cut points interpolated as type 7 of Hyndman and Fan does,
 * then each value beside each cut point. Nothing is ranked, so that it shares no mistake with the SQL.
 */
import { add, compareExact, type Exact, exact, multiply, subtract } from '../property/exact.ts'

export type Rule =
  | { readonly method: 'quantile'; readonly buckets: number; readonly cut: 'right' | 'left' | 'plus_one'; readonly scale: Scale }
  | { readonly method: 'ntile'; readonly buckets: number; readonly scale: Scale }
  | { readonly method: 'cumulative_share'; readonly shares: readonly Exact[]; readonly scale: Scale }
  | { readonly method: 'bands'; readonly bands: readonly { readonly score: number; readonly from?: Exact; readonly below?: Exact }[] }

/** Whether the best values are the highest, and whether they score 1 or the number of buckets. */
export interface Scale {
  readonly best: 'lowest' | 'highest'
  readonly scores: 'best_first' | 'best_last'
}

export interface Scored {
  readonly key: number
  readonly value: Exact
}

/** By key; who is not in `population` has no score. */
export function scoresBy(rule: Rule, population: readonly Scored[]): ReadonlyMap<number, number | null> {
  const values = population.map(({ value }) => value).sort(compareExact)
  switch (rule.method) {
    case 'quantile': {
      const cuts = cutPoints(values, rule.buckets)
      const hasPassed = (value: Exact, cut: Exact) => {
        if (rule.cut === 'plus_one') return compareExact(value, add(cut, exact(1n))) >= 0
        return compareExact(value, cut) >= (rule.cut === 'left' ? 0 : 1)
      }
      const bucketOf = (value: Exact) => 1 + cuts.filter((cut) => hasPassed(value, cut)).length
      return each(population, ({ value }) => named(bucketOf(value), rule.buckets, rule.scale))
    }
    case 'ntile': {
      const order = [...population].sort((a, b) => compareExact(a.value, b.value) || a.key - b.key)
      const places = new Map(order.map(({ key }, place) => [key, place]))
      return each(population, ({ key }) => named(tileOf(places.get(key) ?? 0, order.length, rule.buckets), rule.buckets, rule.scale))
    }
    case 'cumulative_share': {
      const total = sum(values)
      if (compareExact(total, exact(0n)) <= 0) return each(population, () => null)
      const isBetter = (a: Exact, b: Exact) => compareExact(a, b) * (rule.scale.best === 'highest' ? 1 : -1) > 0
      const buckets = rule.shares.length + 1
      return each(population, ({ value }) => {
        const better = sum(values.filter((other) => isBetter(other, value)))
        const place = 1 + rule.shares.filter((share) => compareExact(better, multiply(share, total)) >= 0).length
        return rule.scale.scores === 'best_first' ? place : buckets + 1 - place
      })
    }
    case 'bands':
      return each(population, ({ value }) => {
        const band = rule.bands.find(
          ({ from, below }) =>
            (from === undefined || compareExact(value, from) >= 0) && (below === undefined || compareExact(value, below) < 0),
        )
        return band?.score ?? null
      })
  }
}

/** Type 7: cut point i of b lies at place (n - 1) i / b among the values in order, counted from 0. */
export function cutPoints(sorted: readonly Exact[], buckets: number): readonly Exact[] {
  if (sorted.length === 0) return []
  return Array.from({ length: buckets - 1 }, (_, index) => {
    const place = (sorted.length - 1) * (index + 1)
    const [low, high] = [sorted[Math.floor(place / buckets)], sorted[Math.ceil(place / buckets)]]
    if (low === undefined || high === undefined) throw new Error('A place beyond the values')
    return add(low, multiply(subtract(high, low), exact(BigInt(place % buckets), BigInt(buckets))))
  })
}

/** The first tiles have one more where they cannot all be as large. */
function tileOf(place: number, rows: number, buckets: number): number {
  const [size, larger] = [Math.floor(rows / buckets), rows % buckets]
  if (place < larger * (size + 1)) return 1 + Math.floor(place / (size + 1))
  return 1 + larger + Math.floor((place - larger * (size + 1)) / size)
}

/** Buckets ascend with the values; their numbers may not. */
function named(bucket: number, buckets: number, { best, scores }: Scale): number {
  const isAscending = (best === 'highest') === (scores === 'best_last')
  return isAscending ? bucket : buckets + 1 - bucket
}

function each(population: readonly Scored[], scoreOf: (row: Scored) => number | null): ReadonlyMap<number, number | null> {
  return new Map(population.map((row) => [row.key, scoreOf(row)]))
}

function sum(values: readonly Exact[]): Exact {
  return values.reduce(add, exact(0n))
}
