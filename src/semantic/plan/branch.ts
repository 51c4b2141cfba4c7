/**
 * One entity's rows, filtered and aggregated at a grain: the part of a slice that reads one stream of facts.
 */
import { mapReferences } from '../expression/references.ts'
import { allOf, conjunctsOf, mapOperands, type Predicate } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey, PathDimension } from '../query/resolved-query.ts'
import type { QuestionTime } from '../query/tests.ts'
import { dayAfter } from '../time/as-of.ts'
import { isDateGranularity } from '../time/granularity.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, filter, literal, reference, semiJoin } from './nodes.ts'
import type { Aggregate, AggregateColumn, Column, Plan } from './plan.ts'
import { Relation, type Visibility } from './relation.ts'

export function branchPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext): Aggregate {
  const { rows, keys, aggregates } = preparedRows(branch, measures, context)
  return aggregate(rows, keys, aggregates)
}

/** The grand total of a branch; of the rows in surviving groups only, where a condition on groups removed some. */
export function totalPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, survivors: Plan | undefined): Aggregate {
  // Rows that reach a group once are counted once; without a condition on groups every row does.
  if (survivors === undefined) return branchPlan({ ...branch, keys: [] }, measures, context)
  const { rows, keys, aggregates } = preparedRows(branch, measures, context)
  const pairs = keys.map(({ name, expression }) => ({ left: expression, right: name }))
  return aggregate(semiJoin(rows, survivors, pairs), [], aggregates)
}

function preparedRows(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext) {
  const bounded = boundByTime(branch, context.time)
  const relation = new Relation(branch.entity, context, bounded.visibility)
  const keys = branch.keys.map((key) => keyColumn(key, relation.at(key.path, key.dimension)))
  const where = bounded.where && mapOperands(bounded.where, ({ path, dimension }) => relation.at(path, dimension).name)
  const condition = branch.condition && mapReferences(branch.condition, (member) => relation.reference(member).name)
  const aggregates = measures.map((measure) => aggregateColumn(measure, relation))
  const rows = filter(relation.build(), where)
  return { rows: condition === undefined ? rows : filter(rows, { kind: 'holds', expression: condition }), keys, aggregates }
}

/**
 * A range on the entity's own time leaves out rows without a time, so that "not after asOf" is one more edge of it:
 * `t >= a and (t < asOf or t is null)` is `t >= a and t < asOf`, which an index can follow.
 */
function boundByTime(
  { entity, where }: Branch,
  { asOf }: QuestionTime,
): { readonly where?: Branch['where']; readonly visibility: Visibility } {
  const { time } = entity
  const isOwnRange = (part: Predicate<PathDimension>) =>
    part.kind === 'range' && !part.negated && part.operand.path.length === 0 && part.operand.dimension === time
  const isWindowed = [...entity.dimensions.values()].some(
    ({ from }) => from.kind === 'occurrence' || (from.kind === 'repeated_at' && from.column === undefined),
  )
  const parts = where === undefined ? [] : conjunctsOf(where)
  if (time === undefined || entity.future || isWindowed || !parts.some(isOwnRange)) return { where, visibility: 'until_as_of' }
  const limit = time.type === 'date' ? dayAfter(asOf.date) : asOf.before
  const edges = parts.flatMap((part) => (isOwnRange(part) && part.kind === 'range' && part.before !== undefined ? [part.before] : []))
  const last = {
    kind: 'range',
    operand: { path: [], dimension: time },
    type: time.type === 'date' ? 'date' : 'timestamp',
    before: limit,
    negated: false,
  } as const
  return { where: edges.some((edge) => edge <= limit) ? where : allOf([...parts, last]), visibility: 'all' }
}

function keyColumn(key: BranchKey, column: Column): Aggregate['keys'][number] {
  const { name, granularity, dimension } = key
  if (granularity === undefined) return { name, type: dimension.type, expression: reference(column) }
  const type = isDateGranularity(granularity) ? 'date' : 'timestamp'
  return { name, type, expression: call('date_trunc', type, literal('string', granularity), reference(column)) }
}

function aggregateColumn({ name, type, compute }: BaseMeasure, relation: Relation): AggregateColumn {
  const { aggregation, argument, where, fraction } = compute
  return {
    name,
    type,
    aggregation,
    ...(argument !== undefined && { argument: mapReferences(argument, (member) => relation.reference(member).name) }),
    ...(where !== undefined && { where: mapReferences(where, (member) => relation.reference(member).name) }),
    ...(fraction !== undefined && { fraction }),
  }
}
