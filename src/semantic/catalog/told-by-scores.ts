/**
 * Conditions as functions of a few variables with few values each: the scores they read (or none), and what cannot be told from scores, as a whole.
 *
 *   ${r} >= 4 and (${days} > 30 or ${r} = 1)     variables r: 1 2 3 4 5 null,  `days > 30`: true false null
 *
 * Two such wholes are told apart by their text alone, so that more combinations are looked at than there are: never fewer.
 */
import type { Expression } from '../expression/expression.ts'
import { printExpression } from '../expression/print.ts'
import type { Catalog, Dimension, MemberReference } from './catalog.ts'
import { scoresIn } from './grouping.ts'

export type Known = number | string | boolean | null
type Condition = Expression<MemberReference>

/** Values by the name of the variable. */
export type Assignment = ReadonlyMap<string, Known>

const connectives = ['and', 'or', 'not', 'coalesce']
const numbers = ['integer', 'bigint', 'decimal', 'float']
const orders = ['<', '<=', '>', '>=', 'between']
const arithmetic = ['+', '-', '*', '/']
const equalities = ['=', '<>', 'in', 'is_null', 'is_not_null', 'is_distinct_from', 'is_not_distinct_from', 'nullif', 'coalesce']

export class Conditions {
  readonly #entities: Catalog['entities']
  readonly #told = new Map<Condition, boolean>()
  readonly #texts = new Map<Condition, string>()

  constructor({ entities }: Pick<Catalog, 'entities'>) {
    this.#entities = entities
  }

  /** Conditions of one text are one. */
  textOf(condition: Condition): string {
    const known = this.#texts.get(condition) ?? printExpression(condition, referenceText)
    this.#texts.set(condition, known)
    return known
  }

  variablesOf(condition: Condition, into: Map<string, readonly Known[]>): void {
    if (condition.kind === 'reference') {
      const dimension = this.#dimensionOf(condition.reference)
      if (dimension?.from.kind === 'score') {
        into.set(referenceText(condition.reference), [...scoresIn(dimension.from.rule), null])
        return
      }
    }
    const parts = this.#parts(condition)
    if (parts === undefined) into.set(this.textOf(condition), [true, false, null])
    else for (const part of parts) this.variablesOf(part, into)
  }

  /** Undefined where it cannot be told: a fraction that no float is. */
  valueOf(condition: Condition, values: Assignment): Known | undefined {
    switch (condition.kind) {
      case 'literal':
        return numbers.includes(condition.type) ? Number(condition.value) : condition.value
      case 'reference': {
        const value = values.get(referenceText(condition.reference))
        if (value !== undefined) return value
        const meant = this.#meaningOf(condition.reference)
        return meant === undefined ? undefined : this.valueOf(meant, values)
      }
      case 'cast':
        return this.valueOf(condition.argument, values)
      case 'case': {
        if (this.#parts(condition) === undefined) return values.get(this.textOf(condition))
        for (const { when, then } of condition.branches) {
          const isMet = this.valueOf(when, values)
          if (isMet === undefined) return undefined
          if (isMet === true) return this.valueOf(then, values)
        }
        return condition.otherwise === undefined ? null : this.valueOf(condition.otherwise, values)
      }
      case 'call':
        if (this.#parts(condition) === undefined) return values.get(this.textOf(condition))
        return called(
          condition,
          condition.arguments.map((argument) => this.valueOf(argument, values)),
        )
      default:
        return values.get(this.textOf(condition))
    }
  }

  /** What its value is made from; undefined where it is a variable as a whole. */
  #parts(condition: Condition): readonly Condition[] | undefined {
    if (condition.kind === 'literal') return []
    if (condition.kind === 'reference') {
      const meant = this.#meaningOf(condition.reference)
      return meant === undefined ? undefined : [meant]
    }
    const isChoice = condition.type === 'boolean' && condition.kind === 'call' && connectives.includes(condition.name)
    return isChoice || this.#isTold(condition) ? childrenOf(condition) : undefined
  }

  /** Whether scores alone say its value. */
  #isTold(condition: Condition): boolean {
    const known = this.#told.get(condition) ?? this.#findTold(condition)
    this.#told.set(condition, known)
    return known
  }

  #findTold(condition: Condition): boolean {
    switch (condition.kind) {
      case 'literal':
        return [...numbers, 'string', 'boolean', 'null'].includes(condition.type)
      case 'reference': {
        if (this.#dimensionOf(condition.reference)?.from.kind === 'score') return true
        const meant = this.#meaningOf(condition.reference)
        return meant !== undefined && this.#isTold(meant)
      }
      case 'cast':
        return condition.type !== 'integer' && [condition, condition.argument].every(isNumber) && this.#isTold(condition.argument)
      case 'case':
        return childrenOf(condition).every((child) => this.#isTold(child))
      case 'call': {
        const { name, arguments: given } = condition
        const isOfNumbers = [...orders, ...arithmetic].includes(name) && given.every(isNumber)
        return (isOfNumbers || [...connectives, ...equalities].includes(name)) && given.every((argument) => this.#isTold(argument))
      }
      default:
        return false
    }
  }

  #dimensionOf(reference: MemberReference): Dimension | undefined {
    return reference.kind === 'dimension' ? this.#entities.get(reference.entity)?.dimensions.get(reference.dimension) : undefined
  }

  /** The expression that a member of the same row is; behind a path there may be no row. */
  #meaningOf(reference: MemberReference): Condition | undefined {
    const from = this.#dimensionOf(reference)?.from
    return from?.kind === 'expression' && reference.kind === 'dimension' && reference.path.length === 0 ? from.expression : undefined
  }
}

function referenceText(reference: MemberReference): string {
  if (reference.kind === 'column') return `${reference.entity}:${reference.column}`
  if (reference.kind === 'measure') return `${reference.entity}.${reference.measure}()`
  return [...reference.path.map(({ name }) => name), reference.entity, reference.dimension].join('.')
}

function isNumber({ type }: Condition): boolean {
  return numbers.includes(type)
}

function childrenOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'call') return condition.arguments
  if (condition.kind === 'cast') return [condition.argument]
  if (condition.kind !== 'case') return []
  const { branches, otherwise } = condition
  return [...branches.flatMap(({ when, then }) => [when, then]), ...(otherwise === undefined ? [] : [otherwise])]
}

type Value = Known | undefined

function called({ name, type }: { readonly name: string; readonly type: string }, given: readonly Value[]): Value {
  const [x, y] = given
  switch (name) {
    case 'and':
      return connected(given, false)
    case 'or':
      return connected(given, true)
    case 'not':
      return typeof x === 'boolean' ? !x : x
    case 'coalesce':
      return given.find((value) => value !== null) ?? (given.includes(undefined) ? undefined : null)
    case 'is_null':
      return x === undefined ? undefined : x === null
    case 'is_not_null':
      return x === undefined ? undefined : x !== null
    case 'is_distinct_from':
      return given.includes(undefined) ? undefined : x !== y
    case 'is_not_distinct_from':
      return given.includes(undefined) ? undefined : x === y
    case 'in':
      return connected(
        given.slice(1).map((value) => compared('=', x, value)),
        true,
      )
    case 'between':
      return connected([compared('>=', x, y), compared('<=', x, given[2])], false)
    case 'nullif': {
      const isSame = compared('=', x, y)
      return isSame === undefined ? undefined : isSame === true ? null : x
    }
    default:
      return arithmetic.includes(name) ? computed(name, type, x, y) : compared(name, x, y)
  }
}

/** Three-valued: `decisive` wins over anything, what cannot be told over null. */
function connected(given: readonly Value[], decisive: boolean): Value {
  if (given.includes(decisive)) return decisive
  if (given.includes(undefined)) return undefined
  return given.includes(null) ? null : !decisive
}

function compared(name: string, x: Value, y: Value): Value {
  if (x === undefined || y === undefined) return undefined
  if (x === null || y === null) return null
  switch (name) {
    case '=':
      return x === y
    case '<>':
      return x !== y
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    case '>=':
      return x >= y
    default:
      return undefined
  }
}

function computed(name: string, type: string, x: Value, y: Value): Value {
  if (x === null || y === null) return null
  if (typeof x !== 'number' || typeof y !== 'number') return undefined
  if (name !== '/') return exactly(name === '+' ? x + y : name === '-' ? x - y : x * y)
  if (y === 0) return undefined
  return type === 'integer' || type === 'bigint' ? Math.trunc(x / y) : exactly(x / y)
}

/** Halves and their like: what a database makes of other fractions is not what a float is. */
function exactly(value: number): Value {
  return Number.isInteger(value * 1024) ? value : undefined
}
