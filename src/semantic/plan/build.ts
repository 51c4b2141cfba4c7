/**
 * ResolvedQuery -> SlicePlan: a branch for each entity, merged, computed, filtered by groups, sorted, cut to a page.
 */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { operandsOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, DerivedMeasure, GrainKey, ResolvedQuery } from '../query/resolved-query.ts'
import { aggregateFirst } from './aggregate-first.ts'
import { branchList, branchPlan } from './branch.ts'
import { type PlanContext, planContext } from './context.ts'
import { filled } from './fill.ts'
import { addRank, addShare, type Groups } from './levels.ts'
import { derive, filter, literal, merge, sort } from './nodes.ts'
import { partsOf, planParts } from './parts.ts'
import type { Merge, Plan, SlicePlan } from './plan.ts'
import { windowedPlan } from './windowed.ts'

export function planSlice(query: ResolvedQuery): SlicePlan {
  const context = planContext(query)
  const builder = new SliceBuilder(query, context)
  const groups = query.each === true ? builder.list() : builder.groups()
  const shown =
    query.within === undefined
      ? groups
      : builder.again({ keys: query.grain, columns: shownColumns(query), survivors: groups, isShown: !isTotalOfParts(query) })
  const { totals: total, apart } = query
  const keys = query.grain.filter(({ isApart }) => isApart)
  const columns = total.map(({ name }) => name)
  const totals = columns.length === 0 ? undefined : builder.again({ keys, columns, survivors: groups, isShown: false })
  if (apart !== undefined) return { groups: shown, rowCount: false, ...planParts(shown, totals, apart, query) }
  const page = query.limit === Number.POSITIVE_INFINITY ? shown : pageOf(shown, query)
  return { groups: shown, page, ...(totals !== undefined && { totals }), rowCount: query.rowCount }
}

/** Of each part there is one subtotal: it is its total. */
function isTotalOfParts({ grain }: ResolvedQuery): boolean {
  return grain.length > 0 && grain.every(({ isApart }) => isApart)
}

/** One more than the page: whether there is more is known without counting. */
function pageOf(shown: Plan, { order, tests, limit, offset }: ResolvedQuery): Plan {
  return sort(shown, order, {
    limit: tests.late(limit + 1, (values) => values.limit + 1),
    ...(offset > 0 && { offset: tests.late(offset, (values) => values.offset) }),
  })
}

function shownColumns(query: ResolvedQuery): readonly string[] {
  return [...query.measures.map(({ name }) => name), ...query.order.map(({ column }) => column)]
}

interface Grain {
  readonly keys: readonly GrainKey[]
  readonly columns: readonly string[]
}

/** Which rows are read: all that the question selects, or once more for a coarser grain, those in groups that are left. */
interface Rows {
  readonly isAgain: boolean
  readonly survivors?: Plan
  /** For the grand total: a group of all there are, or of all in each part. */
  readonly isTotal?: boolean
}

interface Again extends Grain {
  readonly survivors: Plan
  /** These are the groups shown, not the grand total (of each part, where there are parts): buckets without rows belong to them. */
  readonly isShown: boolean
}

class SliceBuilder {
  readonly #query: ResolvedQuery
  readonly #context: PlanContext

  constructor(query: ResolvedQuery, context: PlanContext) {
    this.#query = query
    this.#context = context
  }

  /** Each row by itself. */
  list(): Plan {
    const [branch] = this.#query.branches
    if (branch === undefined) throw new InternalError('Rows of no entity')
    return branchList(branch, this.#context)
  }

  /** The groups of the grain (of the finer one, where there is one) that pass `having`. */
  groups(): Plan {
    const query = this.#query
    const keys = query.within ?? query.grain
    const inHaving = query.having === undefined ? [] : operandsOf(query.having, () => [])
    const columns = [...(query.within === undefined ? shownColumns(query) : []), ...inHaving]
    const merged = this.#merged({ keys, columns }, { isAgain: false })
    const whole = query.within === undefined ? this.#filled(merged, { keys, columns }) : merged
    return filter(this.#derived(whole, { keys, columns }), query.having)
  }

  /** Recomputed from the source rows, never from groups: the total of an average is not the average of averages. */
  again({ survivors, isShown, ...grain }: Again): Plan {
    const merged = this.#merged(grain, { isAgain: true, survivors, isTotal: !isShown })
    return this.#derived(isShown ? this.#filled(merged, grain) : merged, grain, { isTotal: !isShown })
  }

  /** The aggregates that columns of the grain need, of every branch, side by side. */
  #merged({ keys, columns }: Grain, rows: Rows): Plan {
    const needed = this.#needed(columns)
    const parts = this.#query.branches.map((branch) => ({ branch, measures: measuresIn(branch, needed) }))
    const read = parts.filter(({ branch, measures }) => measures.length > 0 || isReadForGroups(branch, keys, rows))
    // Windows read back before their groups: of some groups alone there is none.
    const isLost = ({ branch }: (typeof read)[number]) =>
      branch.placement.window !== undefined && this.#survivors(branch, rows) !== undefined
    const lost = read.filter(isLost).flatMap(({ measures }) => measures)
    const kept = read.filter((part) => !isLost(part)).flatMap(({ measures }) => measures)
    const names = keys.map(({ name }) => name)
    const inputs = read
      .filter((part) => kept.length === 0 || !isLost(part) || isReadForGroups(part.branch, keys, rows))
      .map((part) => ({
        plan: this.#branch(part.branch, isLost(part) ? [] : part.measures, names, rows),
        // Without keys there is one group, and it is always there.
        makesGroups: (keys.length === 0 && rows.isAgain) || part.branch.makesGroups,
      }))
    return derive(
      mergeBranches([...this.#totaledParts(keys, rows), ...inputs], keys, this.#asMerged(kept, rows)),
      lost.map(({ name, type }) => ({ name, type, expression: literal(type, null) })),
    )
  }

  /** The last window of a part may be without rows, and the part has a total all the same. */
  #totaledParts(keys: readonly GrainKey[], { isTotal, survivors }: Rows): Merge['inputs'] {
    const isWindowed = this.#query.branches.some(({ placement }) => placement.window !== undefined)
    if (isTotal !== true || !isWindowed || keys.length === 0 || survivors === undefined) return []
    return [{ plan: partsOf(survivors, keys), makesGroups: true }]
  }

  /** The groups a branch's rows are held against: none where its rows made all of theirs, and none of those was left out. */
  #survivors(branch: Branch, { survivors }: Rows): Plan | undefined {
    return this.#query.having === undefined && branch.makesGroups ? undefined : survivors
  }

  #branch(branch: Branch, measures: readonly BaseMeasure[], keys: readonly string[], rows: Rows): Plan {
    const { isAgain } = rows
    const survivors = this.#survivors(branch, rows)
    const options = { keys, ...(survivors !== undefined && { survivors }) }
    if (branch.placement.window !== undefined && measures.length > 0) return windowedPlan(branch, measures, this.#context, options)
    const first = isAgain ? undefined : aggregateFirst(branch, measures, this.#context)
    return first ?? branchPlan(branch, measures, this.#context, options)
  }

  #asMerged(measures: readonly BaseMeasure[], { isTotal = false }: Pick<Rows, 'isTotal'> = {}): Merge['measures'] {
    const isFilled = this.#query.fill !== undefined && !isTotal
    return measures.map(({ name, type, compute: { aggregation, semiAdditive } }) => ({
      name,
      type,
      // A balance of no rows is not 0.
      ofNoRows: isFilled && aggregation.name === 'sum' && semiAdditive === undefined ? 0 : aggregation.ofNoRows,
    }))
  }

  #filled(groups: Plan, { keys, columns }: Grain): Plan {
    const { fill, branches } = this.#query
    if (fill === undefined) return groups
    const needed = this.#needed(columns)
    const measures = this.#asMerged(branches.flatMap((branch) => measuresIn(branch, needed)))
    return filled(groups, keys, measures, { shown: fill, entities: branches.map(({ entity }) => entity) }, this.#context)
  }

  /** Measures computed from those of the groups, in their order. */
  #derived(plan: Plan, { keys, columns }: Grain, { isTotal = false }: Pick<Rows, 'isTotal'> = {}): Plan {
    const needed = this.#needed(columns)
    const names = keys.map(({ name }) => name)
    const groups: Groups = {
      keys: names,
      isTotal: isTotal || keys.length === 0,
      level: (within, column) => this.#atLevel({ keys: keys.filter(({ name }) => within.includes(name)), columns: [column] }),
      overlapping: (this.#query.within ?? this.#query.grain).some(({ overlapping }) => overlapping),
    }
    return this.#query.derived
      .filter(({ name }) => needed.has(name))
      .reduce((input, measure) => addDerived(input, measure, groups, this.#context), plan)
  }

  /** One measure at a coarser grain, before `having`. */
  #atLevel(grain: Grain): Plan {
    return this.#derived(this.#merged(grain, { isAgain: true }), grain)
  }

  /** Columns asked for, and those that derived measures among them read. */
  #needed(columns: readonly string[]): ReadonlySet<string> {
    const needed = new Set(columns)
    // Derived measures stand after what they read, so backwards once is enough.
    for (const measure of [...this.#query.derived].reverse()) {
      if (needed.has(measure.name)) for (const name of readsOf(measure)) needed.add(name)
    }
    return needed
  }
}

function isReadForGroups(branch: Branch, keys: readonly GrainKey[], { isAgain }: Rows): boolean {
  return branch.makesGroups && (!isAgain || keys.length > 0)
}

function addDerived(plan: Plan, measure: DerivedMeasure, groups: Groups, context: PlanContext): Plan {
  switch (measure.kind) {
    case 'number':
      return derive(plan, [measure])
    case 'share':
      return addShare(plan, measure, groups, context)
    case 'rank':
      return addRank(plan, measure, groups)
  }
}

function readsOf(measure: DerivedMeasure): readonly string[] {
  return measure.kind === 'number' ? referencesOf(measure.expression) : [measure.of]
}

function mergeBranches(inputs: Merge['inputs'], keys: Merge['keys'], measures: Merge['measures']): Plan {
  const [first, ...others] = inputs
  if (first === undefined) throw new InternalError('A slice without branches has no plan')
  if (others.length === 0 && (first.makesGroups || keys.length === 0)) return first.plan
  return merge(
    inputs,
    keys.map(({ name, type }) => ({ name, type })),
    measures,
  )
}

function measuresIn(branch: Branch, needed: ReadonlySet<string>): readonly BaseMeasure[] {
  return branch.measures.filter(({ name }) => needed.has(name))
}
