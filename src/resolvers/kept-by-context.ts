/**
 * What is kept for one operation, on the context that stands for it. An entry of a WeakMap lives until all memory is gone through, and with it the whole
 * operation where the value knows its context: 0.7 MB for each page of 50 with timelines.
 */
import type { Context } from './context.ts'

export class KeptByContext<T extends object> {
  readonly #key = Symbol('kept')
  readonly #make: () => T

  constructor(make: () => T) {
    this.#make = make
  }

  /** Not enumerable: a copy of a context stands for another operation. */
  of(context: Context): T {
    const known: unknown = Reflect.get(context, this.#key)
    // Nobody else has the key.
    if (known !== undefined) return known as T
    const made = this.#make()
    Object.defineProperty(context, this.#key, { value: made })
    return made
  }
}
