/**
 * The answer to a question about measures over time, from the rows in plain TypeScript: every window looks at every sale.
 * What an answer means is said in docs/semantics.md.
 */
import { type Level, type Placement, type Recipe, recipesOf } from '../model.ts'
import type { Answer, Groups, Question, Value } from '../question.ts'
import type { World } from '../world.ts'
import { compared, kept, ratio, valueOver } from './aggregate.ts'
import { joined, Rows } from './rows.ts'

export function evaluate(world: World, question: Question): Answer {
  const naive = new Naive(world, question)
  return { groups: naive.groups(), totals: question.measures.map((name) => naive.total(name)) }
}

class Naive {
  readonly #question: Question
  readonly #recipes: Readonly<Record<string, Recipe>>
  readonly #rows: Rows
  readonly #keys: readonly string[]

  constructor(world: World, question: Question) {
    this.#question = question
    this.#recipes = recipesOf(world)
    this.#rows = new Rows(world, question)
    const { measures, others, clock, fill } = question
    const occurring = measures.flatMap((name) => this.#placementsOf(name)).flatMap((placement) => [...this.#rows.byGroup(placement).keys()])
    const isOne = others.length + clock.length === 0
    const keys = isOne ? ['[]'] : [...new Set(occurring)]
    this.#keys = fill ? [...new Set([...keys, ...this.#filled(keys)])] : keys
  }

  groups(): Groups {
    return new Map(this.#keys.map((key) => [key, this.#question.measures.map((name) => this.#value(name, key))]))
  }

  total(name: string): Value {
    const recipe = this.#recipe(name)
    switch (recipe.kind) {
      case 'aggregate':
        return valueOver(recipe.base, this.#rows.ofTotal(recipe.placement))
      case 'balance':
        return valueOver('revenue', kept(recipe, this.#rows.ofTotal({ of: 'sale' })))
      case 'difference':
      case 'growth':
        return compared(recipe.kind, this.total(recipe.now), this.total(recipe.before))
      case 'ratio':
        return ratio(this.total(recipe.part), this.total(recipe.whole))
      case 'share':
        return ratio(this.total(recipe.of), this.total(recipe.of))
      case 'rank':
        return null
    }
  }

  #value(name: string, key: string): Value {
    const recipe = this.#recipe(name)
    switch (recipe.kind) {
      case 'aggregate': {
        const value = valueOver(recipe.base, this.#rows.byGroup(recipe.placement).get(key) ?? [])
        return this.#question.fill && recipe.base === 'revenue' ? (value ?? 0) : value
      }
      case 'balance':
        return valueOver('revenue', kept(recipe, this.#rows.byGroup({ of: 'sale' }).get(key) ?? []))
      case 'difference':
      case 'growth':
        return compared(recipe.kind, this.#value(recipe.now, key), this.#value(recipe.before, key))
      case 'ratio':
        return ratio(this.#value(recipe.part, key), this.#value(recipe.whole, key))
      case 'share':
        return ratio(this.#value(recipe.of, key), this.#whole(recipe.of, key, recipe.within))
      case 'rank':
        return this.#rank(recipe.of, key, recipe.within)
    }
  }

  /** Of all groups together there is no rank. */
  #rank(name: string, key: string, within: readonly Level[]): Value {
    const own = this.#value(name, key)
    if (own === null || key === '[]') return null
    const others = this.#keys.filter((other) => this.#level(other, within) === this.#level(key, within))
    return 1 + others.filter((other) => (this.#value(name, other) ?? Number.NEGATIVE_INFINITY) > own).length
  }

  /** Of the rows of all groups of the level. */
  #whole(name: string, key: string, within: readonly Level[]): Value {
    const recipe = this.#recipe(name)
    if (recipe.kind !== 'aggregate') throw new Error(`A share of ${name}`)
    const level = this.#level(key, within)
    const groups = [...this.#rows.byGroup(recipe.placement)].filter(([other]) => this.#level(other, within) === level)
    return valueOver(
      recipe.base,
      groups.flatMap(([, rows]) => rows),
    )
  }

  #level(key: string, within: readonly Level[]): string {
    const names: readonly string[] = [...this.#question.others, ...this.#question.clock]
    const values: readonly unknown[] = JSON.parse(key)
    return JSON.stringify(within.map((level) => values[names.indexOf(level)]))
  }

  /** Every bucket for every combination of the others there is; without others there is one, of no sales too. */
  #filled(keys: readonly string[]): readonly string[] {
    const { others } = this.#question
    const known = keys.map((key): readonly (string | null)[] => JSON.parse(key))
    const buckets = this.#rows.buckets.between(known.map((key) => key.slice(others.length)))
    const combinations = new Set(others.length === 0 ? ['[]'] : known.map((key) => JSON.stringify(key.slice(0, others.length))))
    return [...combinations].flatMap((combination) => buckets.map((bucket) => joined(combination, bucket)))
  }

  /** Of every aggregate a measure is computed from. */
  #placementsOf(name: string): readonly Placement[] {
    const recipe = this.#recipe(name)
    switch (recipe.kind) {
      case 'aggregate':
        return [recipe.placement]
      case 'balance':
        return [{ of: 'sale' }]
      case 'difference':
      case 'growth':
        return [recipe.now, recipe.before].flatMap((part) => this.#placementsOf(part))
      case 'ratio':
        return [recipe.part, recipe.whole].flatMap((part) => this.#placementsOf(part))
      case 'share':
      case 'rank':
        return this.#placementsOf(recipe.of)
    }
  }

  #recipe(name: string): Recipe {
    const recipe = this.#recipes[name]
    if (recipe === undefined) throw new Error(`No measure ${name}`)
    return recipe
  }
}
