/**
 * The n-th of rows: they are counted off in their order, apart for each combination of the keys, and of each measure that asks for one row that one counts.
 *
 *   nth 3 of category by customer  ->  row_number() over (partition by customer order by time, key) as number, first(category) filter (where number = 3)
 */
import { InternalError } from '../issues/issue.ts'
import type { BaseMeasure, Branch } from '../query/resolved-query.ts'
import { branchInputs, type GroupedRows } from './branch.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, kept, literal, reference, window } from './nodes.ts'
import type { Aggregate, Column } from './plan.ts'

export function isCountedOff(measures: readonly BaseMeasure[]): boolean {
  return measures.some(({ compute }) => compute.nth !== undefined)
}

/** The branch aggregated by all of its keys. */
export function countedOffPlan(branch: Branch, context: PlanContext): Aggregate {
  const keys = branch.keys.map(({ name }) => name)
  const rows = countedOff(branchInputs(branch, branch.measures, context, { keys }), branch.measures, keys, context)
  return aggregate(rows.plan, rows.keys.map(kept), rows.aggregates)
}

/** `within`: keys of the rows that are counted off together. */
export function countedOff(
  rows: GroupedRows,
  measures: readonly BaseMeasure[],
  within: readonly string[],
  context: PlanContext,
): GroupedRows {
  const numbers = new Map<string, { readonly column: Column; readonly orderBy: readonly string[] }>()
  const aggregates = rows.aggregates.map((measure) => {
    const nth = measures.find(({ name }) => name === measure.name)?.compute.nth
    if (nth === undefined) return measure
    const orderBy = (measure.order ?? []).map((key) => {
      if (key.kind !== 'reference') throw new InternalError(`${measure.name} is ordered by no column`)
      return key.reference
    })
    const order = orderBy.join()
    const number = numbers.get(order) ?? {
      column: { name: context.names.allocate(measure.name, 'number'), type: 'bigint' as const },
      orderBy,
    }
    numbers.set(order, number)
    const isIt = call('=', 'boolean', reference(number.column), literal('integer', String(nth)))
    return { ...measure, where: measure.where === undefined ? isIt : call('and', 'boolean', measure.where, isIt) }
  })
  if (numbers.size === 0) return rows
  const functions = [...numbers.values()].map(({ column, orderBy }) => ({
    name: column.name,
    type: 'bigint' as const,
    function: { kind: 'row_number' as const },
    partitionBy: within,
    orderBy,
  }))
  return { ...rows, plan: window(rows.plan, functions), aggregates }
}
