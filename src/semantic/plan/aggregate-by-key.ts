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
import { MeasureColumns } from '../query/measures.ts'
import type { Branch } from '../query/resolved-query.ts'
import { branchPlan } from './branch.ts'
import type { PlanContext } from './context.ts'
import { call, literal, reference } from './nodes.ts'
import type { Derive, Plan, PlanExpression } from './plan.ts'

export interface JoinedAggregate {
  /** One per entity aggregated; `keys` in the order of the entity's key. */
  readonly branches: readonly { readonly plan: Plan; readonly keys: readonly string[] }[]
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
  const branches = columns.entities.map((name) => {
    const branch = keyedBranch(name, entity, columns, from, context)
    for (const base of branch.measures) {
      if (base.compute.aggregation.ofNoRows === null) continue
      const filledName = context.names.allocate(base.name, 'filled')
      filled.set(base.name, filledName)
      filling.push({ name: filledName, type: base.type, expression: call('coalesce', base.type, reference(base), literal('integer', '0')) })
    }
    return {
      plan: branchPlan(branch, branch.measures, context, { keys: branch.keys.map((key) => key.name) }),
      keys: branch.keys.map((key) => key.name),
    }
  })
  const rename = (name: string) => filled.get(name) ?? name
  return {
    branches,
    filled: filling,
    derived: columns.derived.map(({ name, type, expression }) => ({ name, type, expression: mapReferences(expression, rename) })),
    value: reference({ name: rename(column.name), type: column.type }),
  }
}

function keyedBranch(
  name: string,
  entity: Entity,
  columns: MeasureColumns,
  from: Extract<Dimension['from'], { kind: 'measure' }>,
  context: PlanContext,
): Branch {
  const source = context.catalog.entities.get(name)
  if (source === undefined) throw new InternalError(`No entity ${name}`)
  const path = findPath(context.catalog.entities, name, entity.name)
  if (!path.ok) throw new InternalError(`No path from ${name} to ${entity.name}`)
  const last = path.value.at(-1)
  const keys = entity.key.map((key) => {
    const keyName = context.names.allocate(name, 'of', entity.name, key.name)
    // The field that points to the key holds the key's value: the entity itself need not be joined.
    const index = last?.toFields.indexOf(key.name) ?? -1
    const field = last === undefined ? undefined : last.fromFields[index]
    const holder = last === undefined ? undefined : context.catalog.entities.get(last.from)
    const dimension = field === undefined ? undefined : holder?.dimensions.get(field)
    return dimension === undefined
      ? { name: keyName, path: path.value, dimension: key }
      : { name: keyName, path: path.value.slice(0, -1), dimension }
  })
  return {
    entity: source,
    makesGroups: true,
    keys,
    measures: columns.baseOf(name),
    ...(from.where !== undefined && name === from.measure.entity && { condition: from.where }),
  }
}
