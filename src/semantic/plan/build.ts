/**
 * ResolvedQuery -> SlicePlan: a branch for each entity, merged, computed, filtered by groups, sorted, cut to a page.
 */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { operandsOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, DerivedMeasure, GrainKey, ResolvedQuery } from '../query/resolved-query.ts'
import { aggregateFirst } from './aggregate-first.ts'
import { branchPlan } from './branch.ts'
import type { PlanContext } from './context.ts'
import { derive, filter, merge, sort } from './nodes.ts'
import type { Merge, Plan, SlicePlan } from './plan.ts'

export function planSlice(query: ResolvedQuery): SlicePlan {
  const context: PlanContext = { catalog: query.catalog, names: query.names, time: query.time }
  const groups = planGroups(query, context)
  const shown =
    query.within === undefined ? groups : planAgain(query, { keys: query.grain, columns: shownColumns(query), survivors: groups }, context)
  // One more than the page: whether there is more is known without counting.
  const page = sort(shown, query.order, { limit: query.limit + 1, offset: query.offset })
  const columns = query.totals.map(({ name }) => name)
  const totals = columns.length === 0 ? undefined : planAgain(query, { keys: [], columns, survivors: groups }, context)
  return { groups: shown, page, ...(totals !== undefined && { totals }), rowCount: query.rowCount }
}

function shownColumns(query: ResolvedQuery): readonly string[] {
  return [...query.measures.map(({ name }) => name), ...query.order.map(({ column }) => column)]
}

/** The groups of the grain (of the finer one, where there is one) that pass `having`. */
function planGroups(query: ResolvedQuery, context: PlanContext): Plan {
  const keys = query.within ?? query.grain
  const inHaving = query.having === undefined ? [] : operandsOf(query.having, () => [])
  const needed = neededColumns([...(query.within === undefined ? shownColumns(query) : []), ...inHaving], query.derived)
  const branches = query.branches
    .map((branch) => ({ branch, measures: measuresIn(branch, needed) }))
    .filter(({ branch, measures }) => branch.makesGroups || measures.length > 0)
  const options = { keys: keys.map(({ name }) => name) }
  const inputs = branches.map(({ branch, measures }) => ({
    plan: aggregateFirst(branch, measures, context) ?? branchPlan(branch, measures, context, options),
    makesGroups: branch.makesGroups,
  }))
  const merged = mergeBranches(
    inputs,
    keys,
    branches.flatMap(({ measures }) => measures),
  )
  return filter(
    derive(
      merged,
      query.derived.filter(({ name }) => needed.has(name)),
    ),
    query.having,
  )
}

interface Coarser {
  readonly keys: readonly GrainKey[]
  readonly columns: readonly string[]
  readonly survivors: Plan
}

/** Recomputed from the source rows, never from groups: the total of an average is not the average of averages. */
function planAgain(query: ResolvedQuery, { keys, columns, survivors }: Coarser, context: PlanContext): Plan {
  const needed = neededColumns(columns, query.derived)
  const isNarrowed = query.having !== undefined || query.branches.some((branch) => !branch.makesGroups)
  const branches = query.branches
    .map((branch) => ({ branch, measures: measuresIn(branch, needed) }))
    .filter(({ branch, measures }) => measures.length > 0 || (keys.length > 0 && branch.makesGroups))
  const options = { keys: keys.map(({ name }) => name), ...(isNarrowed && { survivors }) }
  const inputs = branches.map(({ branch, measures }) => ({
    plan: branchPlan(branch, measures, context, options),
    // Without keys there is one group, and it is always there.
    makesGroups: keys.length === 0 || branch.makesGroups,
  }))
  const merged = mergeBranches(
    inputs,
    keys,
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
