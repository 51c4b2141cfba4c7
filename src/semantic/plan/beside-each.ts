/**
 * Rows of another entity that lie before, after or between rows of an entity, aggregated for each of those: both are paired where they belong together,
 * and pairs are kept that lie so in time.
 *
 *   mails before each order  ->  order left join mail on the same customer, where mail.time < order.time, grouped by the order
 *
 * As many pairs are looked at as rows of both belong to one customer, multiplied: few, except of a customer with thousands of both.
 */
import type { Dimension, Entity } from '../catalog/catalog.ts'
import { branch as caseBranch } from '../expression/expression.ts'
import { InternalError } from '../issues/issue.ts'
import type { Moment } from '../model/pick.ts'
import type { Branch } from '../query/resolved-query.ts'
import { branchInputs } from './branch.ts'
import { Aliases, type PlanContext } from './context.ts'
import { countedOff } from './counted-off.ts'
import { aggregate, call, filter, leftJoin, named, reference, window } from './nodes.ts'
import type { Column, Plan, PlanExpression } from './plan.ts'
import { Relation } from './relation.ts'

export interface Beside {
  readonly when: Exclude<Moment, 'ever'>
  /** Dimensions of the entity, and the keys of the branch that are equal where rows belong together. */
  readonly on: readonly { readonly dimension: Dimension; readonly key: string }[]
}

interface Found {
  readonly plan: Plan
  /** The key of the entity, and the columns that hold it. */
  readonly on: Beside['on']
}

export function besideEach(entity: Entity, branch: Branch, { when, on }: Beside, context: PlanContext): Found {
  const { entity: source } = branch
  if (entity.time === undefined || source.time === undefined) throw new InternalError(`${entity.name} or ${source.name} has no time`)
  // Both may be one table: of the two, the other keeps its name.
  const aliases = new Aliases()
  aliases.add(source.name)
  // A row that is later than the question is looked up, if at all, and rows after it are not there.
  const relation = new Relation(entity, context, 'all', aliases)
  const fields = on.map(({ dimension }) => relation.dimension(dimension))
  const key = entity.key.map((part) => ({ dimension: part, column: relation.dimension(part) }))
  const time = relation.dimension(entity.time)
  const order = { fields, time, key: key.map(({ column }) => column) }
  const { plan: own, next } = when === 'between' ? withNext(relation.build(), order, context) : { plan: relation.build(), next: undefined }
  const moment = { name: context.names.allocate(source.name, 'at'), path: [], dimension: source.time }
  const within = on.map((pair) => pair.key)
  const inputs = branchInputs({ ...branch, keys: [...branch.keys, moment] }, branch.measures, context, { keys: [...within, moment.name] })
  const rows = countedOff(inputs, branch.measures, within, context)
  const pairs = leftJoin(
    own,
    rows.plan,
    fields.map((left, index) => ({ left, right: within[index] ?? left.name })),
  )
  const at = { name: moment.name, type: source.time.type }
  // A next row that is later than the question is none: that matters to rows which are there for all that.
  const until = next !== undefined && source.future && !entity.future ? knownBy(next) : next && reference(next)
  const found = filter(pairs, { kind: 'holds', expression: liesSo(when, at, time, until) })
  const keys = key.map(({ dimension, column }) => ({
    name: context.names.allocate(source.name, when, entity.name, dimension.name),
    type: dimension.type,
    expression: reference(column),
  }))
  return {
    plan: named(aggregate(found, keys, rows.aggregates), `${source.name}_${when}_${entity.name}`),
    on: key.map(({ dimension }, index) => ({ dimension, key: keys[index]?.name ?? dimension.name })),
  }
}

interface Ordered {
  readonly fields: readonly Column[]
  readonly time: Column
  readonly key: readonly Column[]
}

function withNext(rows: Plan, { fields, time, key }: Ordered, context: PlanContext) {
  const next = {
    name: context.names.allocate('next', time.name.replaceAll(/[.:]/g, '_')),
    type: time.type === 'date' ? ('date' as const) : ('timestamp' as const),
  }
  const plan = window(rows, [
    {
      ...next,
      function: { kind: 'next', column: time.name },
      partitionBy: fields.map(({ name }) => name),
      orderBy: [time, ...key].map(({ name }) => name),
    },
  ])
  return { plan, next }
}

/** A moment up to the question's date, null where it is later. */
function knownBy(moment: Column & { readonly type: 'date' | 'timestamp' }): PlanExpression {
  const { type } = moment
  const isKnown = call('<=', 'boolean', reference(moment), { kind: 'as_of', type })
  return { kind: 'case', type, branches: [caseBranch(isKnown, reference(moment))] }
}

function liesSo(when: Beside['when'], at: Column, time: Column, next: PlanExpression | undefined): PlanExpression {
  const moment = reference(at)
  if (when === 'before') return call('<', 'boolean', moment, reference(time))
  const isAfter = call('>', 'boolean', moment, reference(time))
  if (when === 'after' || next === undefined) return isAfter
  const isLast = call('is_null', 'boolean', next)
  return call('and', 'boolean', isAfter, call('or', 'boolean', isLast, call('<', 'boolean', moment, next)))
}
