/**
 * ResolvedQuery -> SlicePlan: a branch for each entity, merged, computed, filtered by groups, sorted, cut to a page.
 */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { operandsOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, DerivedMeasure, ResolvedQuery } from '../query/resolved-query.ts'
import { branchPlan, totalPlan } from './branch.ts'
import type { PlanContext } from './context.ts'
import { derive, filter, merge, sort } from './nodes.ts'
import type { Merge, Plan, SlicePlan } from './plan.ts'

export function planSlice(query: ResolvedQuery): SlicePlan {
  const context = { catalog: query.catalog, names: query.names, time: query.time }
  const groups = planGroups(query, context)
  // One more than the page: whether there is more is known without counting.
  const page = sort(groups, query.order, { limit: query.limit + 1, offset: query.offset })
  const totals = query.totals.length === 0 ? undefined : planTotals(query, groups, context)
  return { groups, page, ...(totals !== undefined && { totals }), rowCount: query.rowCount }
}

function planGroups(query: ResolvedQuery, context: PlanContext): Plan {
  const columns = [
    ...query.measures.map(({ name }) => name),
    ...query.order.map(({ column }) => column),
    ...(query.having ? operandsOf(query.having) : []),
  ]
  const needed = neededColumns(columns, query.derived)
  const branches = query.branches
    .map((branch) => ({ branch, measures: measuresIn(branch, needed) }))
    .filter(({ branch, measures }) => branch.makesGroups || measures.length > 0)
  const inputs = branches.map(({ branch, measures }) => ({ plan: branchPlan(branch, measures, context), makesGroups: branch.makesGroups }))
  const merged = mergeBranches(
    inputs,
    query.grain,
    branches.flatMap(({ measures }) => measures),
  )
  const computed = derive(
    merged,
    query.derived.filter(({ name }) => needed.has(name)),
  )
  return filter(computed, query.having)
}

/** Recomputed from the source rows, never from groups: the total of an average is not the average of averages. */
function planTotals(query: ResolvedQuery, groups: Plan, context: PlanContext): Plan {
  const needed = neededColumns(
    query.totals.map(({ name }) => name),
    query.derived,
  )
  const branches = query.branches
    .map((branch) => ({ branch, measures: measuresIn(branch, needed) }))
    .filter(({ measures }) => measures.length > 0)
  const inputs = branches.map(({ branch, measures }) => {
    const isNarrowed = query.having !== undefined || !branch.makesGroups
    return { plan: totalPlan(branch, measures, context, isNarrowed ? groups : undefined), makesGroups: true }
  })
  const merged = mergeBranches(
    inputs,
    [],
    branches.flatMap(({ measures }) => measures),
  )
  return derive(
    merged,
    query.derived.filter(({ name }) => needed.has(name)),
  )
}

function mergeBranches(inputs: Merge['inputs'], keys: Merge['keys'], measures: readonly BaseMeasure[]): Plan {
  const [first, ...others] = inputs
  if (first === undefined) throw new InternalError('A slice without branches has no plan')
  if (others.length === 0 && first.makesGroups) return first.plan
  return merge(
    inputs,
    keys.map(({ name, type }) => ({ name, type })),
    measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
  )
}

/** Columns asked for, and those that derived measures among them read. */
function neededColumns(columns: readonly string[], derived: readonly DerivedMeasure[]): ReadonlySet<string> {
  const needed = new Set(columns)
  // Derived measures stand after what they read, so backwards once is enough.
  for (const measure of [...derived].reverse()) {
    if (needed.has(measure.name)) for (const name of referencesOf(measure.expression)) needed.add(name)
  }
  return needed
}

function measuresIn(branch: Branch, needed: ReadonlySet<string>): readonly BaseMeasure[] {
  return branch.measures.filter(({ name }) => needed.has(name))
}
