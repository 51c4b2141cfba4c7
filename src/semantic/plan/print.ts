/**
 * A plan as an indented tree, for people and for golden tests.
 *
 *   sort order_revenue desc limit 101
 *     aggregate by customer_state: order_revenue = sum(order.amount)
 *       join left customer on order.customer_id = customer.customer_id
 */
import { printExpression } from '../expression/print.ts'
import { assertNever } from '../issues/issue.ts'
import type { Plan, PlanExpression, PlanPredicate, RelatedRows, SlicePlan, WindowFunction } from './plan.ts'

export function printSlicePlan(plan: SlicePlan): string {
  const totals = plan.totals === undefined ? [] : ['totals', ...printPlan(plan.totals).map(indent)]
  return [...(plan.rowCount ? ['row count'] : []), ...printPlan(plan.page), ...totals].join('\n')
}

export function printPlan(plan: Plan): string[] {
  const below = inputsOf(plan).flatMap((input) => printPlan(input).map(indent))
  return [printNode(plan), ...below]
}

function inputsOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'scan':
      return []
    case 'join':
      // The groups a total is held against stand above already.
      return plan.type === 'semi' ? [plan.left] : [plan.left, plan.right]
    case 'merge':
      return plan.inputs.map((input) => input.plan)
    default:
      return [plan.input]
  }
}

function printNode(plan: Plan): string {
  switch (plan.kind) {
    case 'scan':
      return `scan ${plan.alias}${plan.source.kind === 'table' ? ` from ${plan.source.table}` : ' from sql'} (${plan.physical.map(({ column }) => column).join(', ')})`
    case 'derive':
      return `derive ${plan.derived.map(({ name, expression }) => `${name} = ${print(expression)}`).join(', ')}`
    case 'filter':
      return `filter ${printPredicate(plan.predicate)}`
    case 'join':
      if (plan.on.length === 0) return `join ${plan.type}`
      return `join ${plan.type} on ${plan.on.map(({ left, right }) => `${print(left)} = ${right}`).join(' and ')}`
    case 'window':
      return `window ${plan.functions.map(({ name, function: fn, partitionBy }) => `${name} = ${printFunction(fn)}${partitionBy.length === 0 ? '' : ` per ${partitionBy.join(', ')}`}`).join(', ')}`
    case 'mark':
      return `mark ${plan.name} = ${printRows(plan.rows)}`
    case 'series':
      return `series ${plan.name} from ${print(plan.first)} to ${print(plan.last)} by ${plan.step}${plan.beside.length === 0 ? '' : ` per ${plan.beside.map(({ name }) => name).join(', ')}`}`
    case 'aggregate':
      return `aggregate${printKeys(plan.keys)}${plan.measures.map(printMeasure).join(', ')}`
    case 'merge':
      return `${plan.disjoint ? 'append' : 'merge'} by ${plan.keys.map(({ name }) => name).join(', ') || 'nothing'}`
    case 'sort': {
      const order = printOrder(plan.order)
      return `sort ${order || 'nothing'}${plan.limit === undefined ? '' : ` limit ${plan.limit}`}${plan.offset ? ` offset ${plan.offset}` : ''}`
    }
    default:
      return assertNever(plan)
  }
}

function printKeys(keys: Extract<Plan, { kind: 'aggregate' }>['keys']): string {
  return keys.length === 0 ? ': ' : ` by ${keys.map(({ name, expression }) => `${name} = ${print(expression)}`).join(', ')}: `
}

function printMeasure({ name, aggregation, argument, where, order }: Extract<Plan, { kind: 'aggregate' }>['measures'][number]): string {
  const by = order === undefined ? '' : ` by ${order.map(print).join(', ')}`
  return `${name} = ${aggregation.name}(${argument === undefined ? '*' : print(argument)}${by})${where === undefined ? '' : ` where ${print(where)}`}`
}

function print(expression: PlanExpression): string {
  return printExpression(expression, (name) => name)
}

function printPredicate(predicate: PlanPredicate): string {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return `(${predicate.predicates.map(printPredicate).join(` ${predicate.kind} `)})`
    case 'constant':
      return String(predicate.value)
    case 'exists':
      return `${predicate.negated ? 'no' : 'some'} ${printRows(predicate.rows)}`
    case 'holds':
      return print(predicate.expression)
    case 'among':
      return `${predicate.operand} ${predicate.negated ? 'not in' : 'in'} (${[...predicate.values, ...(predicate.withNull ? ['null'] : [])].join(', ')})`
    case 'compare':
      return `${predicate.operand} ${predicate.operator} ${predicate.value}${predicate.orNull ? ' or null' : ''}`
    case 'range':
      return `${predicate.operand} ${predicate.negated ? 'outside' : 'within'} [${predicate.from ?? ''}, ${predicate.before ?? ''})`
    case 'isNull':
      return `${predicate.operand} is ${predicate.negated ? 'not ' : ''}null`
    case 'like':
      return `${predicate.operand} ${predicate.negated ? 'unlike' : 'like'} ${predicate.patterns.join(' | ')}`
    case 'visible':
      return `${predicate.operand} until as_of`
    default:
      return assertNever(predicate)
  }
}

function indent(line: string): string {
  return `  ${line}`
}

function printRows({ on, plan }: RelatedRows): string {
  const rows = printPlan(plan).map((line) => line.trim())
  return `row with ${on.map(({ outer, inner, test = '=' }) => `${inner} ${test} ${outer}`).join(' and ')} in (${rows.join(' < ')})`
}

function printFunction(fn: WindowFunction): string {
  if (fn.kind === 'score') return `${fn.rule.method}(${fn.column})`
  if (fn.kind === 'aggregate') return `running ${fn.aggregation.name}(${fn.argument === undefined ? '*' : print(fn.argument)})`
  if (fn.kind === 'place') return `place by ${printOrder(fn.order)}`
  return fn.kind === 'row_number' ? fn.kind : `${fn.kind}(${fn.column})`
}

function printOrder(order: Extract<Plan, { kind: 'sort' }>['order']): string {
  return order.map(({ column, direction }) => `${column} ${direction}`).join(', ')
}
