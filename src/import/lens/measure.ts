/** Measures of a Lens as measures of a model. */
import { aggregationOf } from '../../semantic/aggregation/index.ts'
import { valueTypes } from '../../semantic/dialect/value-type.ts'
import type { ExpressionType } from '../../semantic/expression/expression.ts'
import type { Spanned } from '../../semantic/issues/issue.ts'
import type { Decision, Problem } from '../remark.ts'
import { approximateCount } from '../trino/functions/aggregates.ts'
import { call, cast, type Node } from '../trino/nodes.ts'
import { readBack, translateTrino } from '../trino/translate.ts'
import type { EntityPlan } from './entity-plan.ts'
import type { LensMeasure, LensMeasureType, LensWindow } from './lens.ts'
import { memberSource } from './scope.ts'
import type { World } from './world.ts'

/** `all`: a running total. */
export type Window = 'all' | { readonly n: number; readonly unit: string }

export type TranslatedMeasure =
  | { readonly ok: false; readonly problems: readonly Problem[] }
  | {
      readonly ok: true
      /** Of the aggregate. */
      readonly type: string
      readonly sql?: string
      readonly where?: string
      /** The measure is that aggregate over a window. */
      readonly window?: Window
      readonly returns: ExpressionType
      readonly decisions: readonly Decision[]
    }

/** The aggregate under a kind of measure. */
const aggregates: Readonly<Record<LensMeasureType, string>> = {
  count: 'count',
  count_distinct: 'count_distinct',
  count_distinct_approx: 'count_distinct',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  number: 'number',
  running_total: 'sum',
}

export function translateMeasure(measure: LensMeasure, entity: EntityPlan, world: World): TranslatedMeasure {
  const type = aggregates[measure.type.value]
  const problems: Problem[] = []
  const decisions: Decision[] = measure.type.value === 'count_distinct_approx' ? [{ kind: 'changed', text: approximateCount }] : []
  const value = measure.sql && expression(measure.sql, type === 'number' ? 'allowed' : 'refused')
  const where = condition(measure)
  const window = windowOf(measure, problems)
  if (window === 'all') {
    const text = 'a running value starts with the first fact there is, whatever range of time is asked for.'
    decisions.push({ kind: 'changed', text })
  }
  if (type === 'number' && (measure.filters.length > 0 || window !== undefined))
    problems.push({ reason: 'filters and windows stand on an aggregate, and not on an expression over several.', span: measure.type.span })
  if (problems.length > 0) return { ok: false, problems }
  const argument = value === undefined ? undefined : numeric(value, type, decisions)
  return {
    ok: true,
    type,
    returns: resultType(type, argument?.type),
    decisions,
    ...(argument && { sql: argument.sql }),
    ...(where !== undefined && { where }),
    ...(window !== undefined && { window }),
  }

  function expression(text: Spanned<string>, allowed: 'allowed' | 'refused') {
    const translated = translateTrino(text, memberSource(entity, world, allowed))
    if (translated.ok) {
      decisions.push(...translated.decisions)
      return translated
    }
    problems.push(...translated.problems)
    return undefined
  }

  function condition({ filters }: LensMeasure): string | undefined {
    const nodes = filters.flatMap((filter): Node[] => {
      const translated = expression(filter, 'refused')
      return translated === undefined ? [] : [translated.node]
    })
    const [first, second] = nodes
    if (first === undefined) return undefined
    return readBack(second === undefined ? first : call(first.span, 'and', ...nodes), { aggregates: 'refused' })
  }
}

/** Sums and averages of a column whose type nothing says. */
function numeric<V extends { readonly node: Node; readonly type: ExpressionType; readonly sql: string }>(
  value: V,
  type: string,
  decisions: Decision[],
) {
  if (value.type !== 'unknown' || (type !== 'sum' && type !== 'avg')) return value
  const sql = readBack(cast(value.node.span, value.node, 'float'), { aggregates: 'refused' })
  if (sql === undefined) return value
  decisions.push({ kind: 'guessed', text: 'a column whose type nothing says is read as a number (`float`).' })
  return { ...value, sql, type: 'float' as const }
}

function resultType(type: string, argument: ExpressionType | undefined): ExpressionType {
  if (type === 'number') return argument ?? 'unknown'
  const known = valueTypes.find((candidate) => candidate === argument)
  if (known === undefined && type !== 'count' && type !== 'count_distinct') return 'unknown'
  return aggregationOf(type)?.resultType(known) ?? 'unknown'
}

function windowOf({ type, rollingWindow }: LensMeasure, problems: Problem[]): Window | undefined {
  if (rollingWindow === undefined) return type.value === 'running_total' ? 'all' : undefined
  const window = readWindow(rollingWindow)
  if (window !== undefined) return window
  const reason =
    'a rolling window is translated where it reaches back from the end of a bucket: `trailing: unbounded`, or a number of units.'
  problems.push({ reason, span: rollingWindow.span })
  return undefined
}

function readWindow({ trailing, leading, offset }: LensWindow): Window | undefined {
  if (leading !== undefined || (offset !== undefined && offset.value !== 'end') || trailing === undefined) return undefined
  if (trailing.value === 'unbounded') return 'all'
  const [, n, unit] = /^([1-9]\d{0,4}) (day|week|month|quarter|year)s?$/.exec(trailing.value.trim()) ?? []
  return n === undefined || unit === undefined ? undefined : { n: Number(n), unit }
}
