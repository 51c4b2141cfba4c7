/**
 * Column names of one statement: readable (`customer_state`), unique, and short enough that PostgreSQL does not cut them (63 bytes).
 */
const maximumBytes = 63

export class ColumnNames {
  readonly #taken: Set<string>

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken)
  }

  /** To try out names that are not taken in the end. */
  copy(): ColumnNames {
    return new ColumnNames(this.#taken)
  }

  allocate(...parts: readonly string[]): string {
    const wanted = shorten(parts.join('_'))
    let name = wanted
    for (let copy = 2; this.#taken.has(name); copy += 1) name = `${wanted.slice(0, maximumBytes - 4)}_${copy}`
    this.#taken.add(name)
    return name
  }
}

/** Names of the model are ASCII, so characters are bytes. The hash keeps long names apart that begin alike. */
function shorten(name: string): string {
  if (name.length <= maximumBytes - 4) return name
  return `${name.slice(0, maximumBytes - 13)}_${hash(name)}`
}

/** FNV-1a, 32 bits: short and the same everywhere; uniqueness is the allocator's. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
