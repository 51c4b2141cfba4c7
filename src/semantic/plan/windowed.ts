/**
 * Cumulative measures: each bucket holds the rows of the window that ends with it, a row for every bucket from the first fact on and for every
 * combination of the other dimensions that occurs (semantics.md 18).
 *
 * Sums, counts, minima and maxima since ever or since the start of a period run over the buckets' own values:
 *
 *   partials: sum by state and month; presence: every state in every month; sum(partial) over (partition by state order by month)
 *
 * Anything else looks up the rows (or the values of days) that lie in the window of each bucket.
 */
import { aggregationOf } from '../aggregation/index.ts'
import type { Dimension, Period, Window } from '../catalog/catalog.ts'
import { granularityName } from '../catalog/names.ts'
import { branch as expressionBranch } from '../expression/expression.ts'
import { move } from '../expression/functions/moved.ts'
import { InternalError } from '../issues/issue.ts'
import { clockSizes, firstEdge, lastEdge } from '../query/clock.ts'
import { allOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey, RowPredicate } from '../query/resolved-query.ts'
import { type AsOf, asOfBefore } from '../time/as-of.ts'
import { bucketEnd, bucketStart, dayBefore, instantBefore, instantEarlier, startOfBucket, startOfLocalDay } from '../time/bucket-edge.ts'
import { bucketType, type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize, nests, stepOf } from '../time/period.ts'
import { relativeRange, type TimeContext, type TimeRange } from '../time/range.ts'
import { aggregateFirst } from './aggregate-first.ts'
import { type BranchOptions, branchInputs, branchPlan } from './branch.ts'
import type { PlanContext } from './context.ts'
import { combined } from './dedupe-first.ts'
import { aggregate, call, crossJoin, derive, filter, merge, named, reference, window as windowNode } from './nodes.ts'
import type { AggregateColumn, Column, Plan, PlanExpression } from './plan.ts'
import { bucketOf, type ClockKey, coarserKeys, everyCombination, notAfter, notBefore, parameter, type Spine, spineOf } from './spine.ts'

export function windowedPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, options: BranchOptions): Plan {
  const { window } = branch.placement
  const { time } = branch.entity
  if (window === undefined || time === undefined) throw new InternalError(`${branch.entity.name} has no window`)
  const keys = branch.keys.filter(({ name }) => options.keys.includes(name))
  if (clockSizes(keys).length === 0) return branchPlan(inLastWindow(branch, window, time, context), measures, context, options)
  return new Windows(branch, { window, time, keys }, measures, context).plan()
}

/** Without a bucket there is one window: the one that ends with what is shown. */
function inLastWindow(branch: Branch, window: Window, time: Dimension, context: PlanContext): Branch {
  if (window.kind === 'all') return branch
  const type = time.type === 'date' ? 'date' : 'timestamp'
  const range = lastWindow(branch, window, { ...context.time, asOf: lastShown(branch, context), of: type })
  // A window that reaches back before the calendar begins leaves nothing out.
  if (range === undefined) return branch
  const { shift } = branch.placement
  const operand = { path: [], dimension: time, ...(shift.length > 0 && { shift }) }
  const within: RowPredicate = { kind: 'range', operand, type, ...range, negated: false }
  return { ...branch, where: allOf([...(branch.where === undefined ? [] : [branch.where]), within]) ?? within }
}

/** As the last bucket's, at the grain of the question. */
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
function lastShown(branch: Branch, { time }: PlanContext): AsOf {
  const { date, timestamp } = lastEdge(branch, branch.shown, time)
  const isDate = branch.entity.time?.type === 'date'
  return asOfBefore(isDate ? startOfLocalDay(date, time.timeZone) : timestamp, time.timeZone)
}

/** One branch's windows at one grain. */
class Windows {
  readonly #branch: Branch
  readonly #window: Window
  readonly #time: Dimension
  readonly #measures: readonly BaseMeasure[]
  readonly #context: PlanContext
  readonly #clock: readonly ClockKey[]
  readonly #others: readonly BranchKey[]
  readonly #size: Granularity
  /** The size of the pieces that windows are put together from. */
  readonly #piece: Granularity

  constructor(
    branch: Branch,
    { window, time, keys }: { readonly window: Window; readonly time: Dimension; readonly keys: readonly BranchKey[] },
    measures: readonly BaseMeasure[],
    context: PlanContext,
  ) {
    this.#branch = branch
    this.#window = window
    this.#time = time
    this.#measures = measures
    this.#context = context
    this.#clock = keys.filter(({ isClock }) => isClock).map(({ name, granularity }) => ({ name, granularity: granularity ?? 'day' }))
    this.#others = keys.filter(({ isClock }) => !isClock)
    this.#size = commonSize(this.#clock.map(({ granularity }) => granularity))
    this.#piece = pieceOf(window, this.#size)
  }

  plan(): Plan {
    const own = this.#clock.find(({ granularity }) => granularity === this.#size)
    const isWhole = own !== undefined && this.#piece === this.#size
    const runs =
      this.#window.kind === 'last'
        ? preceding(this.#window, this.#size) !== undefined && this.#measures.every(combines)
        : this.#measures.every((measure) => combines(measure) || isCountedOnce(measure))
    return isWhole && runs ? this.#running(own) : this.#gathered()
  }

  /** The measures by the other keys and pieces of the clock. */
  #partials(measures: readonly BaseMeasure[], piece: string): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
    const partial = measures.map((measure) => ({ ...measure, name: this.#context.names.allocate(measure.name, 'of', this.#piece) }))
    const branch = this.#inPieces(piece)
    const options = { keys: branch.keys.map(({ name }) => name) }
    return {
      plan: aggregateFirst(branch, partial, this.#context) ?? branchPlan(branch, partial, this.#context, options),
      measures: partial,
    }
  }

  #inPieces(piece: string): Branch {
    const { shift } = this.#branch.placement
    const key: BranchKey = { name: piece, path: [], dimension: this.#time, granularity: this.#piece, ...(shift.length > 0 && { shift }) }
    return { ...this.#branch, keys: [...this.#others, key] }
  }

  #running(own: ClockKey): Plan {
    const bucket: Column = { name: own.name, type: bucketType(this.#size) }
    const partials = this.#firstTimes(own.name)
    const others = this.#columnsOfOthers(partials.plan)
    // From the first fact, whatever is shown: a running total reads back.
    const spine = this.#spine(partials.plan, bucket, [own])
    const keys = [...others, bucket].map(({ name, type }) => ({ name, type: valueType(type) }))
    const merged = merge(
      [
        { plan: everyCombination(partials.plan, others, spine.plan), makesGroups: true },
        { plan: partials.plan, makesGroups: true },
      ],
      keys,
      partials.measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
    )
    const period = this.#window.kind === 'to_date' ? this.#periodColumn(this.#window.unit, reference(bucket)) : undefined
    const frame = this.#window.kind === 'last' ? preceding(this.#window, this.#size) : undefined
    const windows = windowNode(
      derive(merged, period === undefined ? [] : [period]),
      this.#measures.map((measure, index) => {
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
    const from = this.#firstShown()
    const shown =
      from === undefined
        ? running
        : filter(running, { kind: 'range', operand: bucket.name, type: bucketType(this.#size), from, negated: false })
    return derive(shown, coarserKeys(this.#clock, bucket))
  }

  /** As partials; distinct values are counted where they come up first in their period, so that each is counted once. */
  #firstTimes(piece: string): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
    const counts = this.#measures.filter((measure) => !combines(measure))
    const rest = this.#measures.filter(combines)
    const parts = [
      ...(rest.length > 0 ? [this.#partials(rest, piece)] : []),
      ...counts.map((measure) => this.#firstTimesOf(measure, piece)),
    ]
    const [first, ...others] = parts
    if (first === undefined) throw new InternalError('A window without measures')
    const named = new Map(parts.flatMap(({ measures }) => measures.map((measure) => [measure.compute, measure])))
    const measures = this.#measures.map((measure) => named.get(measure.compute) ?? measure)
    if (others.length === 0) return { plan: first.plan, measures }
    const keys = [...this.#columnsOfOthers(first.plan), { name: piece, type: bucketType(this.#piece) }]
    const plan = merge(
      parts.map((part) => ({ plan: part.plan, makesGroups: true })),
      keys.map(({ name, type }) => ({ name, type: valueType(type) })),
      measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
    )
    return { plan, measures }
  }

  #firstTimesOf(measure: BaseMeasure, piece: string): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
    const { plan, columns } = this.#rowSource([measure], { name: piece, type: bucketType(this.#piece) })
    const [counted] = columns
    const least = aggregationOf('min')
    const count = aggregationOf('count')
    if (counted?.argument === undefined || least === undefined || count === undefined) throw new InternalError('Nothing to count')
    const bucket: Column = { name: piece, type: bucketType(this.#piece) }
    const value: Column = { name: this.#context.names.allocate(measure.name, 'value'), type: counted.argument.type }
    const period = this.#window.kind === 'to_date' ? [this.#periodColumn(this.#window.unit, reference(bucket))] : []
    const others = this.#columnsOfOthers(plan)
    const { argument, where } = counted
    // What the measure's own filter leaves out still says which groups there are, and since when.
    const counts: PlanExpression =
      where === undefined ? argument : { kind: 'case', type: argument.type, branches: [expressionBranch(where, argument)] }
    const firsts = aggregate(
      plan,
      [...others.map(kept), ...period, { ...value, expression: counts }],
      [{ name: bucket.name, type: bucketType(this.#piece), aggregation: least, argument: reference(bucket) }],
    )
    const name = this.#context.names.allocate(measure.name, 'first', 'of', this.#piece)
    const grouped = aggregate(firsts, [...others, bucket].map(kept), [
      { name, type: measure.type, aggregation: count, argument: reference(value) },
    ])
    return { plan: named(grouped, this.#context.names.allocate(measure.name, 'first')), measures: [{ ...measure, name }] }
  }

  #periodColumn(unit: Granularity, time: PlanExpression) {
    return { name: this.#context.names.allocate('period', unit), type: bucketType(unit), expression: bucketOf(unit, time) }
  }

  #gathered(): Plan {
    const piece: Column = {
      name: this.#context.names.allocate(granularityName(this.#time.name, this.#piece)),
      type: bucketType(this.#piece),
    }
    const combining = this.#measures.filter(combines)
    const rest = this.#measures.filter((measure) => !combines(measure))
    const sources = [
      ...(combining.length > 0 ? [this.#partialSource(combining, piece)] : []),
      ...(rest.length > 0 ? [this.#rowSource(rest, piece)] : []),
    ]
    const [first] = sources
    if (first === undefined) throw new InternalError('A window without measures')
    const others = this.#columnsOfOthers(first.plan)
    const spine = this.#withEdges(this.#spine(first.plan, piece, this.#clock, this.#firstShown()))
    const keys = [...others, ...this.#clock.map(({ name, granularity }) => ({ name, type: bucketType(granularity) }))]
    const grouped = sources.map(({ plan, columns }) => {
      const inWindow = this.#inWindow(crossJoin(plan, spine.plan), piece, spine)
      return {
        plan: aggregate(
          inWindow,
          keys.map((column) => ({ ...column, expression: reference(column) })),
          columns,
        ),
        makesGroups: true,
      }
    })
    return merge(
      [{ plan: everyCombination(first.plan, others, spine.plan), makesGroups: true }, ...grouped],
      keys.map(({ name, type }) => ({ name, type: valueType(type) })),
      this.#measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
    )
  }

  #partialSource(measures: readonly BaseMeasure[], piece: Column): { readonly plan: Plan; readonly columns: readonly AggregateColumn[] } {
    const partials = this.#partials(measures, piece.name)
    const columns = measures.map(({ name, type, compute }, index) => {
      const partial = partials.measures[index]
      if (partial === undefined) throw new InternalError(`No partial of ${name}`)
      return { ...combined({ name, type, aggregation: compute.aggregation }), argument: reference(partial) }
    })
    return { plan: partials.plan, columns }
  }

  #rowSource(measures: readonly BaseMeasure[], piece: Column): { readonly plan: Plan; readonly columns: readonly AggregateColumn[] } {
    const branch = this.#inPieces(piece.name)
    const { plan, aggregates } = branchInputs(branch, measures, this.#context, { keys: branch.keys.map(({ name }) => name) })
    return { plan, columns: aggregates }
  }

  /** Buckets from the first piece there is (not before `from`) to the last that is shown. */
  #spine(rows: Plan, piece: Column, keys: readonly ClockKey[], from?: string): Spine {
    const least = aggregationOf('min')
    if (least === undefined) throw new InternalError('No aggregation min')
    const first: Column = { name: this.#context.names.allocate('first', this.#piece), type: piece.type }
    const edge = aggregate(rows, [], [{ name: first.name, type: bucketType(this.#piece), aggregation: least, argument: reference(piece) }])
    // Without rows there are no buckets, wherever the shown ones begin.
    const begin = named(filter(edge, { kind: 'isNull', operand: first.name, negated: true }), `first_${this.#piece}`)
    const start = this.#piece === this.#size ? reference(first) : bucketOf(this.#size, reference(first))
    const type = bucketType(this.#size)
    const { date, timestamp } = lastEdge(this.#branch, this.#branch.shown, this.#context.time)
    return spineOf(keys, this.#context, {
      input: begin,
      first: from === undefined ? start : notBefore(start, parameter(type, from)),
      last: type === 'date' ? parameter('date', dayBefore(date)) : parameter('timestamp', instantBefore(timestamp)),
    })
  }

  /** The first bucket of the span that is shown. */
  #firstShown(): string | undefined {
    const { shown } = this.#branch
    const { time } = this.#context
    const from = firstEdge(this.#branch, shown, time)
    if (from === undefined) return undefined
    if (isDateGranularity(this.#size)) return bucketStart(from.date, this.#size, time)
    return startOfBucket(from.timestamp, this.#size, time.timeZone)
  }

  /** Where the window of each bucket ends, and begins where it is counted from there. */
  #withEdges({ plan, bucket, size, isKey }: Spine): WindowSpine {
    const { names } = this.#context
    const type = bucketType(this.#piece)
    const end: Column = { name: names.allocate('window', 'end'), type }
    const next = move(reference(bucket), 1, stepOf(size))
    // What ends in the middle of a bucket ends there.
    const capped = notAfter(type === bucket.type ? next : atMidnight(next), parameter(type, this.#cap()))
    const whole = named(derive(plan, [{ ...end, expression: capped }]), 'windows')
    const buckets = isKey ? whole : lastOfEach(whole, this.#clock, end)
    const window = this.#window
    if (window.kind === 'all') return { plan: buckets, end }
    if (window.kind === 'to_date') {
      const last = isKey && nests(size, window.unit) ? reference(bucket) : move(reference(end), -1, type === 'date' ? 'day' : 'second')
      const period = this.#periodColumn(window.unit, last)
      return { plan: named(derive(buckets, [period]), 'windows'), end, period }
    }
    const start: Column = { name: names.allocate('window', 'start'), type }
    return { plan: named(derive(buckets, [{ ...start, expression: move(reference(end), -window.n, window.unit) }]), 'windows'), end, start }
  }

  #cap(): string {
    const { time } = this.#context
    const edge = lastEdge(this.#branch, this.#branch.shown, time)
    if (isDateGranularity(this.#piece)) return edge.date
    return bucketEnd(asOfBefore(edge.timestamp, time.timeZone), this.#piece, { timeZone: time.timeZone, calendar: time }).timestamp
  }

  #inWindow(rows: Plan, piece: Column, { end, start, period }: WindowSpine): Plan {
    const moment = reference(piece)
    const tests = [
      ...(start === undefined ? [] : [call('>=', 'boolean', moment, reference(start))]),
      ...(period === undefined ? [] : [call('=', 'boolean', bucketOf(periodUnit(this.#window), moment), reference(period))]),
      call('<', 'boolean', moment, reference(end)),
    ]
    return tests.reduce((plan, expression) => filter(plan, { kind: 'holds', expression }), rows)
  }

  #columnsOfOthers({ columns }: Plan): readonly Column[] {
    return this.#others.map(({ name }) => {
      const column = columns.find((known) => known.name === name)
      if (column === undefined) throw new InternalError(`Key ${name} is not grouped by`)
      return column
    })
  }
}

interface WindowSpine {
  readonly plan: Plan
  /** The first piece after the window. */
  readonly end: Column
  readonly start?: Column
  readonly period?: Column
}

/**
 * Pieces must lie wholly in a window or outside of it. The last window may end in the middle of its bucket, so windows that are counted from their
 * end are put together from days.
 */
function pieceOf(window: Window, size: Granularity): Granularity {
  if (window.kind === 'all') return size
  const finer = nests(window.unit, size) ? window.unit : 'day'
  if (window.kind === 'to_date') return nests(size, window.unit) ? size : isDateGranularity(window.unit) ? 'day' : window.unit
  if (!isDateGranularity(size)) return nests(size, window.unit) ? size : finer
  return isDateGranularity(window.unit) ? 'day' : window.unit
}

/** The rows before the last of a window of as many buckets; undefined where buckets of that size do not count it off. */
function preceding(window: Extract<Window, { readonly kind: 'last' }>, size: Granularity): Period | undefined {
  if (size === 'day' && window.unit === 'week') return { n: 7 * window.n - 1, unit: 'day' }
  const isCounted = window.unit === size && (size === 'day' || !isDateGranularity(size))
  return isCounted ? { n: window.n - 1, unit: window.unit } : undefined
}

/** A value counts once in a window, however often it comes. */
function isCountedOnce({ compute }: BaseMeasure): boolean {
  return compute.aggregation.name === 'count_distinct'
}

function kept(column: Column) {
  return { ...column, expression: reference(column) }
}

function periodUnit(window: Window): Granularity {
  if (window.kind !== 'to_date') throw new InternalError('Only a window to date has a period')
  return window.unit
}

/** Keys that do not lie in each other, such as month and week: of each combination the last day. */
function lastOfEach(days: Plan, clock: readonly ClockKey[], end: Column): Plan {
  const latest = aggregationOf('max')
  if (latest === undefined) throw new InternalError('No aggregation max')
  return aggregate(
    days,
    clock.map(({ name, granularity }) => ({
      name,
      type: bucketType(granularity),
      expression: reference({ name, type: bucketType(granularity) }),
    })),
    [{ name: end.name, type: valueType(end.type), aggregation: latest, argument: reference(end) }],
  )
}

/** The first instant of a local day. */
function atMidnight(day: PlanExpression): PlanExpression {
  return { kind: 'cast', type: 'timestamp', argument: day }
}

function combines({ compute }: BaseMeasure): boolean {
  return compute.aggregation.combinesBy !== undefined
}

function combining({ compute }: BaseMeasure) {
  // Counts of values that come up for the first time add up.
  const aggregation = aggregationOf(compute.aggregation.combinesBy ?? (compute.aggregation.name === 'count_distinct' ? 'sum' : ''))
  if (aggregation === undefined) throw new InternalError(`${compute.aggregation.name} does not combine`)
  return aggregation
}

function valueType(type: Column['type']) {
  if (type === 'unknown' || type === 'null' || type === 'interval') throw new InternalError(`A key of type ${type}`)
  return type
}
