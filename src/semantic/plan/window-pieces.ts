/** The pieces of windows: measures by the other dimensions and by pieces of the clock, or the rows themselves where measures do not combine. */
import { knownAggregation } from '../aggregation/index.ts'
import { branch as expressionBranch } from '../expression/expression.ts'
import { InternalError } from '../issues/issue.ts'
import type { BaseMeasure, Branch, BranchKey } from '../query/resolved-query.ts'
import { bucketType } from '../time/granularity.ts'
import { aggregateFirst } from './aggregate-first.ts'
import { branchInputs, branchPlan } from './branch.ts'
import { combined } from './dedupe-first.ts'
import { aggregate, kept, merge, named, reference } from './nodes.ts'
import type { AggregateColumn, Column, Plan, PlanExpression } from './plan.ts'
import { combines, valueType, type WindowGrain } from './window-grain.ts'
import { otherColumns, periodColumn } from './window-spine.ts'

/** As partials; distinct values are counted where they come up first in their period, so that each is counted once. */
export function firstTimes(grain: WindowGrain, piece: string): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
  const counts = grain.measures.filter((measure) => !combines(measure))
  const rest = grain.measures.filter(combines)
  const parts = [
    ...(rest.length > 0 ? [partials(grain, rest, piece)] : []),
    ...counts.map((measure) => firstTimesOf(grain, measure, piece)),
  ]
  const [first, ...others] = parts
  if (first === undefined) throw new InternalError('A window without measures')
  const named = new Map(parts.flatMap(({ measures }) => measures.map((measure) => [measure.compute, measure])))
  const measures = grain.measures.map((measure) => named.get(measure.compute) ?? measure)
  if (others.length === 0) return { plan: first.plan, measures }
  const keys = [...otherColumns(grain, first.plan), { name: piece, type: bucketType(grain.piece) }]
  const plan = merge(
    parts.map((part) => ({ plan: part.plan, makesGroups: true })),
    keys.map(({ name, type }) => ({ name, type: valueType(type) })),
    measures.map(({ name, type, compute }) => ({ name, type, ofNoRows: compute.aggregation.ofNoRows })),
  )
  return { plan, measures }
}

function firstTimesOf(
  grain: WindowGrain,
  measure: BaseMeasure,
  piece: string,
): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
  const { plan, columns } = rowSource(grain, [measure], { name: piece, type: bucketType(grain.piece) })
  const [counted] = columns
  if (counted?.argument === undefined) throw new InternalError('Nothing to count')
  const bucket: Column = { name: piece, type: bucketType(grain.piece) }
  const value: Column = { name: grain.context.names.allocate(measure.name, 'value'), type: counted.argument.type }
  const period = grain.window.kind === 'to_date' ? [periodColumn(grain, grain.window.unit, reference(bucket))] : []
  const others = otherColumns(grain, plan)
  const { argument, where } = counted
  // What the measure's own filter leaves out still says which groups there are, and since when.
  const counts: PlanExpression =
    where === undefined ? argument : { kind: 'case', type: argument.type, branches: [expressionBranch(where, argument)] }
  const firsts = aggregate(
    plan,
    [...others.map(kept), ...period, { ...value, expression: counts }],
    [{ name: bucket.name, type: bucketType(grain.piece), aggregation: knownAggregation('min'), argument: reference(bucket) }],
  )
  const name = grain.context.names.allocate(measure.name, 'first', 'of', grain.piece)
  const grouped = aggregate(firsts, [...others, bucket].map(kept), [
    { name, type: measure.type, aggregation: knownAggregation('count'), argument: reference(value) },
  ])
  return { plan: named(grouped, grain.context.names.allocate(measure.name, 'first')), measures: [{ ...measure, name }] }
}

export function partialSource(
  grain: WindowGrain,
  measures: readonly BaseMeasure[],
  piece: Column,
): { readonly plan: Plan; readonly columns: readonly AggregateColumn[] } {
  const pieces = partials(grain, measures, piece.name)
  const columns = measures.map(({ name, type, compute }, index) => {
    const partial = pieces.measures[index]
    if (partial === undefined) throw new InternalError(`No partial of ${name}`)
    return { ...combined({ name, type, aggregation: compute.aggregation }), argument: reference(partial) }
  })
  return { plan: pieces.plan, columns }
}

export function rowSource(
  grain: WindowGrain,
  measures: readonly BaseMeasure[],
  piece: Column,
): { readonly plan: Plan; readonly columns: readonly AggregateColumn[] } {
  const branch = inPieces(grain, piece.name)
  const { plan, aggregates } = branchInputs(branch, measures, grain.context, { keys: branch.keys.map(({ name }) => name) })
  return { plan, columns: aggregates }
}

/** The measures by the other keys and pieces of the clock. */
function partials(
  grain: WindowGrain,
  measures: readonly BaseMeasure[],
  piece: string,
): { readonly plan: Plan; readonly measures: readonly BaseMeasure[] } {
  const partial = measures.map((measure) => ({ ...measure, name: grain.context.names.allocate(measure.name, 'of', grain.piece) }))
  const branch = inPieces(grain, piece)
  const options = { keys: branch.keys.map(({ name }) => name) }
  return {
    plan: aggregateFirst(branch, partial, grain.context) ?? branchPlan(branch, partial, grain.context, options),
    measures: partial,
  }
}

function inPieces(grain: WindowGrain, piece: string): Branch {
  const { shift } = grain.branch.placement
  const key: BranchKey = { name: piece, path: [], dimension: grain.time, granularity: grain.piece, ...(shift.length > 0 && { shift }) }
  return { ...grain.branch, keys: [...grain.others, key] }
}
