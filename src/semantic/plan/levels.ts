import type { DerivedMeasure } from '../query/resolved-query.ts'
import type { PlanContext } from './context.ts'
import { call, columnOf, derive, levelJoin, literal, project, reference, window } from './nodes.ts'
import type { Column, Plan, PlanExpression } from './plan.ts'

type Of<K extends DerivedMeasure['kind']> = Extract<DerivedMeasure, { readonly kind: K }>

export interface Groups {
  /** Names of the grain's columns. */
  readonly keys: readonly string[]
  /** They are no groups beside each other, but the total of all, or of all in a part. */
  readonly isTotal: boolean
  /** A measure's column at a coarser grain, computed from rows. */
  readonly level: (keys: readonly string[], column: string) => Plan
  /** A row may stand in several groups: of all of them together there is no share. */
  readonly overlapping: boolean
}

export function addShare(plan: Plan, share: Of<'share'>, groups: Groups, context: PlanContext): Plan {
  const of = columnOf(share.of, plan)
  if (groups.isTotal) {
    const expression: PlanExpression = groups.overlapping ? literal('float', null) : ratio(reference(of), reference(of))
    return derive(plan, [{ name: share.name, type: 'float', expression }])
  }
  const within = share.within.filter((name) => groups.keys.includes(name))
  const level = groups.level(within, share.of)
  const whole = { ...of, name: context.names.allocate(share.name, 'whole') }
  const joined = besideLevel(plan, level, { within, columns: [{ of, name: whole.name }] }, context)
  return derive(joined, [{ name: share.name, type: 'float', expression: ratio(reference(of), reference(whole)) }])
}

/** Columns of a coarser grain beside each row, under names of their own; nulls match nulls. */
export function besideLevel(
  plan: Plan,
  level: Plan,
  { within, columns }: { readonly within: readonly string[]; readonly columns: readonly { readonly of: Column; readonly name: string }[] },
  { names }: Pick<PlanContext, 'names'>,
): Plan {
  const on = within.map((name) => {
    const left = columnOf(name, plan)
    return { left, right: { ...left, name: names.allocate(name, 'level') } }
  })
  const renamed = project(level, [
    ...on.map(({ left, right }) => ({ ...right, expression: reference(left) })),
    ...columns.map(({ of, name }) => ({ ...of, name, expression: reference(of) })),
  ])
  return levelJoin(
    plan,
    renamed,
    on.map(({ left, right }) => ({ left, right: right.name })),
  )
}

/** Of all groups together there is no rank. */
export function addRank(plan: Plan, rank: Of<'rank'>, { keys, isTotal }: Groups): Plan {
  if (isTotal) return derive(plan, [{ name: rank.name, type: rank.type, expression: literal(rank.type, null) }])
  return window(plan, [
    {
      name: rank.name,
      type: rank.type,
      function: { kind: 'rank', column: rank.of, direction: rank.direction },
      partitionBy: rank.within.filter((name) => keys.includes(name)),
      orderBy: [],
    },
  ])
}

/** A float; null on 0. */
function ratio(part: PlanExpression, whole: PlanExpression): PlanExpression {
  return call('/', 'float', part, whole)
}
