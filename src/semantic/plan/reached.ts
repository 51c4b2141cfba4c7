/**
 * The rows of an entity behind a to-many hop, made distinct by what is asked of them: joined to the row they are reached from,
 * that row stands once in every group it reaches (semantics.md, To-many dimensions), whatever its key.
 *
 *   customer --many-- order(category)   ->   customer left join (select distinct customer_id, category from order)
 */
import type { Dimension, Hop } from '../catalog/catalog.ts'
import { InternalError } from '../issues/issue.ts'
import type { RowPredicate } from '../query/resolved-query.ts'
import type { Granularity } from '../time/granularity.ts'
import { aggregate, filter, kept } from './nodes.ts'
import type { Column, Plan, PlanPredicate } from './plan.ts'
import type { Relation } from './relation.ts'

export class Reached {
  readonly #relation: Relation
  readonly #keys: readonly Column[]
  readonly #columns = new Map<string, Column>()
  readonly #conditions: PlanPredicate[] = []

  constructor(relation: Relation, keys: readonly Column[]) {
    this.#relation = relation
    this.#keys = keys
    for (const key of keys) this.#columns.set(key.name, key)
  }

  at(path: readonly Hop[], dimension: Dimension, granularity?: Granularity): Column {
    const column = this.#relation.at(path, dimension, granularity)
    this.#columns.set(column.name, column)
    return column
  }

  /** Only rows that pass are reached; gives a column that is null where none is. */
  require(predicate: RowPredicate): Column {
    this.#conditions.push(this.#relation.predicate(predicate))
    const [key] = this.#keys
    if (key === undefined) throw new InternalError('A relationship without fields')
    return key
  }

  build(): Plan {
    const rows = this.#conditions.reduce((plan, condition) => filter(plan, condition), this.#relation.build())
    const columns = [...this.#columns.values()]
    return aggregate(rows, columns.map(kept), [])
  }
}
