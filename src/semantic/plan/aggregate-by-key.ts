/**
 * An aggregate seen from an entity: the rows of the measure's entity aggregated by this entity's key, ready to be joined to it.
 *
 *   customer.lifetime_revenue = purchase.revenue   ->   purchase grouped by purchase.customer_id (no join of customer needed)
 *
 * Computed over the whole base at asOf, whatever the question filters (semantics.md 20). Entities without rows get 0 for counts.
 */
import { list } from '../aggregation/picked.ts'
import type { Dimension, Entity, Hop, Measure, Related, RowsRead } from '../catalog/catalog.ts'
import { findPath } from '../catalog/join-graph.ts'
import { mapReferences } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { edgesOf } from '../query/asked-tests.ts'
import { type MeasureBranch, MeasureColumns } from '../query/measures.ts'
import type { BaseMeasure, Branch, RowPredicate } from '../query/resolved-query.ts'
import { type RelativeTest, relativeRange } from '../time/range.ts'
import { besideEach } from './beside-each.ts'
import { branchPlan } from './branch.ts'
import { dimensionOf, entityOf, type PlanContext } from './context.ts'
import { countedOffPlan, isCountedOff } from './counted-off.ts'
import { call, derive, leftJoin, levelJoin, literal, reference } from './nodes.ts'
import type { Column, Plan, PlanExpression } from './plan.ts'

/** Which rows of the measures' entities count. */
export type RowsOf = RowsRead & { readonly whereOf: string }

type On = readonly { readonly dimension: Dimension; readonly key: string }[]

/** Aggregates of the same rows, asked for one by one and computed in one pass over each entity they read. */
export class AggregatesByKey {
  readonly #entity: Entity
  readonly #rows: RowsOf
  readonly #context: PlanContext
  readonly #columns: MeasureColumns
  readonly #filled = new Map<string, string>()

  constructor(entity: Entity, rows: RowsOf, context: PlanContext) {
    this.#entity = entity
    this.#rows = rows
    this.#context = context
    this.#columns = new MeasureColumns(context.catalog, context.names)
  }

  /** Equal for aggregates of the same rows. */
  static keyOf({ where, whereOf, window, per, related }: RowsOf): string {
    const withoutPlaces = (key: string, value: unknown) => (key === 'span' ? undefined : value)
    return JSON.stringify([where === undefined ? null : [whereOf, where], window ?? null, per ?? null, related ?? null], withoutPlaces)
  }

  /** The column that will hold the measure, counts of no rows made 0. */
  add(measure: Measure): Column {
    const column = this.#columns.add(measure)
    for (const base of this.#columns.branches.flatMap(({ measures }) => measures)) {
      if (ofNoRows(base) === undefined || this.#filled.has(base.name)) continue
      this.#filled.set(base.name, this.#context.names.allocate(base.name, 'filled'))
    }
    return { name: this.#nameOf(column.name), type: column.type }
  }

  /** What rows of the entity are found by. */
  get keys(): readonly Dimension[] {
    return this.#columns.branches.flatMap(({ entity }) => this.#pairs(entity).map(({ dimension }) => dimension))
  }

  /** The aggregates beside rows of the entity; `at` says where its dimensions are. */
  joinTo(rows: Plan, at: (dimension: Dimension) => Column): Plan {
    const { branches } = this.#columns
    const joined = branches.reduce((input, branch) => {
      const { plan, on } = this.#branch(branch)
      const pairs = on.map(({ dimension, key }) => ({ left: at(dimension), right: key }))
      // Rows whose `per` is null are equal in it; a key never is.
      return this.#rows.per === undefined ? leftJoin(input, plan, pairs) : levelJoin(input, plan, pairs)
    }, rows)
    const filling = branches.flatMap(({ measures }) =>
      measures.flatMap((base) => {
        const name = this.#filled.get(base.name)
        const instead = ofNoRows(base)
        if (name === undefined || instead === undefined) return []
        return [{ name, type: base.type, expression: call('coalesce', base.type, reference(base), instead) }]
      }),
    )
    const derived = this.#columns.derived.map((measure) => {
      if (measure.kind !== 'number') throw new InternalError(`${measure.kind} per row of ${this.#entity.name}`)
      return { ...measure, expression: mapReferences(measure.expression, (name) => this.#nameOf(name)) }
    })
    return derive(derive(joined, filling), derived)
  }

  /** Dimensions of the entity, and what rows of `name` have in their place. */
  #pairs(name: string): readonly Pair[] {
    const { per, related } = this.#rows
    if (related !== undefined) return togetherPairs(name, this.#entity, related, this.#context)
    if (per === undefined) return pairsOf(name, this.#entity, this.#context)
    const path = per.length === 0 ? [] : pathTo(this.#entity, name, this.#context)
    return per.map((level) => {
      const dimension = dimensionOf(this.#entity, level)
      return { dimension, path, pointing: dimension }
    })
  }

  #nameOf(column: string): string {
    return this.#filled.get(column) ?? column
  }

  /** Rows grouped by the fields that point to the entity: they hold what the entity is found by, so that it need not be joined. */
  #branch({ entity: name, placement, measures }: MeasureBranch): { readonly plan: Plan; readonly on: On } {
    const { where, whereOf, window, related } = this.#rows
    const pairs = this.#pairs(name)
    const keys = pairs.map(({ path, pointing }) => ({
      name: this.#context.names.allocate(name, 'of', this.#entity.name, pointing.name),
      path,
      dimension: pointing,
    }))
    const source = entityOf(name, this.#context)
    const branch: Branch = {
      entity: source,
      placement,
      makesGroups: true,
      keys,
      measures,
      ...(where !== undefined && name === whereOf && { condition: where }),
      ...(window !== undefined && { where: inWindow(source, window, this.#context) }),
    }
    const on = pairs.map(({ dimension }, index) => ({ dimension, key: keys[index]?.name ?? dimension.name }))
    if (related !== undefined && related.when !== 'ever') return besideEach(this.#entity, branch, { when: related.when, on }, this.#context)
    return {
      plan: isCountedOff(measures)
        ? countedOffPlan(branch, this.#context)
        : branchPlan(branch, measures, this.#context, { keys: keys.map((key) => key.name) }),
      on,
    }
  }
}

/** What stands for the aggregate of no rows; null where that is null. */
function ofNoRows({ compute: { aggregation } }: BaseMeasure): PlanExpression | undefined {
  if (aggregation === list) return literal('string', '[]')
  return aggregation.ofNoRows === null ? undefined : literal('integer', String(aggregation.ofNoRows))
}

interface Pair {
  readonly dimension: Dimension
  readonly path: readonly Hop[]
  readonly pointing: Dimension
}

/** Fields of the entity, and those of the last entity on the way to it that point to them. */
function pairsOf(name: string, entity: Entity, context: PlanContext): readonly Pair[] {
  const path = pathTo(entity, name, context)
  const last = path.at(-1)
  if (last === undefined) return entity.key.map((dimension) => ({ dimension, path, pointing: dimension }))
  return last.toFields.map((field, index) => ({
    dimension: dimensionOf(entity, field),
    path: path.slice(0, -1),
    pointing: dimensionOf(entityOf(last.from, context), last.fromFields[index] ?? field),
  }))
}

/** Fields of the entity, and those of rows that belong together with it. */
function togetherPairs(name: string, entity: Entity, { pairs }: Related, context: PlanContext): readonly Pair[] {
  const source = entityOf(name, context)
  const found = pairs.find((pair) => pair.source === name)
  if (found === undefined) throw new InternalError(`Nothing says which rows of ${name} belong to a row of ${entity.name}`)
  return found.fields.map((field, index) => ({
    dimension: dimensionOf(entity, field),
    path: [],
    pointing: dimensionOf(source, found.sourceFields[index] ?? field),
  }))
}

function pathTo(entity: Entity, name: string, { catalog }: PlanContext): readonly Hop[] {
  const path = findPath(catalog.entities, name, entity.name)
  if (!path.ok) throw new InternalError(`No path from ${name} to ${entity.name}`)
  return path.value
}

/** Rows of an entity whose time lies in a window seen from the question's date. */
function inWindow({ name, time }: Entity, window: RelativeTest, context: PlanContext): RowPredicate {
  if (time === undefined) throw new InternalError(`${name} has no time`)
  const type = time.type === 'date' ? 'date' : 'timestamp'
  const range = context.time.late.map((asOf) => {
    const found = relativeRange(window, { ...context.time, asOf, of: type })
    // One that reaches back before the calendar begins leaves nothing out.
    return found.ok ? found.value : {}
  })
  return { kind: 'range', operand: { path: [], dimension: time }, type, ...edgesOf(range), negated: false }
}
