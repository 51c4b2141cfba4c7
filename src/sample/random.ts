/**
 * Numbers that look random and are the same on every machine: integer arithmetic only, no Math.random, and none of the Math functions
 * whose last digit differs between engines (pow, log, exp).
 *
 * Source: Blackman & Vigna, xoshiro128** 1.1; seeded through the finalizer of MurmurHash3.
 */
import { InternalError } from '../semantic/issues/issue.ts'

/** Items with whole-number weights, ready to draw from. */
export interface Weighted<T> {
  readonly items: readonly T[]
  /** Running totals of the weights. */
  readonly upTo: readonly number[]
}

export function weighted<T>(pairs: readonly (readonly [item: T, weight: number])[]): Weighted<T> {
  let total = 0
  const upTo = pairs.map(([, weight]) => {
    total += weight
    return total
  })
  return { items: pairs.map(([item]) => item), upTo }
}

export class Random {
  private a: number
  private b: number
  private c: number
  private d: number

  /** Each list of keys has its own sequence: `new Random(seed, customer, purpose)`. */
  constructor(...keys: readonly number[]) {
    let state = 0x9e3779b9
    for (const key of keys) state = mix(Math.imul(state, 31) + key)
    this.a = mix(state + 0x9e3779b9)
    this.b = mix(state + 0x3c6ef372)
    this.c = mix(state + 0xdaa66d2b)
    this.d = mix(state + 0x78dde6e4) | 1 // never all zero: the sequence would stay there
  }

  /** 32 bits as a whole number from 0. */
  bits(): number {
    const result = Math.imul(rotate(Math.imul(this.b, 5), 7), 9) >>> 0
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = rotate(this.d, 11)
    return result
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** A whole number from 0 up to, not including, `limit` (below 2^32). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  happens(perMille: number): boolean {
    return this.below(1000) < perMille
  }

  pick<T>(items: readonly T[]): T {
    return itemAt(items, this.below(items.length))
  }

  draw<T>(from: Weighted<T>): T {
    const point = this.below(itemAt(from.upTo, from.upTo.length - 1))
    return itemAt(from.items, indexAbove(from.upTo, point))
  }
}

/** Position of the first running total above `point`. */
export function indexAbove(upTo: ArrayLike<number>, point: number): number {
  let low = 0
  let high = upTo.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (itemAt(upTo, middle) > point) high = middle
    else low = middle + 1
  }
  return low
}

export function itemAt<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index]
  if (item === undefined) throw new InternalError(`No item ${index} in a list of ${items.length}`)
  return item
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits))
}

function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}
