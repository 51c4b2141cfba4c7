/** Random choices, made from one source of randomness so that a seed repeats them. */
import type { Random } from 'fast-check'

export interface Choices {
  /** Both ends included. */
  whole(from: number, to: number): number
  /** True so many times in a hundred. */
  chance(percent: number): boolean
  pick<T>(items: readonly T[]): T
  /** So many different ones, or all there are; in the order of the list. */
  some<T>(items: readonly T[], count: number): readonly T[]
}

export function choicesFrom(random: Random): Choices {
  const whole = (from: number, to: number) => random.nextInt(from, to)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[whole(0, items.length - 1)]
    if (item === undefined) throw new Error('Nothing to pick from')
    return item
  }
  return {
    whole,
    pick,
    chance: (percent) => whole(1, 100) <= percent,
    some: (items, count) => {
      const left = items.map((_, position) => position)
      const taken: number[] = []
      while (taken.length < count && left.length > 0) taken.push(...left.splice(whole(0, left.length - 1), 1))
      return taken.sort((a, b) => a - b).flatMap((position) => items.slice(position, position + 1))
    },
  }
}
