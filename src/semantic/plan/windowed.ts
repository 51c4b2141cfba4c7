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
import type { Dimension, Window } from '../catalog/catalog.ts'
import { granularityName } from '../catalog/names.ts'
import { move } from '../expression/functions/moved.ts'
import { InternalError } from '../issues/issue.ts'
import { clockSizes, lastEdge } from '../query/clock.ts'
import { allOf } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey, RowPredicate } from '../query/resolved-query.ts'
import { asOfBefore } from '../time/as-of.ts'
import { bucketEnd, bucketStart, dayBefore, instantBefore, startOfBucket } from '../time/bucket-edge.ts'
import { bucketType, type Granularity, isDateGranularity } from '../time/granularity.ts'
import { commonSize, nests, stepOf } from '../time/period.ts'
import { relativeRange } from '../time/range.ts'
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
  const { timestamp } = lastEdge(branch, branch.shown, context.time)
  const asOf = asOfBefore(timestamp, context.time.timeZone)
  const test =
    window.kind === 'last'
      ? { operator: 'inTheLast' as const, n: window.n, unit: window.unit }
      : { operator: 'toDate' as const, unit: window.unit }
  const range = relativeRange(test, { ...context.time, asOf, of: type })
  // A window that reaches back before the calendar begins leaves nothing out.
  if (!range.ok) return branch
  const { shift } = branch.placement
  const operand = { path: [], dimension: time, ...(shift.length > 0 && { shift }) }
  const within: RowPredicate = { kind: 'range', operand, type, ...range.value, negated: false }
  return { ...branch, where: allOf([...(branch.where === undefined ? [] : [branch.where]), within]) ?? within }
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
    const isRunning = this.#window.kind !== 'last' && own !== undefined && this.#piece === this.#size && this.#measures.every(combines)
    return isRunning ? this.#running(own) : this.#gathered()
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
    const partials = this.#partials(this.#measures, own.name)
    const others = this.#columnsOfOthers(partials.plan)
    // From the first fact, whatever is shown: a running total reads back.
    const spine = this.#spine(partials.plan, bucket, false)
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
    const windows = windowNode(
      derive(merged, period === undefined ? [] : [period]),
      this.#measures.map((measure, index) => {
        const { name, type } = partials.measures[index] ?? measure
        return {
          name: measure.name,
          type,
          function: { kind: 'aggregate' as const, aggregation: combining(measure), argument: reference({ name, type }) },
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
    const spine = this.#withEdges(this.#spine(first.plan, piece, true))
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

  /** Buckets from the first piece there is (and the first that is shown) to the last that is. */
  #spine(rows: Plan, piece: Column, isShownOnly: boolean): Spine {
    const least = aggregationOf('min')
    if (least === undefined) throw new InternalError('No aggregation min')
    const first: Column = { name: this.#context.names.allocate('first', this.#piece), type: piece.type }
    const edge = aggregate(rows, [], [{ name: first.name, type: bucketType(this.#piece), aggregation: least, argument: reference(piece) }])
    // Without rows there are no buckets, wherever the shown ones begin.
    const begin = named(filter(edge, { kind: 'isNull', operand: first.name, negated: true }), `first_${this.#piece}`)
    const start = this.#piece === this.#size ? reference(first) : bucketOf(this.#size, reference(first))
    const from = isShownOnly ? this.#firstShown() : undefined
    const type = bucketType(this.#size)
    const { date, timestamp } = lastEdge(this.#branch, this.#branch.shown, this.#context.time)
    return spineOf(this.#clock, this.#context, {
      input: begin,
      first: from === undefined ? start : notBefore(start, parameter(type, from)),
      last: type === 'date' ? parameter('date', dayBefore(date)) : parameter('timestamp', instantBefore(timestamp)),
    })
  }

  /** The first bucket of the span that is shown. */
  #firstShown(): string | undefined {
    const { shown } = this.#branch
    const { time } = this.#context
    if (isDateGranularity(this.#size)) return shown?.date.from === undefined ? undefined : bucketStart(shown.date.from, this.#size, time)
    return shown?.timestamp.from === undefined ? undefined : startOfBucket(shown.timestamp.from, this.#size, time.timeZone)
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
  const aggregation = aggregationOf(compute.aggregation.combinesBy ?? '')
  if (aggregation === undefined) throw new InternalError(`${compute.aggregation.name} does not combine`)
  return aggregation
}

function valueType(type: Column['type']) {
  if (type === 'unknown' || type === 'null' || type === 'interval') throw new InternalError(`A key of type ${type}`)
  return type
}
