/**
 * Holds a plan together: every column read is there, every grain is among the columns, every merge's branches have its keys.
 * A plan that fails is our bug, found before SQL is written.
 */
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { operandsOf } from '../query/predicate.ts'
import { columnsOf, inputsOf, relatedRows } from './inputs.ts'
import type { Plan, SlicePlan } from './plan.ts'

export function checkPlan({ page, totals }: SlicePlan): void {
  check(page)
  if (totals !== undefined) check(totals)
}

function check(plan: Plan): void {
  for (const input of inputsOf(plan)) check(input)
  for (const { column, within } of readsOf(plan)) {
    if (!within.columns.some(({ name }) => name === column)) {
      throw new InternalError(`Plan node ${plan.kind} reads ${column}, which its input does not have`)
    }
  }
  const names = plan.columns.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new InternalError(`Plan node ${plan.kind} has a column twice: ${names.join(', ')}`)
  const lost = plan.grain?.find((name) => !names.includes(name))
  if (lost !== undefined) throw new InternalError(`Plan node ${plan.kind} lost ${lost} of its grain`)
}

interface Read {
  readonly column: string
  readonly within: Pick<Plan, 'columns'>
}

function readsOf(plan: Plan): readonly Read[] {
  switch (plan.kind) {
    case 'scan':
      return []
    case 'derive': {
      // A derived column may read one derived before it in the same node.
      const within = { columns: [...plan.input.columns, ...plan.derived] }
      return plan.derived.flatMap(({ expression }) => referencesOf(expression)).map((column) => ({ column, within }))
    }
    case 'filter':
      return [
        ...operandsOf(plan.predicate, ({ on }) => on.map(({ outer }) => outer)).map((column) => ({ column, within: plan.input })),
        ...relatedRows(plan.predicate).flatMap(({ plan: rows, on }) => on.map(({ inner }) => ({ column: inner, within: rows }))),
      ]
    case 'mark':
      return plan.rows.on.flatMap(({ outer, inner }) => [
        { column: outer, within: plan.input },
        { column: inner, within: plan.rows.plan },
      ])
    case 'join':
      return plan.on.flatMap(({ left, right }) => [
        ...referencesOf(left).map((column) => ({ column, within: plan.left })),
        { column: right, within: plan.right },
      ])
    case 'window':
      return plan.functions
        .flatMap(({ partitionBy, orderBy, function: fn }) => [...partitionBy, ...orderBy, ...columnsOf(fn)])
        .map((column) => ({ column, within: plan.input }))
    case 'series':
      return [...plan.beside.map(({ name }) => name), ...[plan.first, plan.last].flatMap(referencesOf)].map((column) => ({
        column,
        within: plan.input,
      }))
    case 'aggregate':
      return [
        ...plan.keys.map(({ expression }) => expression),
        ...plan.measures.flatMap(({ argument, where, order = [] }) => [argument, where, ...order]),
      ]
        .flatMap((expression) => (expression === undefined ? [] : referencesOf(expression)))
        .map((column) => ({ column, within: plan.input }))
    case 'merge':
      return plan.keys.flatMap(({ name }) => plan.inputs.map((input) => ({ column: name, within: input.plan })))
    case 'sort':
      return plan.order.map(({ column }) => ({ column, within: plan.input }))
  }
}
