/**
 * Rule: fiscal quarters and years are read only in a model that says when its fiscal year starts.
 *
 *   date_trunc('fiscal_year', ${ordered_on})   needs   fiscal_year_start: april
 */
import type { Expression } from '../../expression/expression.ts'
import { childrenOf } from '../../expression/references.ts'
import { type Issue, issue, type Span } from '../../issues/issue.ts'
import { type Calendar, type Granularity, granularities, isFiscal } from '../../time/granularity.ts'
import type { Dimension, Entity, Measure, MemberReference } from '../catalog.ts'

type Written = Expression<MemberReference>

export function checkFiscalYear(entities: ReadonlyMap<string, Entity>, calendar: Calendar, issues: Issue[]): void {
  if (calendar.fiscalYearStart !== undefined) return
  for (const entity of entities.values()) {
    for (const member of [...entity.dimensions.values(), ...entity.measures.values()]) {
      issues.push(...expressionsOf(member).flatMap(fiscalUnits))
      const unit = windowUnit(member)
      if (unit !== undefined && isFiscal(unit)) issues.push(needed('`to_date` a fiscal quarter or year', member.declaredAt))
    }
  }
}

function expressionsOf(member: Dimension | Measure): readonly Written[] {
  if (member.kind === 'dimension') {
    const { from } = member
    if (from.kind === 'expression') return [from.expression]
    return from.kind === 'measure' || from.kind === 'pick' ? present(from.where) : []
  }
  const { compute } = member
  if (compute.kind === 'number') return [compute.expression]
  if (compute.kind !== 'aggregate') return []
  return [...present(compute.argument), ...present(compute.where), ...(compute.semiAdditive?.per ?? [])]
}

function fiscalUnits(expression: Written): readonly Issue[] {
  return [...(isFiscalBucket(expression) ? [missing(expression)] : []), ...childrenOf(expression).flatMap(fiscalUnits)]
}

function isFiscalBucket(expression: Written): boolean {
  if (expression.kind !== 'call' || expression.name !== 'date_trunc') return false
  const [unit] = expression.arguments
  return granularities.some((granularity) => isFiscal(granularity) && unit?.kind === 'literal' && unit.value === granularity)
}

/** The unit from whose start a window runs. */
function windowUnit(member: Dimension | Measure): Granularity | undefined {
  if (member.kind === 'measure') {
    const { compute } = member
    return compute.kind === 'cumulative' && compute.window.kind === 'to_date' ? compute.window.unit : undefined
  }
  const { from } = member
  return (from.kind === 'measure' || from.kind === 'pick') && from.window?.operator === 'toDate' ? from.window.unit : undefined
}

function missing({ span }: Written): Issue {
  return needed('`date_trunc` by fiscal quarter or year', span)
}

function needed(because: string, span: Span | undefined): Issue {
  return issue('MISSING_KEY', { key: 'fiscal_year_start', of: 'the model', because }, span)
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}
