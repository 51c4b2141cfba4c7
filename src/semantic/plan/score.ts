/**
 * Scores: where a row stands among the rows that are scored, whatever else a question filters (semantics.md 20, 22).
 *
 *   quantile, right   1 + cut points the value is greater than.  Cut point r of b lies among the n values in order at (n - 1) * r / b, and a value is
 *                     greater than it exactly when it is greater than the one at or before it: counting those less is enough, nothing is interpolated.
 *   plus_one          moves cut points between values, so that they are worked out: b * value >= b * cut + b
 */
import { knownAggregation } from '../aggregation/index.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { branch } from '../expression/expression.ts'
import { InternalError } from '../issues/issue.ts'
import type { ScoreRule } from '../model/grouping.ts'
import type { PlanContext } from './context.ts'
import { aggregate, call, crossJoin, derive, filter, literal, reference, window } from './nodes.ts'
import type { AggregateColumn, Column, Plan, PlanExpression, Window } from './plan.ts'

export interface Scored {
  /** The score's column. */
  readonly score: Column
  /** What is scored; null for rows that are not. */
  readonly value: Column & { readonly type: ValueType }
  /** Whether a row is scored. */
  readonly among: Column
  /** What puts rows of equal value in an order, where one is needed. */
  readonly key: readonly string[]
}

/** The score as a window function over the rows; undefined where it is worked out otherwise. */
export function scoreFunction({ score, value, among, key }: Scored, rule: ScoreRule): Window['functions'][number] | undefined {
  if (rule.method === 'bands' || (rule.method === 'quantile' && rule.cut === 'plus_one')) return undefined
  return {
    name: score.name,
    type: 'integer',
    function: { kind: 'score', column: value.name, among: among.name, rule },
    partitionBy: [among.name],
    orderBy: rule.method === 'ntile' ? [value.name, ...key] : [value.name],
  }
}

/** The rows with a score that is no window function. */
export function addScore(rows: Plan, scored: Scored, rule: ScoreRule, context: PlanContext): Plan {
  if (rule.method === 'bands') return derive(rows, [{ ...scored.score, expression: bandOf(scored, rule.bands) }])
  if (rule.method === 'quantile') return addShifted(rows, scored, rule, context)
  throw new InternalError(`A score by ${rule.method} is a window function`)
}

type Banded = Extract<ScoreRule, { readonly method: 'bands' }>

function bandOf({ value, among }: Scored, bands: Banded['bands']): PlanExpression {
  const edge = (text: string) => literal(text.includes('.') ? 'decimal' : 'integer', text)
  const branches = bands.map(({ score, from, below }) => {
    const tests = [
      reference(among),
      ...(from === undefined ? [] : [call('>=', 'boolean', reference(value), edge(from))]),
      ...(below === undefined ? [] : [call('<', 'boolean', reference(value), edge(below))]),
    ]
    return branch(call('and', 'boolean', ...tests), literal('integer', String(score)))
  })
  return { kind: 'case', type: 'integer', branches }
}

type Quantile = Extract<ScoreRule, { readonly method: 'quantile' }>

/** Cut points of a quantile score, each times the number of buckets, in one row beside the number of values. */
export interface CutPoints {
  readonly plan: Plan
  readonly cuts: readonly Column[]
  readonly total: Column
}

/** Exact: `b * lo + (hi - lo) * rest`, in whole numbers and decimals; only floats are floats. */
export function cutPoints(rows: Plan, { value, among, score }: Omit<Scored, 'key'>, buckets: number, context: PlanContext): CutPoints {
  const named = (what: string): string => context.names.allocate(score.name.replaceAll(/[.:]/g, '_'), what)
  const place = { name: named('place'), type: 'bigint' as const }
  const count = { name: named('values'), type: 'bigint' as const }
  const scoredRows = filter(rows, { kind: 'holds', expression: reference(among) })
  const numbered = window(scoredRows, [
    { ...place, function: { kind: 'row_number' }, partitionBy: [], orderBy: [value.name] },
    {
      ...count,
      function: { kind: 'aggregate', aggregation: knownAggregation('count'), argument: reference(value) },
      partitionBy: [],
      orderBy: [],
    },
  ])
  const max = knownAggregation('max')
  const whole = (n: number) => literal('integer', String(n))
  // (n - 1) * r: how far cut point r lies into the values, in b-ths of a place.
  const into = (cut: number) => call('*', 'bigint', call('-', 'bigint', reference(count), whole(1)), whole(cut))
  const at = (name: string, offset: PlanExpression): AggregateColumn => ({
    name,
    type: value.type,
    aggregation: max,
    argument: reference(value),
    where: call('=', 'boolean', reference(place), call('+', 'bigint', offset, whole(1))),
  })
  const cuts = Array.from({ length: buckets - 1 }, (_, index) => ({
    number: index + 1,
    low: named(`low_${index + 1}`),
    high: named(`high_${index + 1}`),
    cut: { name: named(`cut_${index + 1}`), type: wider(value.type) },
  }))
  const total = { name: named('total'), type: 'bigint' as const }
  const ends = aggregate(
    numbered,
    [],
    [
      { ...total, aggregation: max, argument: reference(count) },
      ...cuts.flatMap(({ number, low, high }) => [
        at(low, call('/', 'bigint', into(number), whole(buckets))),
        at(high, call('/', 'bigint', call('+', 'bigint', into(number), whole(buckets - 1)), whole(buckets))),
      ]),
    ],
  )
  const plan = derive(
    ends,
    cuts.map(({ number, low, high, cut }) => {
      const [from, to] = [low, high].map((name) => wide({ kind: 'reference', type: value.type, reference: name }))
      const rest = call('%', 'bigint', call('*', 'bigint', call('-', 'bigint', reference(total), whole(1)), whole(number)), whole(buckets))
      if (from === undefined || to === undefined) throw new InternalError('A cut point lies between two values')
      const times = call('*', cut.type, from, whole(buckets))
      return { ...cut, expression: call('+', cut.type, times, call('*', cut.type, call('-', cut.type, to, from), rest)) }
    }),
  )
  return { plan, cuts: cuts.map(({ cut }) => cut), total }
}

/** Values may lie between a cut point and the cut point plus one: those have not passed it. */
function addShifted(rows: Plan, scored: Scored, rule: Quantile, context: PlanContext): Plan {
  const { score, value, among } = scored
  const { plan, cuts } = cutPoints(rows, scored, rule.buckets, context)
  const buckets = literal('integer', String(rule.buckets))
  const type = wider(value.type)
  const passed = cuts.map((cut) => {
    const isPassed = call('>=', 'boolean', call('*', type, wide(reference(value)), buckets), call('+', type, reference(cut), buckets))
    return caseOf(isPassed, literal('integer', '1'), literal('integer', '0'))
  })
  const isAscending = ascends(rule)
  const first = literal('integer', String(isAscending ? 1 : rule.buckets))
  const bucket = passed.reduce((sum, one) => call(isAscending ? '+' : '-', 'integer', sum, one), first)
  return derive(crossJoin(rows, plan), [{ ...score, expression: caseOf(reference(among), bucket) }])
}

/** Whether greater values have greater scores. */
export function ascends({ best, bestScore }: Exclude<ScoreRule, Banded>): boolean {
  return (best === 'highest') === bestScore > 1
}

function caseOf(when: PlanExpression, then: PlanExpression, otherwise?: PlanExpression): PlanExpression {
  return { kind: 'case', type: then.type, branches: [branch(when, then)], ...(otherwise !== undefined && { otherwise }) }
}

/** Products with the number of buckets must not leave the type. */
function wider(type: ValueType): 'bigint' | 'decimal' | 'float' {
  if (type === 'float') return 'float'
  return type === 'integer' ? 'bigint' : 'decimal'
}

function wide(value: PlanExpression): PlanExpression {
  const type = value.type === 'integer' || value.type === 'bigint' || value.type === 'float' ? wider(value.type) : 'decimal'
  return type === value.type ? value : { kind: 'cast', type, argument: value }
}
