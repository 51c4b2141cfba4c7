/**
 * Measures of a state, such as a balance: of each group (and of each combination of `per` in it) only the rows of the last or first instant count.
 *
 *   sum(balance), keep last  ->  max(time) over (partition by the group) as last, sum(balance) filter (where time = last)
 */
import { knownAggregation } from '../aggregation/index.ts'
import type { SemiAdditive } from '../catalog/catalog.ts'
import { mapReferences } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { GroupedRows } from './branch.ts'
import type { PlanContext } from './context.ts'
import { call, derive, kept, reference, window } from './nodes.ts'
import type { Column, PlanExpression, Window } from './plan.ts'
import type { Relation } from './relation.ts'

export interface KeptMoment {
  /** The measure's column. */
  readonly measure: string
  readonly keep: SemiAdditive['keep']
  readonly time: Column
  readonly per: readonly PlanExpression[]
}

/** What a measure needs of its rows, asked for. */
export function keptMoment(measure: string, { keep, per }: SemiAdditive, relation: Relation): KeptMoment {
  const { time } = relation.entity
  if (time === undefined) throw new InternalError(`${relation.entity.name} has no time`)
  return {
    measure,
    keep,
    time: relation.dimension(time),
    per: per.map((expression) => mapReferences(expression, (member) => relation.reference(member).name)),
  }
}

/** A filter on each such measure: its row lies at the moment kept. Rows that the measure's own filter leaves out do not decide which that is. */
export function keepMoments(
  { plan, keys, aggregates, ...rest }: GroupedRows,
  moments: readonly KeptMoment[],
  context: PlanContext,
): GroupedRows {
  const groups = keys.map(kept)
  const conditions = new Map<string, PlanExpression>()
  const per: { name: string; type: Column['type']; expression: PlanExpression }[] = []
  const functions = moments.map(({ measure, keep, time, per: values }): Window['functions'][number] => {
    const within = values.map((expression) => {
      const column = { name: context.names.allocate(measure, 'per'), type: expression.type, expression }
      per.push(column)
      return column.name
    })
    const moment = { name: context.names.allocate(measure, keep), type: time.type === 'date' ? ('date' as const) : ('timestamp' as const) }
    conditions.set(measure, call('=', 'boolean', reference(time), reference(moment)))
    const where = aggregates.find(({ name }) => name === measure)?.where
    const aggregation = knownAggregation(keep === 'last' ? 'max' : 'min')
    return {
      ...moment,
      function: { kind: 'aggregate', aggregation, argument: reference(time), ...(where !== undefined && { where }) },
      partitionBy: [...keys.map(({ name }) => name), ...within],
      orderBy: [],
    }
  })
  return {
    ...rest,
    plan: window(derive(plan, [...keys, ...per]), functions),
    keys: groups,
    aggregates: aggregates.map((column) => {
      const moment = conditions.get(column.name)
      if (moment === undefined) return column
      return { ...column, where: column.where === undefined ? moment : call('and', 'boolean', column.where, moment) }
    }),
  }
}
