/** What becomes a CTE, and what it is called. */
import { inputsOf } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'

/** What a CTE is called: the rows it holds, by its grain where they are grouped. */
export function stepOf(plan: Plan, what = 'rows'): string {
  if (plan.called !== undefined) return plan.called
  switch (plan.kind) {
    case 'merge':
      return plan.disjoint ? `${rowsOf(plan)}_by_${plan.keys.map(({ name }) => name).join('_and_')}` : 'merged'
    case 'aggregate': {
      const keys = plan.keys.map(({ name }) => name)
      if (plan.measures.length === 0 && keys.length > 0) return `${rowsOf(plan)}_distinct`
      return `${rowsOf(plan)}_${keys.length === 0 ? 'total' : `by_${keys.join('_and_')}`}`
    }
    case 'scan':
      return `${plan.alias}_${what}`
    case 'series':
      return `every_${plan.step}`
    default:
      return stepOf(plan.kind === 'join' ? plan.left : plan.input, what)
  }
}

/** The alias of the rows everything in a plan hangs on. */
function rowsOf(plan: Plan): string {
  switch (plan.kind) {
    case 'scan':
      return plan.alias
    case 'series':
      return `every_${plan.step}`
    case 'merge': {
      const [first] = plan.inputs
      return plan.disjoint && first !== undefined ? rowsOf(first.plan) : 'merged'
    }
    default:
      return rowsOf(plan.kind === 'join' ? plan.left : plan.input)
  }
}

/** Plans read in more than one place; the groups that totals are held against are shared by whoever asks for them. */
export function repeatedIn(plans: readonly Plan[]): Set<Plan> {
  const seen = new Set<Plan>()
  const repeated = new Set<Plan>()
  const visit = (plan: Plan): void => {
    if (seen.has(plan)) {
      repeated.add(plan)
      return
    }
    seen.add(plan)
    for (const input of inputsOf(plan)) {
      const isHeldAgainst = plan.kind === 'join' && plan.type === 'semi' && input === plan.right
      if (!isHeldAgainst || !seen.has(input)) visit(input)
    }
  }
  for (const plan of plans) visit(plan)
  return repeated
}
