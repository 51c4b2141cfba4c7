/**
 * An aggregate seen from an entity: the rows of the measure's entity aggregated by this entity's key, ready to be joined to it.
 *
 *   customer.lifetime_revenue = purchase.revenue   ->   purchase grouped by purchase.customer_id (no join of customer needed)
 *
 * Computed over the whole base at asOf, whatever the question filters (semantics.md 20). Entities without rows get 0 for counts.
 */
import type { Dimension, Entity, Hop, MemberName } from '../catalog/catalog.ts'
import { findPath } from '../catalog/join-graph.ts'
import { mapReferences } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { edgesOf } from '../query/asked-tests.ts'
import { type MeasureBranch, MeasureColumns } from '../query/measures.ts'
import type { Branch, RowPredicate } from '../query/resolved-query.ts'
import { type RelativeTest, relativeRange } from '../time/range.ts'
import { branchPlan } from './branch.ts'
import { dimensionOf, entityOf, type PlanContext } from './context.ts'
import { call, derive, leftJoin, levelJoin, literal, reference } from './nodes.ts'
import type { Column, Plan } from './plan.ts'

type FromMeasure = Extract<Dimension['from'], { kind: 'measure' }>

/** Which rows of the measures' entities count. */
type Rows = Pick<FromMeasure, 'where' | 'window' | 'per'> & { readonly whereOf: string }

type On = readonly { readonly dimension: Dimension; readonly key: string }[]

/** Aggregates of the same rows, asked for one by one and computed in one pass over each entity they read. */
export class AggregatesByKey {
  readonly #entity: Entity
  readonly #rows: Rows
  readonly #context: PlanContext
  readonly #columns: MeasureColumns
  readonly #filled = new Map<string, string>()

  constructor(entity: Entity, from: FromMeasure, context: PlanContext) {
    this.#entity = entity
    this.#rows = { ...from, whereOf: from.measure.entity }
    this.#context = context
    this.#columns = new MeasureColumns(context.catalog, context.names)
  }

  /** Equal for aggregates of the same rows. */
  static keyOf({ measure, where, window, per }: FromMeasure): string {
    const withoutPlaces = (key: string, value: unknown) => (key === 'span' ? undefined : value)
    return JSON.stringify([where === undefined ? null : [measure.entity, where], window ?? null, per ?? null], withoutPlaces)
  }

  /** The column that will hold the measure, counts of no rows made 0. */
  add({ entity, name }: MemberName): Column {
    const measure = this.#context.catalog.entities.get(entity)?.measures.get(name)
    if (measure === undefined) throw new InternalError(`No measure ${entity}.${name}`)
    const column = this.#columns.add(measure)
    for (const base of this.#columns.branches.flatMap(({ measures }) => measures)) {
      if (base.compute.aggregation.ofNoRows === null || this.#filled.has(base.name)) continue
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
        const expression = call('coalesce', base.type, reference(base), literal('integer', '0'))
        return name === undefined ? [] : [{ name, type: base.type, expression }]
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
    const { per } = this.#rows
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
    const pairs = this.#pairs(name)
    const keys = pairs.map(({ path, pointing }) => ({
      name: this.#context.names.allocate(name, 'of', this.#entity.name, pointing.name),
      path,
      dimension: pointing,
    }))
    const source = entityOf(name, this.#context)
    const { where, whereOf, window } = this.#rows
    const branch: Branch = {
      entity: source,
      placement,
      makesGroups: true,
      keys,
      measures,
      ...(where !== undefined && name === whereOf && { condition: where }),
      ...(window !== undefined && { where: inWindow(source, window, this.#context) }),
    }
    return {
      plan: branchPlan(branch, measures, this.#context, { keys: keys.map((key) => key.name) }),
      on: pairs.map(({ dimension }, index) => ({ dimension, key: keys[index]?.name ?? dimension.name })),
    }
  }
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
