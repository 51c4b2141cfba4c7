/**
 * Rows grouped by the key of an entity they point to are grouped by the pointing field first, and the entity is joined to the groups: millions of
 * rows need no join. Rows that point to nothing meet in the null group afterwards, so every measure must combine.
 *
 *   revenue by customer (id, name)   ->   revenue by order.customer_id, left join customer, sum by id and name
 */
import type { Hop } from '../catalog/catalog.ts'
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { BaseMeasure, Branch, BranchKey } from '../query/resolved-query.ts'
import { branchPlan, keyColumn, pathsOf } from './branch.ts'
import { Aliases, dimensionOf, entityOf, type PlanContext } from './context.ts'
import { combined } from './dedupe-first.ts'
import { aggregate, leftJoin, reference } from './nodes.ts'
import type { Aggregate, Column, Plan } from './plan.ts'
import { Relation } from './relation.ts'

/** Undefined where it does not apply, or would read more than the join saves. */
export function aggregateFirst(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext): Aggregate | undefined {
  const hops = pointedHops(branch, context)
  if (hops.length === 0 || !isOwnOnly(branch) || !measures.every(combines)) return undefined
  const own = branch.keys.filter(({ path }) => path.length === 0)
  const fields = hops.map((hop) => hop.fromFields.map((name) => fieldKey(branch, name, context)))
  const keys = [...own, ...fields.flat()]
  const grouped = branchPlan({ ...branch, keys }, measures, context, { keys: keys.map(({ name }) => name) })
  const aliases = new Aliases()
  let plan: Plan = grouped
  const joined = new Map<string, Relation>()
  const relations = hops.map((hop, index) => {
    const relation = new Relation(entityOf(hop.to, context), context, 'all', aliases, hop.name)
    joined.set(hop.name, relation)
    const targets = hop.toFields.map((name) => relation.dimension(dimensionOf(entityOf(hop.to, context), name)).name)
    return { relation, targets, fields: fields[index] ?? [] }
  })
  const outer = branch.keys.map((key) => {
    const [hop, ...rest] = key.path
    const relation = hop && joined.get(hop.name)
    const column: Column | undefined = relation?.at(rest, key.dimension)
    if (column !== undefined) return keyColumn(key, column)
    const found = grouped.keys.find(({ name }) => name === key.name)
    if (found === undefined) throw new InternalError(`Key ${key.name} is not grouped by`)
    return { name: found.name, type: found.type, expression: reference(found) }
  })
  for (const { relation, targets, fields: pointing } of relations) {
    plan = leftJoin(
      plan,
      relation.build(),
      pointing.map((field, index) => ({ left: { name: field.name, type: field.dimension.type }, right: targets[index] ?? field.name })),
    )
  }
  return aggregate(
    plan,
    outer,
    measures.map(({ name, type, compute }) => combined({ name, type, aggregation: compute.aggregation })),
  )
}

/** The to-one hops out of the branch's entity whose target's whole key is in the grain; none when some key is reached otherwise. */
function pointedHops(branch: Branch, context: PlanContext): readonly Hop[] {
  const reached = branch.keys.filter(({ path }) => path.length > 0)
  const hops = [...new Set(reached.flatMap(({ path }) => path[0] ?? []))]
  const isPointed = (hop: Hop) =>
    hop.cardinality === 'one' &&
    entityOf(hop.to, context).key.length === hop.toFields.length &&
    entityOf(hop.to, context).key.every(
      (part) =>
        hop.toFields.includes(part.name) &&
        reached.some((key) => key.path.length === 1 && key.path[0] === hop && key.dimension === part && key.granularity === undefined),
    )
  const isToOne = reached.every(({ path }) => path.every((hop) => hop.cardinality === 'one'))
  return isToOne && hops.every(isPointed) ? hops : []
}

/** A condition on what a row points to may leave few rows: then joining first is the better plan. */
function isOwnOnly({ where, condition, measures }: Branch): boolean {
  const readsOwn = measures.every(({ compute }) =>
    [compute.argument, compute.where].every(
      (expression) =>
        expression === undefined || referencesOf(expression).every((member) => member.kind !== 'dimension' || member.path.length === 0),
    ),
  )
  return condition === undefined && readsOwn && (where === undefined || pathsOf(where).every((path) => path.length === 0))
}

function combines({ compute }: BaseMeasure): boolean {
  return compute.aggregation.combinesBy !== undefined
}

function fieldKey(branch: Branch, field: string, context: PlanContext): BranchKey {
  return { name: context.names.allocate(branch.entity.name, field), path: [], dimension: dimensionOf(branch.entity, field) }
}
