/**
 * Plan -> SELECT in the making: an exhaustive switch, each node adding to the block of its input. Columns nobody reads are left out.
 */
import { sql } from 'kysely'
import type { Source } from '../catalog/catalog.ts'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import { operand } from '../dialect/operand.ts'
import { compared, keyOf, StoredText } from '../dialect/stored-text.ts'
import { referencesOf } from '../expression/references.ts'
import { assertNever, InternalError } from '../issues/issue.ts'
import { columnsOf } from '../plan/inputs.ts'
import type {
  Aggregate,
  AggregateColumn,
  Derive,
  Filter,
  Join,
  Mark,
  Plan,
  PlanExpression,
  PlanPredicate,
  RelatedRows,
  Scan,
  Series,
  Sort,
  Window,
} from '../plan/plan.ts'
import { conjunctsOf, operandsOf } from '../query/predicate.ts'
import { type Block, blockOf, isPlainTable, sortKey, tableOf } from './block.ts'
import type { SqlContext } from './context.ts'
import { withBuckets } from './few-groups.ts'
import { aggregated, type Turned, turned } from './latest.ts'
import { mergeToBlock } from './merge.ts'
import { predicateToSql } from './predicate.ts'
import { repeatedIn, stepOf } from './steps.ts'
import { valueTypeOf, windowToSql } from './window.ts'

export type Needed = ReadonlySet<string>

export class PlanRenderer {
  readonly context: SqlContext
  /** Plans read more than once: a CTE each. */
  readonly #shared = new Map<Plan, Block>()

  /** Plans that stand in several places of the whole, until they are rendered. */
  readonly #repeated: Set<Plan>
  /** What all their readers read of them. */
  readonly #reads: Map<Plan, Set<string>>
  /** Nothing is shared yet: it is only seen what is read. */
  readonly #isTrial: boolean

  private constructor(context: SqlContext, repeated: Set<Plan>, { reads, isTrial }: { reads: Map<Plan, Set<string>>; isTrial: boolean }) {
    this.context = context
    this.#repeated = repeated
    this.#reads = reads
    this.#isTrial = isTrial
  }

  /** For plans none of which stands in several places. */
  static of(context: SqlContext): PlanRenderer {
    return new PlanRenderer(context, new Set(), { reads: new Map(), isTrial: false })
  }

  /** Renders `plans`. Where some stand in several places it does so twice: what a CTE must hold is known once all of its readers are. */
  static render<T>(plans: readonly Plan[], draw: (rendererIn: (context: SqlContext) => PlanRenderer, isTrial: boolean) => T): T {
    const repeated = repeatedIn(plans)
    const reads = new Map([...repeated].map((plan) => [plan, new Set<string>()]))
    const drawn = (isTrial: boolean) => draw((context) => new PlanRenderer(context, new Set(repeated), { reads, isTrial }), isTrial)
    if (repeated.size > 0) drawn(true)
    return drawn(false)
  }

  /** Makes a plan a CTE of its own that later readers share; `needed` is all that any of them reads. */
  share(plan: Plan, step: string, needed: Needed): Block {
    const block = this.context.close(prune(this.block(plan, needed), needed), step)
    this.#shared.set(plan, block)
    return block
  }

  /** The rows of a plan with what is needed of them, to be read by name. */
  closed(plan: Plan, needed: Needed): Block {
    const wanted = new Set(plan.columns.map(({ name }) => name).filter((name) => needed.has(name)))
    return this.context.close(prune(this.block(plan, wanted), wanted), stepOf(plan))
  }

  block(plan: Plan, needed: Needed): Block {
    if (!this.#shared.has(plan) && this.#repeated.has(plan)) this.#meet(plan, needed)
    const shared = this.#shared.get(plan)
    if (shared !== undefined) return shared
    switch (plan.kind) {
      case 'scan':
        return this.#scan(plan, needed)
      case 'derive':
        return this.#derive(plan, needed)
      case 'filter':
        return this.#filter(plan, needed)
      case 'join':
        return this.#join(plan, needed)
      case 'window':
        return this.#window(plan, needed)
      case 'mark':
        return this.#mark(plan, needed)
      case 'series':
        return this.#series(plan)
      case 'aggregate':
        return this.#aggregate(plan)
      case 'merge':
        return mergeToBlock(plan, needed, this)
      case 'sort':
        return this.#sort(plan, needed)
      default:
        return assertNever(plan)
    }
  }

  #scan({ entity, alias, source, physical }: Scan, needed: Needed): Block {
    const read = physical.filter(({ name }) => needed.has(name))
    const columns = read.map(({ name, column }) => [name, this.context.column(entity, alias, column)] as const)
    return blockOf({ item: sourceItem(source), alias }, new Map(columns))
  }

  /** A reader of a plan that has several. */
  #meet(plan: Plan, needed: Needed): void {
    const reads = this.#reads.get(plan) ?? new Set()
    if (this.#isTrial) for (const name of needed) reads.add(name)
    else if (this.#repeated.delete(plan)) this.share(plan, stepOf(plan), reads)
  }

  #derive({ input, derived, isOnly, isOrdered }: Derive, needed: Needed): Block {
    const wanted = new Set(needed)
    // A column may read one derived before it in the same node, so backwards once finds them all.
    for (const { name, expression } of [...derived].reverse()) {
      if (wanted.has(name)) for (const reference of referencesOf(expression)) wanted.add(reference)
    }
    const computed = derived.filter(({ name }) => wanted.has(name))
    if (computed.length === 0) return this.block(input, wanted)
    const inner = this.block(input, wanted)
    // Measures of several branches get their names first: what is computed from them reads by name.
    // Keys are grouped by position: what leaves them out reads the groups.
    const isProjected = inner.grouped !== undefined && isOnly === true
    // Constants in place of the only aggregates: without any, a SELECT has a row for each row it reads.
    const isConstant = inner.grouped?.keys === 0 && prune(inner, wanted).columns.size === 0
    const block =
      (input.kind === 'merge' && inner.grouped !== undefined) || isProjected || isConstant
        ? this.context.close(isConstant ? prune(inner, wanted) : inner, input.kind === 'merge' ? 'measures' : stepOf(input))
        : inner
    const values = new Map(block.columns)
    for (const { name, type, expression } of computed) {
      const value = this.#value(expression, values)
      const isCast =
        type !== expression.type && type !== 'interval' && type !== 'unknown' && type !== 'null' && expression.type !== 'unknown'
      const typed = isCast ? this.context.dialect.cast(value, type) : value
      values.set(
        name,
        isOrdered === true && type === 'string' && !(typed instanceof StoredText) ? this.context.dialect.textOrder(typed) : typed,
      )
    }
    return prune({ ...block, columns: values }, needed)
  }

  #filter({ input, predicate }: Filter, needed: Needed): Block {
    const operands = operandsOf(predicate, ({ on }) => on.map(({ outer }) => outer))
    const block = this.block(input, new Set([...needed, ...operands]))
    const column = read(block.columns)
    const conditions = conjunctsOf(predicate).map((part) => {
      if (part.kind === 'exists' && !part.negated) return this.#found(part.rows, column)
      return predicateToSql(part, column, this.context, (rows) => this.#exists(rows, column))
    })
    if (block.grouped === undefined) return prune({ ...block, where: [...block.where, ...conditions] }, needed)
    return prune({ ...block, grouped: { ...block.grouped, having: [...block.grouped.having, ...conditions] } }, needed)
  }

  #exists({ plan, on }: RelatedRows, outer: (name: string) => SqlInput): Sql {
    return this.#existsIn(this.#ungrouped(plan, new Set(on.map(({ inner }) => inner))), on, outer)
  }

  #existsIn(rows: Block, on: RelatedRows['on'], outer: (name: string) => SqlInput): Sql {
    const matched = on.map((pair) => compared(read(rows.columns)(pair.inner), pair.test ?? '=', outer(pair.outer)))
    const columns = new Map([['one', sql`1`]])
    return sql`exists ${this.context.select({ ...rows, where: [...matched, ...rows.where], columns })}`
  }

  /**
   * EXISTS where unknown is as good as no. Over one equality it is `x in (select ...)`: DuckDB reads its rows by the values of such a sub-select,
   * and all of them for an EXISTS.
   */
  #found({ plan, on, isToSpare }: RelatedRows, outer: (name: string) => SqlInput): Sql {
    const rows = this.#ungrouped(plan, new Set(on.map(({ inner }) => inner)))
    const [pair, ...others] = on
    const isOneEquality = pair !== undefined && others.length === 0 && (pair.test ?? '=') === '='
    if (!isOneEquality || !this.context.dialect.readsByIn) return this.#existsIn(rows, on, outer)
    const [left, right] = [outer(pair.outer), read(rows.columns)(pair.inner)]
    // They may be compared as they are stored.
    if (left instanceof StoredText || right instanceof StoredText) return this.#existsIn(rows, on, outer)
    const found = isToSpare ? foundBy(plan, pair.inner) : undefined
    // It is one of the values where what it equals is: the other table need not be read for that.
    if (found !== undefined)
      return predicateToSql(
        found,
        () => left,
        this.context,
        (related) => this.#exists(related, outer),
      )
    return sql`${operand(left)} in ${this.context.select({ ...rows, columns: new Map([[pair.inner, right]]) })}`
  }

  #join(plan: Join, needed: Needed): Block {
    switch (plan.type) {
      case 'semi':
        return this.#semiJoin(plan, needed)
      case 'cross':
        return this.#beside(plan, needed)
      case 'level':
        // Without keys there is one row, whatever was found.
        return plan.on.length === 0 ? this.#beside(plan, needed) : this.#leftJoin(plan, needed)
      case 'left':
        return this.#leftJoin(plan, needed)
    }
  }

  #beside({ left, right }: Join, needed: Needed): Block {
    const leftBlock = this.#ungrouped(left, needed)
    const rightBlock = this.#joined(right, [], needed)
    // What narrows the right side narrows the whole.
    return {
      ...leftBlock,
      joins: [...leftBlock.joins, { kind: 'cross', right: rightBlock.from }],
      where: [...leftBlock.where, ...rightBlock.where],
      columns: new Map([...leftBlock.columns, ...rightBlock.columns]),
    }
  }

  /** The right side of a join: a table as it is, or a CTE. */
  #joined(right: Plan, on: readonly string[], needed: Needed): Block {
    const needs = new Set([...needed, ...on].filter((name) => right.columns.some((column) => column.name === name)))
    const rows = this.block(right, needs)
    return isPlainTable(rows) ? rows : this.context.close(prune(rows, needs), stepOf(right))
  }

  #leftJoin({ left, right, on, type }: Join, needed: Needed): Block {
    const leftBlock = this.#ungrouped(left, new Set([...needed, ...on.flatMap((pair) => referencesOf(pair.left))]))
    const rightBlock = this.#joined(
      right,
      on.map((pair) => pair.right),
      needed,
    )
    // The keys of a level may be null.
    const equals = type === 'level' ? 'is not distinct from' : '='
    const equal = on.map((pair) => compared(this.#value(pair.left, leftBlock.columns), equals, read(rightBlock.columns)(pair.right)))
    return {
      ...leftBlock,
      joins: [...leftBlock.joins, { kind: 'left', right: rightBlock.from, on: [...equal, ...rightBlock.where] }],
      columns: new Map([...leftBlock.columns, ...rightBlock.columns]),
    }
  }

  /** Nulls match nulls: a group whose key is null has rows too. */
  #semiJoin({ left, right, on }: Join, needed: Needed): Block {
    const block = this.#ungrouped(left, new Set([...needed, ...on.flatMap((pair) => referencesOf(pair.left))]))
    // Several branches may be held against the same groups: one CTE.
    const keys = new Set(on.map((pair) => pair.right))
    if (!this.#shared.has(right)) this.share(right, stepOf(right), keys)
    const rows = this.block(right, keys)
    const pairs = on.map((pair) => compared(read(rows.columns)(pair.right), 'is not distinct from', this.#value(pair.left, block.columns)))
    const columns = new Map([['one', sql`1`]])
    const exists = sql`exists ${this.context.select({ ...rows, where: [...rows.where, ...pairs], columns })}`
    return { ...block, where: [...block.where, exists] }
  }

  #window({ input, functions, called }: Window, needed: Needed): Block {
    const reads = functions.flatMap(({ partitionBy, orderBy, function: fn }) => [...partitionBy, ...orderBy, ...columnsOf(fn)])
    const block = this.#ungrouped(input, new Set([...needed, ...reads]))
    const columns = new Map<string, SqlInput>(block.columns)
    for (const column of functions) columns.set(column.name, windowToSql(column, input, read(block.columns), this.context))
    return this.context.close(prune({ ...block, columns }, needed), called ?? stepOf(input, 'numbered'))
  }

  #mark({ input, name, rows }: Mark, needed: Needed): Block {
    const block = this.#ungrouped(input, new Set([...needed, ...rows.on.map(({ outer }) => outer)]))
    const columns = new Map<string, SqlInput>([...block.columns, [name, this.#exists(rows, read(block.columns))]])
    return this.context.close(prune({ ...block, columns }, needed), stepOf(input, 'marked'))
  }

  /** A set-returning call stands alone: it is closed before anything reads it. */
  #series({ input, name, type, beside, first, last, step }: Series): Block {
    const block = this.#ungrouped(input, new Set([...beside.map((column) => column.name), ...[first, last].flatMap(referencesOf)]))
    const [from, to] = [first, last].map((edge) => this.context.expression(edge, read(block.columns)))
    if (from === undefined || to === undefined) throw new InternalError(`A series of ${type} without edges`)
    const columns = new Map<string, SqlInput>(beside.map((column) => [column.name, read(block.columns)(column.name)]))
    return this.context.close({ ...block, columns: columns.set(name, this.context.dialect.series(from, to, step)) }, `every_${step}`)
  }

  #aggregate(plan: Aggregate): Block {
    const { dialect } = this.context
    const reads = [
      ...plan.keys.map(({ expression }) => expression),
      ...plan.measures.flatMap(({ argument, where, order = [] }) => [argument, where, ...order]),
    ]
    const block = this.#ungrouped(
      plan.input,
      new Set(reads.flatMap((expression) => (expression === undefined ? [] : referencesOf(expression)))),
    )
    const rows = withBuckets(plan, block, this.context)
    const columns = new Map<string, SqlInput>()
    for (const { name, type, expression } of plan.keys) {
      const column = read(rows.columns)
      const value =
        expression.kind === 'reference'
          ? column(expression.reference)
          : (rows.columns.get(name) ?? this.context.expression(expression, column))
      // By code point from here on: groups, order and merge need the same.
      columns.set(name, type === 'string' && !(value instanceof StoredText) ? dialect.textOrder(value) : value)
    }
    for (const measure of plan.measures) columns.set(measure.name, this.#measure(measure, rows))
    return { ...rows, columns, grouped: { keys: plan.keys.length, having: [] } }
  }

  #measure(column: AggregateColumn, block: Block): Sql {
    const { aggregation, argument, type } = column
    const { dialect } = this.context
    const instead = turned(column, this.context.time.timeZone)
    const value = instead === undefined ? this.#aggregated(column, block) : this.#turned(instead, block)
    const argumentType = argument === undefined ? undefined : valueTypeOf(argument)
    return aggregation.resultType(argumentType) === type ? value : dialect.cast(value, type)
  }

  #turned({ aggregate, expression }: Turned, block: Block): Sql {
    const extreme = this.#aggregated(aggregate, block)
    return this.context.expression(expression, (name) => (name === aggregated ? extreme : read(block.columns)(name)))
  }

  #aggregated({ aggregation, argument, where, fraction, order }: Omit<AggregateColumn, 'name' | 'type'>, block: Block): Sql {
    const { dialect } = this.context
    const argumentType = argument === undefined ? undefined : valueTypeOf(argument)
    const value = argument === undefined ? undefined : this.#value(argument, block.columns)
    return aggregation.toSql({
      dialect,
      ...(value !== undefined && { argument: aggregation.ofNoRows === 0 ? keyOf(value) : value }),
      ...(argumentType !== undefined && { argumentType }),
      ...(where !== undefined && { filter: this.context.expression(where, read(block.columns)) }),
      ...(fraction !== undefined && { fraction }),
      ...(order !== undefined && { order: order.map((key) => this.#ordered(key, block.columns)) }),
    })
  }

  /** Text by code point. */
  #ordered(expression: PlanExpression, columns: Block['columns']): SqlInput {
    const value = this.#value(expression, columns)
    return expression.type === 'string' && !(value instanceof StoredText) ? this.context.dialect.textOrder(value) : value
  }

  /** A column as it is, stored values too; anything else is computed. */
  #value(expression: PlanExpression, columns: Block['columns']): SqlInput {
    return expression.kind === 'reference' ? read(columns)(expression.reference) : this.context.expression(expression, read(columns))
  }

  #sort({ input, order, limit, offset }: Sort, needed: Needed): Block {
    const block = this.block(input, new Set([...needed, ...order.map(({ column }) => column)]))
    const keys = order.map(({ column, ...how }) => sortKey(this.context.columnName(column), how))
    return { ...block, order: keys, ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) }
  }

  /** Rows to read on from: a grouped SELECT is closed first. */
  #ungrouped(plan: Plan, needed: Needed): Block {
    const block = this.block(plan, needed)
    return block.grouped === undefined && block.limit === undefined ? block : this.context.close(block, stepOf(plan))
  }
}

/** What all that is asked of rows of a table comes to: that a column is one of some values they are looked up by. */
function foundBy(rows: Plan, column: string): PlanPredicate | undefined {
  if (rows.kind !== 'filter' || rows.input.kind !== 'derive' || rows.input.input.kind !== 'scan') return undefined
  const { predicate } = rows
  const isFound = predicate.kind === 'among' && predicate.finds && predicate.operand === column && !predicate.negated && !predicate.withNull
  return isFound && ['string', 'integer', 'bigint'].includes(predicate.type) ? predicate : undefined
}

export function allOf(plan: Plan): Needed {
  return new Set(plan.columns.map(({ name }) => name))
}

export function read(columns: ReadonlyMap<string, SqlInput>): (name: string) => SqlInput {
  return (name) => {
    const column = columns.get(name)
    if (column === undefined) throw new InternalError(`Column ${name} is not in (${[...columns.keys()].join(', ')})`)
    return column
  }
}

/** Leaves out columns nobody reads; keys of a grouped SELECT stay, they are grouped by position. */
function prune(block: Block, needed: Needed): Block {
  const keys = block.grouped?.keys ?? 0
  return { ...block, columns: new Map([...block.columns].filter(([name], position) => position < keys || needed.has(name))) }
}

/** What stands after FROM. */
export function sourceItem(source: Source): SqlInput {
  return source.kind === 'table' ? tableOf(source.table, source.schema) : sql`(${sql.raw(`\n${source.sql}\n`)})`
}
