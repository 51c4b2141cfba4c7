/**
 * An entity's rows with the dimensions a question needs: own columns, dimensions of others over to-one paths, aggregates of others by this entity's key.
 *
 *   order(id, customer_id, amount)  +  customer.state  ->  scan order, left join customer(state)
 *
 * Requests come first (in any order); `build` then makes one plan of them. Each dimension is computed at its own entity's grain and then joined,
 * so that a row without a match has null and not what an expression makes of nulls (semantics.md 3).
 */
import type { Dimension, Entity, Hop, Measure, MemberName, MemberReference, Period } from '../catalog/catalog.ts'
import { granularityName } from '../catalog/names.ts'
import { branch } from '../expression/expression.ts'
import { move } from '../expression/functions/moved.ts'
import { mapReferences, referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { mapPredicate } from '../query/predicate.ts'
import type { Reach, RowPredicate } from '../query/resolved-query.ts'
import { bucketType, type Granularity } from '../time/granularity.ts'
import { AggregatesByKey, type RowsOf } from './aggregate-by-key.ts'
import { Aliases, dimensionOf, entityOf, type PlanContext } from './context.ts'
import { inOrder, type Step, type WindowStep } from './in-order.ts'
import { call, derive, filter, isNumber, leftJoin, literal, mark, reference, scan, window, withGrain } from './nodes.ts'
import type { Column, Plan, PlanExpression, PlanPredicate, RelatedRows } from './plan.ts'
import { Reached } from './reached.ts'
import { addScore, type Scored, scoreFunction } from './score.ts'

function known(condition: PlanExpression): PlanExpression {
  return call('coalesce', 'boolean', condition, literal('boolean', false))
}

/** Floats that are no numbers, and infinite ones, are null in answers and have no place among the others. */
function hasValue(value: Column): PlanExpression {
  const isKnown = call('is_not_null', 'boolean', reference(value))
  return value.type === 'float' ? call('and', 'boolean', isKnown, isNumber(reference(value))) : isKnown
}

function measureOf({ entity, name }: MemberName, context: PlanContext): Measure {
  const measure = entityOf(entity, context).measures.get(name)
  if (measure === undefined) throw new InternalError(`No measure ${entity}.${name}`)
  return measure
}

function isCounted(name: MemberName, context: PlanContext): boolean {
  const { compute } = measureOf(name, context)
  return compute.kind === 'aggregate' && compute.aggregation.ofNoRows === 0
}

/** Aggregates, places in an order: one cannot see them in the row itself. */
function isFromOtherRows(dimension: Dimension | undefined): boolean {
  return dimension !== undefined && dimension.from.kind !== 'column' && dimension.from.kind !== 'expression'
}

/**
 * Rows after the question's date do not exist, except where they are only looked up from a row that does (semantics.md 13).
 * bounded: a condition on the rows leaves them out anyway; they are hidden only from what is found out from other rows.
 */
export type Visibility = 'until_as_of' | 'bounded' | 'all'

export class Relation {
  readonly entity: Entity
  readonly #aliases: Aliases
  readonly #alias: string
  readonly #context: PlanContext
  /** Rows after the question's date are among these. */
  readonly #seesLater: boolean
  readonly #physical = new Map<string, Column>()
  readonly #dimensions = new Map<string, Column>()
  readonly #neighbours = new Map<string, Relation | Reached>()
  readonly #aggregates = new Map<string, AggregatesByKey>()
  #identity: Column | undefined
  readonly #steps: (Step | WindowStep)[] = []
  #isVisible: boolean

  constructor(entity: Entity, context: PlanContext, visibility: Visibility, aliases = new Aliases(), name = entity.name) {
    this.entity = entity
    this.#aliases = aliases
    this.#alias = aliases.add(name)
    this.#context = context
    this.#seesLater = visibility === 'all' && !entity.future && entity.time !== undefined
    if (entity.activity !== undefined) this.#keepActivity(entity.activity.activityColumn, entity.activity.activity)
    this.#isVisible = visibility === 'all' || entity.time === undefined || entity.future === true
    if (visibility === 'until_as_of') this.#hideLater()
  }

  /** From here on rows after the question's date are left out. */
  #hideLater(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    const { name, type } = this.#time()
    if (type === 'date' || type === 'timestamp')
      this.#steps.push({ needs: [name], run: (plan) => filter(plan, { kind: 'visible', operand: name, type, entity: this.entity.name }) })
  }

  /** A number for each row, so that rows repeated by what they reach can be told apart again. Asked for before anything else. */
  identity(): Column {
    if (this.#identity === undefined) {
      const column = { name: this.#context.names.allocate(this.#alias, 'row'), type: 'bigint' as const }
      this.#identity = column
      const numbered = {
        name: column.name,
        type: 'bigint' as const,
        function: { kind: 'row_number' as const },
        partitionBy: [],
        orderBy: [],
      }
      this.#steps.push({ needs: [], run: (plan) => window(plan, [numbered]) })
    }
    return this.#identity
  }

  /** The rows over the first to-many hop of a path, to put conditions on; the rest of the path leads on from there. */
  reached(path: readonly Hop[]): { readonly rows: Reached; readonly rest: readonly Hop[] } {
    const [hop, ...rest] = path
    if (hop === undefined) throw new InternalError(`No to-many hop on the way from ${this.entity.name}`)
    const neighbour = this.#neighbour(hop)
    return neighbour instanceof Reached ? { rows: neighbour, rest } : neighbour.reached(rest)
  }

  /** A condition on these rows as a predicate of the plan, everything it needs asked for. */
  predicate(predicate: RowPredicate): PlanPredicate {
    return mapPredicate(predicate, {
      operand: ({ path, dimension, shift }) => (shift === undefined ? this.at(path, dimension) : this.moved(dimension, shift)).name,
      rows: (rows) => this.#related(rows),
    })
  }

  /** Rows to look for from here, matched on the fields of the hop. */
  #related({ path, hop, where }: Reach): RelatedRows {
    const from = entityOf(path.at(-1)?.to ?? this.entity.name, this.#context)
    const target = entityOf(hop.to, this.#context)
    // As in a join: what is only looked up is never hidden.
    const rows = new Relation(target, this.#context, hop.cardinality === 'one' ? 'all' : 'until_as_of', this.#aliases, hop.name)
    const inner = hop.toFields.map((name) => rows.dimension(dimensionOf(target, name)).name)
    const on = hop.fromFields.map((name, index) => ({
      outer: this.at(path, dimensionOf(from, name)).name,
      inner: inner[index] ?? name,
    }))
    const predicate = where && rows.predicate(where)
    return { plan: filter(rows.build(), predicate), on }
  }

  /** Asks for a dimension of the entity at the end of a path, or for its bucket there: two days of one month are one month before they are joined. */
  at(path: readonly Hop[], dimension: Dimension, granularity?: Granularity): Column {
    const [hop, ...rest] = path
    if (hop !== undefined) return this.#neighbour(hop).at(rest, dimension, granularity)
    return granularity === undefined ? this.dimension(dimension) : this.#bucket(dimension, granularity)
  }

  /** A time of the entity itself, moved forward by one period after the other. */
  moved(dimension: Dimension, shift: readonly Period[]): Column {
    const name = `${dimension.name}:${shift.map(({ n, unit }) => `${n}_${unit}`).join('_')}`
    const known = this.#dimensions.get(name)
    if (known !== undefined) return known
    const whole = this.dimension(dimension)
    const column: Column = { name: `${this.#alias}.${name}`, type: whole.type }
    const expression = shift.reduce<PlanExpression>((time, { n, unit }) => move(time, n, unit), reference(whole))
    this.#dimensions.set(name, column)
    this.#steps.push({ needs: [whole.name], run: (plan) => derive(plan, [{ ...column, expression }]) })
    return column
  }

  #bucket(dimension: Dimension, granularity: Granularity): Column {
    const name = granularityName(dimension.name, granularity)
    const known = this.#dimensions.get(name)
    if (known !== undefined) return known
    const whole = this.dimension(dimension)
    const column: Column = { name: `${this.#alias}.${name}`, type: bucketType(granularity) }
    const expression = call('date_trunc', column.type, literal('string', granularity), reference(whole))
    this.#dimensions.set(name, column)
    this.#steps.push({ needs: [whole.name], run: (plan) => derive(plan, [{ ...column, expression }]) })
    return column
  }

  /** What a reference of the model means here. */
  reference(reference: MemberReference): Column {
    if (reference.kind === 'column') return this.#column(reference.column, 'unknown')
    if (reference.kind === 'measure') throw new InternalError(`Measure ${reference.entity}.${reference.measure} in a value per row`)
    return this.at(reference.path, dimensionOf(entityOf(reference.entity, this.#context), reference.dimension))
  }

  dimension(dimension: Dimension): Column {
    const known = this.#dimensions.get(dimension.name)
    if (known !== undefined) return known
    // The text of a list is of no type that anything computes with.
    const column: Column = { name: `${this.#alias}.${dimension.name}`, type: dimension.list ? 'unknown' : dimension.type }
    const step = this.#stepFor(dimension, column)
    this.#dimensions.set(dimension.name, column)
    this.#steps.push(step)
    return column
  }

  /** The rows to look up: equal ones of one statement are one plan, so that what is computed from other rows is computed once. */
  lookedUp(): Plan {
    const asked = this.#computes ? this.#asked() : undefined
    const plan = (asked === undefined ? undefined : this.#context.relations.get(asked)) ?? this.build()
    if (asked !== undefined) this.#context.relations.set(asked, plan)
    return plan
  }

  /** The rows to aggregate. Those that are scored are looked up elsewhere too; others are better read again than kept. */
  facts(): Plan {
    const isScored = [...this.#dimensions.keys()].some((name) => this.entity.dimensions.get(name)?.from.kind === 'score')
    return isScored ? this.lookedUp() : this.build()
  }

  /** Whether it reads more rows than its own and those they look up. */
  get #computes(): boolean {
    const isComputed = [...this.#dimensions.keys()].some((name) => isFromOtherRows(this.entity.dimensions.get(name)))
    return isComputed || [...this.#neighbours.values()].some((neighbour) => neighbour instanceof Relation && neighbour.#computes)
  }

  /** All that its plan depends on; undefined where it is for one reader alone. */
  #asked(): string | undefined {
    if (this.#identity !== undefined) return undefined
    const neighbours: string[] = []
    for (const [hop, neighbour] of this.#neighbours) {
      const asked = neighbour instanceof Relation ? neighbour.#asked() : undefined
      if (asked === undefined) return undefined
      neighbours.push(`${hop}: ${asked}`)
    }
    const columns = [...this.#dimensions.keys(), ...this.#physical.keys()].sort()
    return JSON.stringify([this.entity.name, this.#alias, this.#isVisible, this.#seesLater, columns, neighbours.sort()])
  }

  build(): Plan {
    const key = this.entity.key.map((part) => this.dimension(part).name)
    // May ask for keys themselves.
    const joins = this.#joinsOfAggregates()
    const physical = [...this.#physical].map(([column, { name }]) => ({ name, column }))
    const rows = scan(this.entity, this.#alias, physical, [...this.#physical.values()])
    const plan = inOrder(rows, [...joins, ...this.#steps])
    return key.length === 0 ? plan : withGrain(plan, key)
  }

  #joinsOfAggregates(): readonly Step[] {
    return [...this.#aggregates.values()].map((aggregates) => {
      const keys = new Map(aggregates.keys.map((dimension) => [dimension, this.dimension(dimension)]))
      const at = (dimension: Dimension) => keys.get(dimension) ?? this.dimension(dimension)
      return { needs: [...keys.values()].map(({ name }) => name), run: (plan) => aggregates.joinTo(plan, at) }
    })
  }

  /** Whether a row of the entity may stand in the plan several times. */
  get repeats(): boolean {
    return [...this.#neighbours.values()].some((neighbour) => neighbour instanceof Reached || neighbour.repeats)
  }

  #stepFor(dimension: Dimension, column: Column): Step | WindowStep {
    const { from } = dimension
    switch (from.kind) {
      case 'column': {
        const physical = this.#column(from.column, dimension.type)
        return { needs: [physical.name], run: (plan) => derive(plan, [{ ...column, expression: reference(physical) }]) }
      }
      case 'expression': {
        const expression = mapReferences(from.expression, (name) => this.reference(name).name)
        return { needs: referencesOf(expression), run: (plan) => derive(plan, [{ ...column, expression }]) }
      }
      case 'occurrence':
        return this.#occurrence(column)
      case 'repeated_at':
        return from.column === undefined ? this.#repeatedAt(column) : this.#known(this.#column(from.column, 'timestamp'), column)
      case 'conversion':
        return this.#conversion(column, from)
      case 'score':
        return this.#score(column, from)
      case 'measure':
      case 'pick': {
        const value = this.#aggregate(from)
        return { needs: [value.name], run: (plan) => derive(plan, [{ ...column, expression: reference(value) }]) }
      }
    }
  }

  /** Aggregates of the same rows are joined together. */
  #aggregate(from: Extract<Dimension['from'], { kind: 'measure' | 'pick' }>): Column {
    const measure = from.kind === 'pick' ? from.measure : measureOf(from.measure, this.#context)
    const rows: RowsOf = { ...from, whereOf: measure.entity }
    const key = AggregatesByKey.keyOf(rows)
    const aggregates = this.#aggregates.get(key) ?? new AggregatesByKey(this.entity, rows, this.#context)
    this.#aggregates.set(key, aggregates)
    return aggregates.add(measure)
  }

  /** Rows that are there first: one whose time is not known would come after those that are later. */
  #occurrence(column: Column): Step {
    const fn = { kind: 'row_number' as const }
    if (!this.#seesLater) return this.#window(column, fn)
    const isLater = { name: this.#context.names.allocate(this.#alias, 'is_later'), type: 'boolean' as const }
    const expression = call('not', 'boolean', this.#isKnown(this.#time()))
    const number = this.#window(column, fn, [isLater.name])
    const needs = [...number.needs.filter((name) => name !== isLater.name), ...referencesOf(expression)]
    return { needs, run: (plan) => number.run(derive(plan, [{ ...isLater, expression }])) }
  }

  #repeatedAt(column: Column): Step {
    const fn = { kind: 'next' as const, column: this.#time().name }
    if (!this.#seesLater) return this.#window(column, fn)
    const next = { name: this.#context.names.allocate(this.#alias, 'next'), type: column.type }
    const look = this.#window(next, fn)
    const known = this.#known(next, column)
    return { needs: look.needs, run: (plan) => known.run(look.run(plan)) }
  }

  /** What was found out from later rows: null where that lies after the question's date. */
  #known(found: Column, column: Column): Step {
    const isKnown = call('<=', 'boolean', reference(found), { kind: 'as_of', type: 'timestamp' })
    const expression: PlanExpression = { kind: 'case', type: 'timestamp', branches: [branch(isKnown, reference(found))] }
    return { needs: [found.name], run: (plan) => derive(plan, [{ ...column, expression }]) }
  }

  #window(
    column: Column,
    fn: { readonly kind: 'row_number' } | { readonly kind: 'next'; readonly column: string },
    first: readonly string[] = [],
  ): Step {
    const { activity } = this.entity
    if (activity === undefined) throw new InternalError(`${this.entity.name} is no activity`)
    this.#hideLater()
    const customer = this.#column(activity.customerColumn, 'unknown').name
    // The key makes the order total: two activities of one instant always come in the same order.
    const order = [...first, this.#time().name, ...this.entity.key.map((part) => this.dimension(part).name)]
    const type = fn.kind === 'row_number' ? ('integer' as const) : ('timestamp' as const)
    return {
      needs: [customer, ...order],
      run: (plan) => window(plan, [{ name: column.name, type, function: fn, partitionBy: [customer], orderBy: order }]),
    }
  }

  /** Up to the next row of the same ones, the latest row before a row of the other entity is the one that led to it. */
  #conversion(column: Column, { to, fromFields, toFields, within }: Extract<Dimension['from'], { kind: 'conversion' }>): Step {
    const target = entityOf(to, this.#context)
    this.#hideLater()
    const time = this.#time()
    const fields = fromFields.map((name) => this.dimension(dimensionOf(this.entity, name)))
    const order = [time.name, ...this.entity.key.map((part) => this.dimension(part).name)]
    const type = time.type === 'date' ? ('date' as const) : ('timestamp' as const)
    const next = { name: this.#context.names.allocate(this.#alias, 'next', time.type), type }
    const end = { name: this.#context.names.allocate(this.#alias, 'until'), type }
    const rows = new Relation(target, this.#context, 'until_as_of', this.#aliases)
    const targets = toFields.map((name) => rows.dimension(dimensionOf(target, name)).name)
    const moment = rows.#time().name
    const on = [
      ...fields.map(({ name }, index) => ({ outer: name, inner: targets[index] ?? name })),
      { outer: time.name, inner: moment, test: '>=' as const },
      { outer: end.name, inner: moment, test: '<' as const },
    ]
    const partitionBy = fields.map(({ name }) => name)
    return {
      needs: [...partitionBy, ...order],
      run: (plan) => {
        const followed = window(plan, [{ ...next, function: { kind: 'next', column: time.name }, partitionBy, orderBy: order }])
        // The earlier of the two; without a next row, the period alone.
        const until = call('least', type, move(reference(time), within.n, within.unit), reference(next))
        return mark(derive(followed, [{ ...end, expression: until }]), column.name, { plan: rows.build(), on })
      },
    }
  }

  #score(column: Column, from: Extract<Dimension['from'], { kind: 'score' }>): Step | WindowStep {
    const { needs, derived, ...scored } = this.#scored(column, from)
    const fn = scoreFunction(scored, from.rule)
    if (fn !== undefined) return { needs, derived, functions: [fn] }
    return { needs, run: (plan) => addScore(derive(plan, derived), scored, from.rule, this.#context) }
  }

  /** What a score is made of, where the score itself is not wanted. */
  scored({ name, type, from }: Dimension): Scored {
    if (from.kind !== 'score') throw new InternalError(`${this.entity.name}.${name} is no score`)
    const { needs, derived, ...scored } = this.#scored({ name: `${this.#alias}.${name}`, type }, from)
    this.#steps.push({ needs, run: (plan) => derive(plan, derived) })
    return scored
  }

  /** Rows are scored that are there at the question's date, have a value, and are of the population. */
  #scored(score: Column, { of: name, where, window }: Extract<Dimension['from'], { kind: 'score' }>) {
    const of = dimensionOf(this.entity, name)
    const found = window !== undefined && of.from.kind === 'measure' ? this.#aggregate({ ...of.from, window }) : this.dimension(of)
    // A count of 0 is the count of a row without any: it has no value.
    const isCount = of.from.kind === 'measure' && isCounted(of.from.measure, this.#context)
    const value = { name: `${score.name}:value`, type: of.type }
    const read = isCount ? call('nullif', of.type, reference(found), literal('integer', '0')) : reference(found)
    const population = where && mapReferences(where, (member) => this.reference(member).name)
    const isThere = this.#seesLater ? [this.#isKnown(this.#time())] : []
    if (!this.#seesLater) this.#hideLater()
    const among = { name: `${score.name}:among`, type: 'boolean' as const }
    const tests = [hasValue(value), ...(population === undefined ? [] : [known(population)]), ...isThere]
    const key = this.entity.key.map((part) => this.dimension(part).name)
    const derived = [
      { ...value, expression: read },
      { ...among, expression: call('and', 'boolean', ...tests) },
    ]
    const needs = [...key, ...derived.flatMap(({ expression }) => referencesOf(expression)).filter((needed) => needed !== value.name)]
    return { score, value, among, key, needs, derived }
  }

  /** As `visible`: a time that is not known to be later. */
  #isKnown(time: Column): PlanExpression {
    const type = time.type === 'date' ? ('date' as const) : ('timestamp' as const)
    return call(
      'or',
      'boolean',
      call('is_null', 'boolean', reference(time)),
      call('<=', 'boolean', reference(time), { kind: 'as_of', type }),
    )
  }

  #time(): Column {
    if (this.entity.time === undefined) throw new InternalError(`${this.entity.name} has no time`)
    return this.dimension(this.entity.time)
  }

  #keepActivity(column: string, activity: string): void {
    const physical = this.#column(column, 'string')
    const expression = call('=', 'boolean', reference(physical), literal('string', activity))
    this.#steps.push({ needs: [physical.name], run: (plan) => filter(plan, { kind: 'holds', expression }) })
  }

  #column(column: string, type: Column['type']): Column {
    const known = this.#physical.get(column)
    if (known !== undefined) return known
    const physical = { name: `${this.#alias}:${column}`, type }
    this.#physical.set(column, physical)
    return physical
  }

  #neighbour(hop: Hop): Relation | Reached {
    const known = this.#neighbours.get(hop.name)
    if (known !== undefined) return known
    const target = entityOf(hop.to, this.#context)
    const keys = hop.fromFields.map((name) => this.dimension(dimensionOf(this.entity, name)))
    const isOne = hop.cardinality === 'one'
    // A row that is looked up is never hidden; rows that are reached exist up to the question's date.
    const relation = new Relation(target, this.#context, isOne ? 'all' : 'until_as_of', this.#aliases, hop.name)
    const targetKeys = hop.toFields.map((name) => relation.dimension(dimensionOf(target, name)))
    const neighbour = isOne ? relation : new Reached(relation, targetKeys)
    this.#neighbours.set(hop.name, neighbour)
    const on = keys.map((left, index) => ({ left, right: targetKeys[index]?.name ?? left.name }))
    this.#steps.push({
      needs: keys.map(({ name }) => name),
      run: (plan) => leftJoin(plan, neighbour instanceof Reached ? neighbour.build() : neighbour.lookedUp(), on),
      repeats: () => neighbour instanceof Reached || neighbour.repeats,
    })
    return neighbour
  }
}
