/** What a plan reads: its inputs, and the rows its predicates look for. */
import { referencesOf } from '../expression/references.ts'
import type { Plan, PlanPredicate, RelatedRows, WindowFunction } from './plan.ts'

export function inputsOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'scan':
      return []
    case 'join':
      return [plan.left, plan.right]
    case 'merge':
      return plan.inputs.map((input) => input.plan)
    case 'mark':
      return [plan.input, plan.rows.plan]
    case 'filter':
      return [plan.input, ...relatedRows(plan.predicate).map((rows) => rows.plan)]
    default:
      return [plan.input]
  }
}

/** The entities whose rows are read, wherever. */
export function entitiesRead(plans: readonly Plan[]): readonly string[] {
  const read = new Set<string>()
  const seen = new Set<Plan>()
  const visit = (plan: Plan): void => {
    if (seen.has(plan)) return
    seen.add(plan)
    if (plan.kind === 'scan') read.add(plan.entity)
    inputsOf(plan).forEach(visit)
  }
  plans.forEach(visit)
  return [...read].sort()
}

export function relatedRows(predicate: PlanPredicate): readonly RelatedRows[] {
  if (predicate.kind === 'exists') return [predicate.rows]
  return predicate.kind === 'and' || predicate.kind === 'or' ? predicate.predicates.flatMap(relatedRows) : []
}

/** What a window function reads of each row, beside its partition and order. */
export function columnsOf(fn: WindowFunction): readonly string[] {
  switch (fn.kind) {
    case 'row_number':
      return []
    case 'place':
      return fn.order.map(({ column }) => column)
    case 'aggregate':
      return [fn.argument, fn.where].flatMap((expression) => (expression === undefined ? [] : referencesOf(expression)))
    case 'score':
      return [fn.column, fn.among]
    default:
      return [fn.column]
  }
}
