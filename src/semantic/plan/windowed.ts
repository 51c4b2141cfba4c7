import type { Dimension, Window } from '../catalog/catalog.ts'
import { granularityName } from '../catalog/names.ts'
import type { Late } from '../dialect/late.ts'
import { InternalError } from '../issues/issue.ts'
import { edgesOf } from '../query/asked-tests.ts'
import { clockSizes, lastEdge } from '../query/clock.ts'
import { allOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, RowPredicate } from '../query/resolved-query.ts'
import { type AsOf, asOfBefore } from '../time/as-of.ts'
import { bucketEnd, instantEarlier, startOfLocalDay } from '../time/bucket-edge.ts'
import { bucketType, isDateGranularity } from '../time/granularity.ts'
import { commonSize } from '../time/period.ts'
import { relativeRange, type TimeContext, type TimeRange } from '../time/range.ts'
import { type BranchOptions, branchPlan } from './branch.ts'
import type { PlanContext } from './context.ts'
import { aggregate, crossJoin, derive, filter, kept, merge, named, reference, window as windowNode } from './nodes.ts'
import type { Column, Plan } from './plan.ts'
import { type ClockKey, coarserKeys, everyCombination } from './spine.ts'
import { combines, combining, isCountedOnce, pieceOf, preceding, valueType, type WindowGrain, windowGrain } from './window-grain.ts'
import { firstTimes, partialSource, rowSource } from './window-pieces.ts'
import { bucketsOf, everyGroupInParts, firstShown, inWindow, otherColumns, periodColumn, withEdges } from './window-spine.ts'

export function windowedPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, options: BranchOptions): Plan {
  const { window } = branch.placement
  const { time } = branch.entity
  if (window === undefined || time === undefined) throw new InternalError(`${branch.entity.name} has no window`)
  const keys = branch.keys.filter(({ name }) => options.keys.includes(name))
  if (clockSizes(keys).length === 0) return branchPlan(inLastWindow(branch, window, time, context), measures, context, options)
  return planWindows(windowGrain(branch, { window, time, keys }, measures, context))
}

/** Without a bucket there is one window: the one that ends with what is shown. */
function inLastWindow(branch: Branch, window: Window, time: Dimension, context: PlanContext): Branch {
  if (window.kind === 'all') return branch
  const type = time.type === 'date' ? 'date' : 'timestamp'
  const edges = edgesOf(lastShown(branch, context).map((asOf) => lastWindow(branch, window, { ...context.time, asOf, of: type }) ?? {}))
  if (edges.from === undefined && edges.before === undefined) return branch
  const { shift } = branch.placement
  const operand = { path: [], dimension: time, ...(shift.length > 0 && { shift }) }
  const within: RowPredicate = { kind: 'range', operand, type, ...edges, negated: false }
  return { ...branch, where: allOf([...(branch.where === undefined ? [] : [branch.where]), within]) ?? within }
}

/** As the last bucket's, at the grain of the question; undefined where it reaches back before the calendar begins: then nothing is left out. */
function lastWindow(branch: Branch, window: Exclude<Window, { readonly kind: 'all' }>, time: TimeContext): TimeRange | undefined {
  const { asOf, timeZone } = time
  const sizes = clockSizes(branch.keys)
  const piece = pieceOf(window, sizes.length === 0 ? 'day' : commonSize(sizes))
  if (window.kind === 'last' && !isDateGranularity(piece)) {
    const before = bucketEnd(asOf, piece, { timeZone, calendar: time }).timestamp
    const from = instantEarlier(before, window, timeZone)
    return from === undefined ? undefined : { from, before }
  }
  const test =
    window.kind === 'last'
      ? { operator: 'inTheLast' as const, n: window.n, unit: window.unit }
      : { operator: 'toDate' as const, unit: window.unit }
  const range = relativeRange(test, time)
  return range.ok ? range.value : undefined
}

/** The question's date, or the last moment of what is shown where that is earlier. */
function lastShown(branch: Branch, { time }: PlanContext): Late<AsOf> {
  const { date, timestamp } = lastEdge(branch, branch.shown, time)
  const isDate = branch.entity.time?.type === 'date'
  const { timeZone } = time
  return isDate
    ? date.map((day) => asOfBefore(startOfLocalDay(day, timeZone), timeZone))
    : timestamp.map((end) => asOfBefore(end, timeZone))
}

function planWindows(grain: WindowGrain): Plan {
  const own = grain.clock.find(({ granularity }) => granularity === grain.size)
  const isWhole = own !== undefined && grain.piece === grain.size
  const runs =
    grain.window.kind === 'last'
      ? preceding(grain.window, grain.size) !== undefined && grain.measures.every(combines)
      : grain.measures.every((measure) => combines(measure) || isCountedOnce(measure))
  return isWhole && runs ? running(grain, own) : gathered(grain)
}

function running(grain: WindowGrain, own: ClockKey): Plan {
  const bucket: Column = { name: own.name, type: bucketType(grain.size) }
  const partials = firstTimes(grain, own.name)
  const others = otherColumns(grain, partials.plan)
  // From the first fact, whatever is shown: a running total reads back.
  const every =
    everyGroupInParts(grain, partials.plan, bucket, [own]) ??
    everyCombination(partials.plan, others, bucketsOf(grain, partials.plan, bucket, [own]).plan)
  const keys = [...others, bucket].map(({ name, type }) => ({ name, type: valueType(type) }))
  const merged = merge(
    [
      { plan: every, makesGroups: true },
      { plan: partials.plan, makesGroups: true },
    ],
    keys,
    partials.measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
  )
  const period = grain.window.kind === 'to_date' ? periodColumn(grain, grain.window.unit, reference(bucket)) : undefined
  const frame = grain.window.kind === 'last' ? preceding(grain.window, grain.size) : undefined
  const windows = windowNode(
    derive(merged, period === undefined ? [] : [period]),
    grain.measures.map((measure, index) => {
      const { name, type } = partials.measures[index] ?? measure
      return {
        name: measure.name,
        type,
        function: {
          kind: 'aggregate' as const,
          aggregation: combining(measure),
          argument: reference({ name, type }),
          ...(frame !== undefined && { preceding: frame }),
        },
        partitionBy: [...others.map((column) => column.name), ...(period === undefined ? [] : [period.name])],
        orderBy: [bucket.name],
      }
    }),
  )
  const running = named(windows, 'running')
  const from = firstShown(grain)
  const shown =
    from === undefined
      ? running
      : filter(running, { kind: 'range', operand: bucket.name, type: bucketType(grain.size), from, negated: false })
  return derive(shown, coarserKeys(grain.clock, bucket))
}

function gathered(grain: WindowGrain): Plan {
  const piece: Column = {
    name: grain.context.names.allocate(granularityName(grain.time.name, grain.piece)),
    type: bucketType(grain.piece),
  }
  const combining = grain.measures.filter(combines)
  const rest = grain.measures.filter((measure) => !combines(measure))
  const sources = [
    ...(combining.length > 0 ? [partialSource(grain, combining, piece)] : []),
    ...(rest.length > 0 ? [rowSource(grain, rest, piece)] : []),
  ]
  const [first] = sources
  if (first === undefined) throw new InternalError('A window without measures')
  const others = otherColumns(grain, first.plan)
  const from = firstShown(grain)
  const spine = withEdges(grain, bucketsOf(grain, first.plan, piece, grain.clock, { from }))
  const keys = [...others, ...grain.clock.map(({ name, granularity }) => ({ name, type: bucketType(granularity) }))]
  const grouped = sources.map(({ plan, columns }) => {
    const rows = inWindow(grain, crossJoin(plan, spine.plan), piece, spine)
    return {
      plan: aggregate(rows, keys.map(kept), columns),
      makesGroups: true,
    }
  })
  return merge(
    [
      {
        plan: everyGroupInParts(grain, first.plan, piece, grain.clock, from) ?? everyCombination(first.plan, others, spine.plan),
        makesGroups: true,
      },
      ...grouped,
    ],
    keys.map(({ name, type }) => ({ name, type: valueType(type) })),
    grain.measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
  )
}
