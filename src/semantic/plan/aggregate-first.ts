/**
 * Rows grouped by the key of an entity they point to are grouped by the pointing field first, and the entity is joined to the groups: millions of
 * rows need no join. Rows that point to nothing are one group in the end.
 *
 *   revenue by customer (id, name)   ->   revenue by order.customer_id, left join customer; beside those that met one the sum of the others
 *   median by customer (id, name)    ->   median by order.customer_id, left join customer where there is one; beside them the median of all other rows
 */
import type { Hop } from '../catalog/catalog.ts'
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { allOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey } from '../query/resolved-query.ts'
import { bucketType } from '../time/granularity.ts'
import { branchPlan, keyColumn, pathsOf } from './branch.ts'
import { Aliases, dimensionOf, entityOf, type PlanContext } from './context.ts'
import { combined } from './dedupe-first.ts'
import { aggregate, columnOf, derive, filter, kept, leftJoin, literal, merge, named, project } from './nodes.ts'
import type { Aggregate, Column, Merge, Plan, RelatedRows } from './plan.ts'
import { Relation } from './relation.ts'

/** Undefined where it does not apply, or would read more than the join saves. */
export function aggregateFirst(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext): Plan | undefined {
  const hops = pointedHops(branch, context)
  const [hop, ...otherHops] = hops
  if (hop === undefined || !isOwnOnly(branch)) return undefined
  if (measures.every(combines)) return metAndOthers(joinedGroups(branch, hops, measures, context), branch, measures)
  return otherHops.length > 0 ? undefined : matchedAndOthers(branch, hop, measures, context)
}

interface JoinedGroups {
  /** A group for each value of the pointing fields, and what they point to beside it. */
  readonly grouped: Aggregate
  readonly plan: Plan
  /** The branch's keys, read from there. */
  readonly keys: Aggregate['keys']
  /** For each hop the fields it leads by, as columns of `grouped` and of the target. */
  readonly links: readonly (readonly { readonly pointing: string; readonly target: string }[])[]
}

function joinedGroups(branch: Branch, hops: readonly Hop[], measures: readonly BaseMeasure[], context: PlanContext): JoinedGroups {
  const own = branch.keys.filter(({ path }) => path.length === 0)
  const fields = hops.map((hop) => hop.fromFields.map((name) => fieldKey(branch, name, context)))
  const groupedBy = [...own, ...fields.flat()]
  const grouped = branchPlan({ ...branch, keys: groupedBy }, measures, context, { keys: groupedBy.map(({ name }) => name) })
  const aliases = new Aliases()
  const relations = new Map(hops.map((hop) => [hop.name, new Relation(entityOf(hop.to, context), context, 'all', aliases, hop.name)]))
  const links = hops.map((hop, index) =>
    hop.toFields.map((name, position) => ({
      pointing: fields[index]?.[position]?.name ?? name,
      target: relationOf(hop, relations).dimension(dimensionOf(entityOf(hop.to, context), name)).name,
    })),
  )
  const keys = branch.keys.map((key) => {
    const [hop, ...rest] = key.path
    if (hop !== undefined) return keyColumn(key, relationOf(hop, relations).at(rest, key.dimension))
    return kept(columnOf(key.name, grouped))
  })
  const plan = hops.reduce<Plan>(
    (input, hop, index) =>
      leftJoin(
        input,
        relationOf(hop, relations).lookedUp(),
        (links[index] ?? []).map(({ pointing, target }) => ({ left: columnOf(pointing, grouped), right: target })),
      ),
    grouped,
  )
  return { grouped, plan, keys, links }
}

/** Groups that met their entities are finished; those that point to nothing become one, which few or none are. */
function metAndOthers({ plan, keys }: JoinedGroups, branch: Branch, measures: readonly BaseMeasure[]): Plan {
  const values = measures.map(({ name }) => kept(columnOf(name, plan)))
  const groups = named(project(plan, [...keys, ...values]), `${branch.entity.name}_groups`)
  const found = branch.keys.filter(
    ({ path: [hop, ...rest], dimension, granularity }) =>
      hop !== undefined && rest.length === 0 && granularity === undefined && hop.toFields.includes(dimension.name),
  )
  const isNull = (negated: boolean) => found.map(({ name }) => ({ kind: 'isNull' as const, operand: name, negated }))
  return merge(
    [
      { plan: filter(groups, allOf<string, RelatedRows>(isNull(true))), makesGroups: true },
      {
        plan: aggregate(
          filter(groups, { kind: 'or', predicates: isNull(false) }),
          keys.map(kept),
          measures.map(({ name, type, compute }) => combined({ name, type, aggregation: compute.aggregation })),
        ),
        makesGroups: true,
      },
    ],
    mergedKeys(branch),
    measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
    { disjoint: true },
  )
}

/**
 * Where measures do not combine: groups that met their entity are finished; the rows that point to nothing are read again, and only if there are any.
 */
function matchedAndOthers(branch: Branch, hop: Hop, measures: readonly BaseMeasure[], context: PlanContext): Plan {
  const { grouped, plan, keys, links } = joinedGroups(branch, [hop], measures, context)
  const [link = []] = links
  const met = allOf<string, RelatedRows>(link.map(({ target }) => ({ kind: 'isNull' as const, operand: target, negated: true })))
  const pointsToNothing = { kind: 'exists' as const, rows: { path: [], hop }, negated: true }
  const others = branchPlan(
    {
      ...branch,
      keys: branch.keys.filter(({ path }) => path.length === 0),
      where: allOf([...(branch.where === undefined ? [] : [branch.where]), pointsToNothing]) ?? pointsToNothing,
    },
    measures,
    context,
    { keys: branch.keys.map(({ name }) => name) },
  )
  const target = new Relation(entityOf(hop.to, context), context, 'all', new Aliases(), hop.name)
  const on = hop.toFields.map((name, index) => ({
    outer: link[index]?.pointing ?? name,
    inner: target.dimension(dimensionOf(target.entity, name)).name,
  }))
  const unmet = filter(grouped, { kind: 'exists', rows: { plan: target.build(), on }, negated: true })
  const reread = filter(others.input, { kind: 'exists', rows: { plan: unmet, on: [] }, negated: false })
  return merge(
    [
      {
        plan: derive(
          filter(plan, met),
          keys.filter(({ name }) => !grouped.columns.some((column) => column.name === name)),
        ),
        makesGroups: true,
      },
      {
        plan: aggregate(
          reread,
          keys.map((key) => others.keys.find(({ name }) => name === key.name) ?? nullKey(key)),
          others.measures,
        ),
        makesGroups: true,
      },
    ],
    mergedKeys(branch),
    measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
    { disjoint: true },
  )
}

function mergedKeys({ keys }: Branch): Merge['keys'] {
  return keys.map(({ name, dimension, granularity }) => ({
    name,
    type: granularity === undefined ? dimension.type : bucketType(granularity),
  }))
}

function relationOf({ name }: Hop, relations: ReadonlyMap<string, Relation>): Relation {
  const relation = relations.get(name)
  if (relation === undefined) throw new InternalError(`Nothing is joined over ${name}`)
  return relation
}

/** Rows that point to nothing have nothing there; grouped by it, no rows are no group. */
function nullKey({ name, type }: Column): Aggregate['keys'][number] {
  return { name, type, expression: literal(type, null) }
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
  const isKept = measures.some(({ compute }) => compute.semiAdditive !== undefined)
  return condition === undefined && !isKept && readsOwn && (where === undefined || pathsOf(where).every((path) => path.length === 0))
}

function combines({ compute }: BaseMeasure): boolean {
  return compute.aggregation.combinesBy !== undefined
}

function fieldKey(branch: Branch, field: string, context: PlanContext): BranchKey {
  return { name: context.names.allocate(branch.entity.name, field), path: [], dimension: dimensionOf(branch.entity, field) }
}
