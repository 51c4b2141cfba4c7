/**
 * Aggregates of the rows that are asked for alone: what a few rows are found by, the rows that are aggregated for them are found by, too.
 *
 *   customer left join (order grouped by customer_id), where customer_id in (...)
 *     ->  ... (order that has such a customer, grouped by customer_id) ...
 *
 * Groups that no row asked for is joined with are left out, no row of a group ever is: each value stays that of all the rows there are
 * (semantics.md 20). What is computed from all rows of the entity, as a score is, stands between the condition and what it is made of; there
 * nothing is left out.
 */
import { conjunctsOf, mapPredicate, operandsOf } from '../query/predicate.ts'
import { derive, filter, scan } from './nodes.ts'
import type { Aggregate, Join, Plan, PlanPredicate, Scan } from './plan.ts'

/** `rows`: those of one entity, with all that is asked of them, and conditions on top. */
export function ofRowsAsked(rows: Plan): Plan {
  if (rows.kind === 'filter') return { ...rows, input: withAsked(rows.input, conjunctsOf(rows.predicate)) }
  return rows
}

function withAsked(plan: Plan, conditions: readonly PlanPredicate[]): Plan {
  if (plan.kind === 'filter') return { ...plan, input: withAsked(plan.input, [...conditions, ...conjunctsOf(plan.predicate)]) }
  const asked = askedOf(plan, conditions)
  return asked === undefined ? plan : narrowed(plan, asked)
}

/** The rows asked for, once more: the table with the conditions on its own columns. */
interface Asked {
  readonly plan: Plan
  /** What the columns of the entity that are columns of its table are called there. */
  readonly names: ReadonlyMap<string, string>
}

function askedOf(plan: Plan, conditions: readonly PlanPredicate[]): Asked | undefined {
  const own = ownColumns(plan)
  if (own === undefined) return undefined
  const { table, columns } = own
  const found = conditions.filter((condition) => isFoundBy(condition, columns))
  if (found.length === 0 || valuesIn(found) > mostValues) return undefined
  // No model has a name with a space: it hides none of what stands around it.
  const alias = `asked ${table.alias}`
  const names = new Map([...columns.keys()].map((name) => [name, `${alias}.${name}`]))
  const physical = table.physical.map(({ name, column }) => ({ name: `${alias}:${name}`, column }))
  const types = table.columns.map(({ name, type }) => ({ name: `${alias}:${name}`, type }))
  const derived = [...columns].map(([name, { type, from }]) => ({
    name: names.get(name) ?? name,
    type,
    expression: { kind: 'reference' as const, type, reference: `${alias}:${from}` },
  }))
  const rows = derive(scan({ name: table.entity, source: table.source }, alias, physical, types), derived)
  const renamed = found.map((condition) =>
    mapPredicate(condition, { operand: (name) => names.get(name) ?? name, rows: (related) => related }),
  )
  return { plan: renamed.reduce(filter, rows), names }
}

/** Each aggregate names the values again, and a statement has room for 65,535. */
const mostValues = 4_096

function valuesIn(conditions: readonly PlanPredicate[]): number {
  return conditions.reduce((sum, condition) => {
    if (condition.kind === 'and' || condition.kind === 'or') return sum + valuesIn(condition.predicates)
    if (condition.kind === 'among') return sum + condition.values.length
    return sum + (condition.kind === 'like' ? condition.patterns.length : 1)
  }, 0)
}

/** A condition that says which rows are asked for, on columns of the table alone. */
function isFoundBy(condition: PlanPredicate, columns: OwnColumns['columns']): boolean {
  if (condition.kind === 'holds' || condition.kind === 'visible' || condition.kind === 'constant') return false
  const operands = operandsOf(condition, () => [undefined])
  return operands.every((operand) => operand !== undefined && columns.has(operand))
}

interface OwnColumns {
  readonly table: Scan
  readonly columns: ReadonlyMap<string, { readonly type: Scan['columns'][number]['type']; readonly from: string }>
}

/** Undefined where more than one row is looked at in between. */
function ownColumns(plan: Plan): OwnColumns | undefined {
  switch (plan.kind) {
    case 'scan':
      return { table: plan, columns: new Map() }
    case 'filter':
      return ownColumns(plan.input)
    case 'join':
      return isBeside(plan) ? ownColumns(plan.left) : undefined
    case 'derive': {
      const own = plan.isOnly ? undefined : ownColumns(plan.input)
      if (own === undefined) return undefined
      const columns = new Map(own.columns)
      for (const { name, type, expression } of plan.derived) {
        const from = expression.kind === 'reference' ? expression.reference : undefined
        if (from !== undefined && own.table.physical.some((column) => column.name === from)) columns.set(name, { type, from })
      }
      return { ...own, columns }
    }
    default:
      return undefined
  }
}

/** Every row of the left side, once. */
function isBeside({ type }: Join): boolean {
  return type === 'left' || type === 'level'
}

function narrowed(plan: Plan, asked: Asked): Plan {
  switch (plan.kind) {
    case 'filter':
    case 'derive':
      return { ...plan, input: narrowed(plan.input, asked) }
    case 'join': {
      const left = narrowed(plan.left, asked)
      // Nulls match nulls there, and no row is found by one.
      if (plan.type !== 'left') return { ...plan, left }
      const on = plan.on.flatMap(({ left, right }) => {
        const inner = left.kind === 'reference' ? asked.names.get(left.reference) : undefined
        return inner === undefined ? [] : [{ inner, right }]
      })
      const right = plan.right.kind === 'aggregate' && on.length === plan.on.length ? matching(plan.right, on, asked) : plan.right
      return { ...plan, left, right }
    }
    default:
      return plan
  }
}

type On = readonly { readonly inner: string; readonly right: Join['on'][number]['right'] }[]

/** The groups whose keys a row asked for has. */
function matching(groups: Aggregate, on: On, asked: Asked): Aggregate {
  const pairs = on.flatMap(({ inner, right }) => {
    const key = groups.keys.find(({ name }) => name === right)?.expression
    return key?.kind === 'reference' ? [{ inner, outer: key.reference }] : []
  })
  if (pairs.length < on.length) return groups
  const { input } = groups
  if (input.kind === 'aggregate') {
    const within = pairs.map(({ inner, outer }) => ({ inner, right: outer }))
    return { ...groups, input: matching(input, within, asked) }
  }
  return { ...groups, input: filter(input, { kind: 'exists', rows: { plan: asked.plan, on: pairs, isToSpare: true }, negated: false }) }
}
