/**
 * One entity's rows, filtered and aggregated at a grain: the part of a slice that reads one stream of facts.
 */
import { mapReferences } from '../expression/references.ts'
import { mapOperands } from '../query/predicate.ts'
import type { BaseMeasure, Branch, BranchKey } from '../query/resolved-query.ts'
import { isDateGranularity } from '../time/granularity.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, filter, literal, reference, semiJoin } from './nodes.ts'
import type { Aggregate, AggregateColumn, Column, Plan } from './plan.ts'
import { Relation } from './relation.ts'

export function branchPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext): Aggregate {
  const { rows, keys, aggregates } = preparedRows(branch, measures, context)
  return aggregate(rows, keys, aggregates)
}

/** The grand total of a branch; of the rows in surviving groups only, where a condition on groups removed some. */
export function totalPlan(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext, survivors: Plan | undefined): Aggregate {
  const { rows, keys, aggregates } = preparedRows(branch, measures, context)
  const input =
    survivors === undefined
      ? rows
      : semiJoin(
          rows,
          survivors,
          keys.map(({ name, expression }) => ({ left: expression, right: name })),
        )
  return aggregate(input, [], aggregates)
}

function preparedRows(branch: Branch, measures: readonly BaseMeasure[], context: PlanContext) {
  const relation = new Relation(branch.entity, context, 'until_as_of')
  const keys = branch.keys.map((key) => keyColumn(key, relation.at(key.path, key.dimension)))
  const where = branch.where && mapOperands(branch.where, ({ path, dimension }) => relation.at(path, dimension).name)
  const condition = branch.condition && mapReferences(branch.condition, (member) => relation.reference(member).name)
  const aggregates = measures.map((measure) => aggregateColumn(measure, relation))
  const rows = filter(relation.build(), where)
  return { rows: condition === undefined ? rows : filter(rows, { kind: 'holds', expression: condition }), keys, aggregates }
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
