/** What is done to the rows of an entity, in an order in which each step finds what it reads. */
import { InternalError } from '../issues/issue.ts'
import { derive, window } from './nodes.ts'
import type { Derive, Plan, Window } from './plan.ts'

export interface Step {
  /** Columns it reads. */
  readonly needs: readonly string[]
  readonly run: (plan: Plan) => Plan
  /** Whether a row may come out several times. */
  readonly repeats?: () => boolean
}

/** A step that looks at all rows: those that can be run at once are one. */
export interface WindowStep {
  readonly needs: readonly string[]
  readonly derived: Derive['derived']
  readonly functions: Window['functions']
}

/**
 * Whatever can be run is, in the order it was asked for. What looks at all rows waits for the rest, so that it is done at once; what repeats rows
 * comes last: a row's neighbours are looked up, and rows are counted off, while each row is there once.
 */
export function inOrder(rows: Plan, steps: readonly (Step | WindowStep)[]): Plan {
  let plan = rows
  let left = steps
  const canRun = ({ needs }: Step | WindowStep) => {
    const has = new Set(plan.columns.map(({ name }) => name))
    return needs.every((name) => has.has(name))
  }
  const runSome = (isTurn: (step: Step) => boolean): boolean => {
    const before = left
    left = before.filter((step) => {
      if (!('run' in step) || !isTurn(step) || !canRun(step)) return true
      plan = step.run(plan)
      return false
    })
    return left.length < before.length
  }
  const runWindows = (): boolean => {
    const ready = left.flatMap((step) => ('functions' in step && canRun(step) ? [step] : []))
    if (ready.length === 0) return false
    const derived = ready.flatMap((step) => step.derived)
    plan = window(
      derive(plan, derived),
      ready.flatMap(({ functions }) => functions),
    )
    left = left.filter((step) => !('functions' in step && ready.includes(step)))
    return true
  }
  while (left.length > 0) {
    if (runSome((step) => step.repeats?.() !== true) || runWindows() || runSome(() => true)) continue
    throw new InternalError(`Nothing gives ${left.flatMap(({ needs }) => needs).join(', ')}`)
  }
  return plan
}
