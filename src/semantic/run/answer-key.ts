/**
 * What makes two questions one, as text: the statement, every value bound to it, how its rows are read, and whose rows the asker may see.
 *
 * Values that only say "not after the question's date" stand apart: whether they tell two questions apart depends on the rows.
 */
export interface AskedStatement {
  readonly statement: {
    readonly text: string
    readonly parameters: readonly unknown[]
    /** Parameters that are upper bounds on an entity's time, equal to asOf. */
    readonly asOfBounds: readonly AsOfBound[]
    /** All whose rows are read. */
    readonly entities: readonly string[]
    /** What is made of the rows: one object for one text, one set of columns and types, and one zone. */
    readonly reader: object
  }
  readonly limit: number
  /** The echo of the question's date: every caller gets their own. */
  readonly asOf: string
  /** Answers under one policy are for nobody else. */
  readonly policy?: string
}

export interface AsOfBound {
  /** In `parameters`, from 0. */
  readonly position: number
  readonly entity: string
}

export interface Bound {
  readonly entity: string
  readonly value: unknown
}

export interface Identity {
  /** Equal for questions that differ in their bounds alone. */
  readonly loose: string
  readonly bounds: readonly Bound[]
}

/** Readers by number: a statement has thousands of characters, and there are few. */
export class Identities {
  readonly #numbers = new WeakMap<object, number>()
  #last = 0

  /** Undefined where a value is of a kind nobody has thought of here. */
  of({ statement, limit, policy }: AskedStatement): Identity | undefined {
    const { reader, parameters, asOfBounds } = statement
    let loose = `${this.#numberOf(reader)} ${limit} ${policy === undefined ? '-' : valueText(policy)}`
    for (const [position, value] of parameters.entries()) {
      const written = asOfBounds.some((bound) => bound.position === position) ? '*' : valueText(value)
      if (written === undefined) return undefined
      loose += ` ${written}`
    }
    return { loose, bounds: asOfBounds.map(({ entity, position }) => ({ entity, value: parameters[position] })) }
  }

  /** Never given twice. */
  #numberOf(reader: object): number {
    const known = this.#numbers.get(reader)
    if (known !== undefined) return known
    this.#last += 1
    this.#numbers.set(reader, this.#last)
    return this.#last
  }
}

/** The bounds that leave rows out are part of the question, the others are not. */
export function keyOf({ loose, bounds }: Identity, saysNothing: (bound: Bound) => boolean): string | undefined {
  let key = loose
  for (const bound of bounds) {
    const written = saysNothing(bound) ? '*' : valueText(bound.value)
    if (written === undefined) return undefined
    key += ` ${written}`
  }
  return key
}

/** Different for different values: the kind first, and the length of a text before it. */
export function valueText(value: unknown): string | undefined {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`
    case 'number':
      return Object.is(value, -0) ? 'n-0' : `n${value}`
    case 'bigint':
      return `i${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      return Array.isArray(value) ? listText(value) : undefined
  }
}

function listText(values: readonly unknown[]): string | undefined {
  const written = values.map(valueText)
  return written.includes(undefined) ? undefined : `[${written.length} ${written.join(' ')}]`
}
