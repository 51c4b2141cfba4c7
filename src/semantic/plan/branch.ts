/**
 * One entity's rows, filtered and aggregated at a grain: the part of a slice that reads one stream of facts.
 */
import type { Hop } from '../catalog/catalog.ts'
import { mapReferences, referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { conjunctsOf, operandsOf, passesNulls } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey, RowPredicate } from '../query/resolved-query.ts'
import { bucketType } from '../time/granularity.ts'
import { boundByTime } from './bound-by-time.ts'
import type { PlanContext } from './context.ts'
import { dedupeFirst } from './dedupe-first.ts'
import { aggregate, call, filter, isNumber, kept, literal, project, reference, semiJoin, valueWhere } from './nodes.ts'
import { ofRowsAsked } from './of-rows-asked.ts'
import type { Aggregate, AggregateColumn, Column, Plan, PlanExpression, PlanPredicate } from './plan.ts'
import { Relation } from './relation.ts'
import { type KeptMoment, keepMoments, keptMoment } from './semi-additive.ts'

export interface BranchOptions {
  /** Names of the keys the rows are grouped by; the branch's other keys only bind conditions and survivors. */
  readonly keys: readonly string[]
  /** Groups of all keys of the branch: only rows in one of them count. */
  readonly survivors?: Plan
}

export function branchPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, options: BranchOptions): Aggregate {
  const { plan, keys, aggregates, identity } = branchRows(branch, measures, context, options)
  if (identity !== undefined) return onceEach(plan, keys, aggregates, identity, context)
  const grouped = branch.keys.filter(({ name }) => options.keys.includes(name))
  const deduped = isKeyed(grouped, context) ? undefined : dedupeFirst(plan, keys, aggregates, context)
  return deduped ?? aggregate(plan, keys, aggregates)
}

/** The rows of a branch as they are grouped, and what is made of them. */
export interface GroupedRows {
  readonly plan: Plan
  readonly keys: Aggregate['keys']
  readonly aggregates: readonly AggregateColumn[]
  /** Present where a row may stand several times in a group. */
  readonly identity?: Column
}

function branchRows(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, options: BranchOptions): GroupedRows {
  const { survivors } = options
  const isGrouped = (key: BranchKey) => options.keys.includes(key.name)
  // Keys that only bind are needed where something is bound by them.
  const bound = survivors !== undefined || touchesMany(branch.where) ? branch.keys : branch.keys.filter(isGrouped)
  const where = splitWhere(branch.where)
  const drops = bound.some((key) => !isGrouped(key) && manyHop(key.path) !== undefined)
  const isRepeated = where.mixed.length > 0 || (drops && (survivors !== undefined || where.reached.length > 0))
  const rows = new BranchRows({ ...branch, keys: bound }, measures, context, where, isRepeated)
  const plan =
    survivors === undefined
      ? rows.plan
      : semiJoin(
          rows.plan,
          survivors,
          rows.keys.map(({ name, expression }) => ({ left: expression, right: name })),
        )
  const keys = rows.keys.filter(({ name }) => options.keys.includes(name))
  const grouped = { plan, keys, aggregates: rows.aggregates, ...(rows.identity !== undefined && { identity: rows.identity }) }
  return rows.kept.length === 0 ? grouped : keepMoments(grouped, rows.kept, context)
}

/** Rows with their keys and what the measures read as columns, each row once in each group: for windows over measures that do not combine. */
export function branchInputs(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, options: BranchOptions): GroupedRows {
  const { plan, keys, aggregates, identity } = branchRows(branch, measures, context, options)
  const { inputs, outer } = namedInputs(aggregates, context)
  // The same value of the same group counts once anyway: fewer rows to go through again and again.
  const isSafe = aggregates.every(({ aggregation }) => aggregation.duplicateSafe)
  const number = identity === undefined ? [] : [kept(identity)]
  const rows =
    isSafe || identity !== undefined
      ? aggregate(plan, [...(isSafe ? [] : number), ...keys, ...inputs], [])
      : project(plan, [...keys, ...inputs])
  return { plan: rows, keys: keys.map(kept), aggregates: outer }
}

/** Rows as they are, one for each of the entity, with the branch's keys as columns. */
export function branchList(branch: Branch, context: PlanContext): Plan {
  const { plan, keys, identity } = branchRows(branch, [], context, { keys: branch.keys.map(({ name }) => name) })
  if (identity !== undefined) throw new InternalError(`A row of ${branch.entity.name} reaches many`)
  return { ...project(ofRowsAsked(plan), keys.map(asAnswered)), isOrdered: true }
}

/** Floats that are no numbers, and infinite ones, are null in answers: so they are in the order of rows, whose places pages begin at. */
function asAnswered(key: Aggregate['keys'][number]): Aggregate['keys'][number] {
  const { expression: value } = key
  // A list of floats is none.
  return value.type === 'float' ? { ...key, expression: valueWhere(isNumber(value), value) } : key
}

/** Whether the grain has an entity's key, or a field that points to one: groups as many as that entity's rows. */
function isKeyed(keys: readonly BranchKey[], { catalog }: PlanContext): boolean {
  return keys.some(({ dimension, granularity }) => {
    const entity = catalog.entities.get(dimension.entity)
    if (entity === undefined || granularity !== undefined) return false
    const points = [...entity.hops.values()].some((hop) => hop.cardinality === 'one' && hop.fromFields.includes(dimension.name))
    return points || entity.key.includes(dimension)
  })
}

/** The rows of a branch with everything asked for; the order of asking is the order of the plan's steps. */
class BranchRows {
  readonly identity: Column | undefined
  readonly keys: Aggregate['keys']
  readonly aggregates: readonly AggregateColumn[]
  readonly kept: readonly KeptMoment[]
  readonly plan: Plan

  constructor(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, where: SplitWhere, isRepeated: boolean) {
    const own = boundByTime(branch, where.own, context.time)
    const relation = new Relation(branch.entity, context, own.visibility)
    this.identity = isRepeated ? relation.identity() : undefined
    this.keys = branch.keys.map((key) => {
      if (key.shift !== undefined) return keyColumn(key, relation.moved(key.dimension, key.shift))
      if (manyHop(key.path) === undefined) return keyColumn(key, relation.at(key.path, key.dimension))
      const column = relation.at(key.path, key.dimension, key.granularity)
      return { name: key.name, type: column.type, expression: reference(column) }
    })
    const conditions = [
      ...own.where.map((part) => relation.predicate(part)),
      ...where.reached.map(({ path, predicate }): PlanPredicate => {
        const { rows } = relation.reached(path)
        return { kind: 'isNull', operand: rows.require(predicate).name, negated: true }
      }),
      ...where.mixed.map((part) => relation.predicate(part)),
      ...(branch.condition === undefined
        ? []
        : [{ kind: 'holds' as const, expression: mapReferences(branch.condition, (member) => relation.reference(member).name) }]),
    ]
    this.aggregates = measures.map((measure) => aggregateColumn(measure, relation))
    this.kept = measures.flatMap(({ name, compute: { semiAdditive } }) =>
      semiAdditive === undefined ? [] : [keptMoment(name, semiAdditive, relation)],
    )
    this.plan = conditions.reduce((plan, condition) => filter(plan, condition), relation.facts())
  }
}

interface SplitWhere {
  /** About the row itself and what it looks up. */
  readonly own: readonly RowPredicate[]
  /** About the rows behind one to-many hop alone, none of which passes for a row without a match: tested before they are made distinct. */
  readonly reached: readonly { readonly path: readonly Hop[]; readonly predicate: RowPredicate }[]
  /** Anything else about bound rows: tested on each combination, which may repeat a row in its group. */
  readonly mixed: readonly RowPredicate[]
}

function splitWhere(where: RowPredicate | undefined): SplitWhere {
  const parts = where === undefined ? [] : conjunctsOf(where)
  const split = parts.map((predicate) => {
    const paths = pathsOf(predicate)
    const many = paths.map(manyHop)
    if (many.every((hop) => hop === undefined)) return { own: [predicate], reached: [], mixed: [] }
    const [path] = paths
    const isOneHop = path !== undefined && many.every((hop) => hop !== undefined && hop === many[0])
    if (!isOneHop || passesNulls(predicate)) return { own: [], reached: [], mixed: [predicate] }
    return { own: [], reached: [{ path, predicate: fromReached(predicate) }], mixed: [] }
  })
  return {
    own: split.flatMap((part) => part.own),
    reached: split.flatMap((part) => part.reached),
    mixed: split.flatMap((part) => part.mixed),
  }
}

function touchesMany(where: RowPredicate | undefined): boolean {
  return where !== undefined && pathsOf(where).some((path) => manyHop(path) !== undefined)
}

export function pathsOf(predicate: RowPredicate): readonly (readonly Hop[])[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.predicates.flatMap(pathsOf)
    case 'exists':
      return [predicate.rows.path]
    default:
      return operandsOf(predicate, () => []).map(({ path }) => path)
  }
}

/** The way up to the first to-many hop, as a text to compare; undefined where every hop is to-one. */
function manyHop(path: readonly Hop[]): string | undefined {
  const index = path.findIndex((hop) => hop.cardinality === 'many')
  return index === -1
    ? undefined
    : path
        .slice(0, index + 1)
        .map((hop) => `${hop.from}.${hop.name}`)
        .join('/')
}

/** The same predicate as seen from the row behind the first to-many hop. */
function fromReached(predicate: RowPredicate): RowPredicate {
  const rest = (path: readonly Hop[]) => path.slice(path.findIndex((hop) => hop.cardinality === 'many') + 1)
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, predicates: predicate.predicates.map(fromReached) }
    case 'constant':
      return predicate
    case 'exists':
      return { ...predicate, rows: { ...predicate.rows, path: rest(predicate.rows.path) } }
    case 'holds':
      return { kind: 'holds', expression: mapReferences(predicate.expression, (operand) => ({ ...operand, path: rest(operand.path) })) }
    default:
      return { ...predicate, operand: { ...predicate.operand, path: rest(predicate.operand.path) } }
  }
}

/** Each row once in each group: rows that came several times into one are made one again by their number. */
function onceEach(
  plan: Plan,
  keys: Aggregate['keys'],
  aggregates: readonly AggregateColumn[],
  identity: Column,
  context: PlanContext,
): Aggregate {
  const { inputs, outer } = namedInputs(aggregates, context)
  const rows = aggregate(plan, [kept(identity), ...keys, ...inputs], [])
  return aggregate(rows, keys.map(kept), outer)
}

/** What measures read of a row as columns of it, and the measures over those. */
function namedInputs(
  aggregates: readonly AggregateColumn[],
  context: PlanContext,
): { readonly inputs: Aggregate['keys']; readonly outer: readonly AggregateColumn[] } {
  const inputs: { name: string; type: Column['type']; expression: PlanExpression }[] = []
  const named = (expression: PlanExpression | undefined, measure: string): PlanExpression | undefined => {
    if (expression === undefined || referencesOf(expression).length === 0) return expression
    const input = { name: context.names.allocate(measure, 'input'), type: expression.type, expression }
    inputs.push(input)
    return reference(input)
  }
  // What is picked out of the same rows is mostly picked in one order.
  const ordering = new Map<string, PlanExpression>()
  const orderedBy = (key: PlanExpression, measure: string): PlanExpression => {
    const written = JSON.stringify(key)
    const known = ordering.get(written) ?? named(key, measure) ?? key
    ordering.set(written, known)
    return known
  }
  const outer = aggregates.map(({ argument, where, order, ...column }) => {
    const value = named(argument, column.name)
    const condition = named(where, column.name)
    const keys = order?.map((key) => orderedBy(key, column.name))
    return {
      ...column,
      ...(value !== undefined && { argument: value }),
      ...(condition !== undefined && { where: condition }),
      ...(keys !== undefined && { order: keys }),
    }
  })
  return { inputs, outer }
}

export function keyColumn(key: BranchKey, column: Column): Aggregate['keys'][number] {
  const { name, granularity, dimension } = key
  if (granularity === undefined) return { name, type: dimension.type, expression: reference(column) }
  const type = bucketType(granularity)
  return { name, type, expression: call('date_trunc', type, literal('string', granularity), reference(column)) }
}

function aggregateColumn({ name, type, compute }: BaseMeasure, relation: Relation): AggregateColumn {
  const { aggregation, argument, where, fraction, order } = compute
  const mapped = (expression: NonNullable<typeof argument>) => mapReferences(expression, (member) => relation.reference(member).name)
  return {
    name,
    type,
    aggregation,
    ...(argument !== undefined && { argument: mapped(argument) }),
    ...(where !== undefined && { where: mapped(where) }),
    ...(fraction !== undefined && { fraction }),
    ...(order !== undefined && { order: order.map(mapped) }),
  }
}
