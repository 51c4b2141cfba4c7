/**
 * An aggregate seen from an entity: the rows of the measure's entity aggregated by this entity's key, ready to be joined to it.
 *
 *   customer.lifetime_revenue = purchase.revenue   ->   purchase grouped by purchase.customer_id (no join of customer needed)
 *
 * Computed over the whole base at asOf, whatever the question filters (semantics.md 20). Entities without rows get 0 for counts.
 */
import type { Dimension, Entity } from '../catalog/catalog.ts'
import { findPath } from '../catalog/join-graph.ts'
import { mapReferences } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { edgesOf } from '../query/asked-tests.ts'
import { type MeasureBranch, MeasureColumns } from '../query/measures.ts'
import type { Branch, RowPredicate } from '../query/resolved-query.ts'
import { type RelativeTest, relativeRange } from '../time/range.ts'
import { branchPlan } from './branch.ts'
import { dimensionOf, entityOf, type PlanContext } from './context.ts'
import { call, literal, reference } from './nodes.ts'
import type { Derive, Plan, PlanExpression } from './plan.ts'

export interface JoinedAggregate {
  /** One per entity aggregated, to be joined where the dimensions of the entity equal the keys. */
  readonly branches: readonly { readonly plan: Plan; readonly on: readonly { readonly dimension: Dimension; readonly key: string }[] }[]
  /** Counts of no rows made 0. */
  readonly filled: Derive['derived']
  readonly derived: Derive['derived']
  readonly value: PlanExpression
}

export function aggregateByKey(
  entity: Entity,
  from: Extract<Dimension['from'], { kind: 'measure' }>,
  context: PlanContext,
): JoinedAggregate {
  const measure = context.catalog.entities.get(from.measure.entity)?.measures.get(from.measure.name)
  if (measure === undefined) throw new InternalError(`No measure ${from.measure.entity}.${from.measure.name}`)
  const columns = new MeasureColumns(context.catalog, context.names)
  const column = columns.add(measure)
  const filled = new Map<string, string>()
  const filling: Derive['derived'][number][] = []
  const branches = columns.branches.map((rows) => {
    const { branch, on } = keyedBranch(rows, entity, from, context)
    for (const base of branch.measures) {
      if (base.compute.aggregation.ofNoRows === null) continue
      const filledName = context.names.allocate(base.name, 'filled')
      filled.set(base.name, filledName)
      filling.push({ name: filledName, type: base.type, expression: call('coalesce', base.type, reference(base), literal('integer', '0')) })
    }
    return { plan: branchPlan(branch, branch.measures, context, { keys: branch.keys.map((key) => key.name) }), on }
  })
  const rename = (name: string) => filled.get(name) ?? name
  return {
    branches,
    filled: filling,
    derived: columns.derived.map((derived) => {
      if (derived.kind !== 'number') throw new InternalError(`${derived.kind} per row of ${entity.name}`)
      return { ...derived, expression: mapReferences(derived.expression, rename) }
    }),
    value: reference({ name: rename(column.name), type: column.type }),
  }
}

/** Rows grouped by the fields that point to the entity: they hold what the entity is found by, so that it need not be joined. */
function keyedBranch(
  { entity: name, placement, measures }: MeasureBranch,
  entity: Entity,
  from: Extract<Dimension['from'], { kind: 'measure' }>,
  context: PlanContext,
): { readonly branch: Branch; readonly on: JoinedAggregate['branches'][number]['on'] } {
  const source = entityOf(name, context)
  const path = findPath(context.catalog.entities, name, entity.name)
  if (!path.ok) throw new InternalError(`No path from ${name} to ${entity.name}`)
  const last = path.value.at(-1)
  const pairs =
    last === undefined
      ? entity.key.map((dimension) => ({ dimension, pointing: dimension }))
      : last.toFields.map((field, index) => ({
          dimension: dimensionOf(entity, field),
          pointing: dimensionOf(entityOf(last.from, context), last.fromFields[index] ?? field),
        }))
  const keys = pairs.map(({ pointing }) => ({
    name: context.names.allocate(name, 'of', entity.name, pointing.name),
    path: path.value.slice(0, -1),
    dimension: pointing,
  }))
  const branch = {
    entity: source,
    placement,
    makesGroups: true,
    keys,
    measures,
    ...(from.where !== undefined && name === from.measure.entity && { condition: from.where }),
    ...(from.window !== undefined && { where: inWindow(source, from.window, context) }),
  }
  return { branch, on: pairs.map(({ dimension }, index) => ({ dimension, key: keys[index]?.name ?? dimension.name })) }
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
