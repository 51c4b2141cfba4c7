/**
 * `type: conversion`: the fraction of rows that led to a row of another entity, as an ordinary number over a dimension made for it.
 *
 *   invoiced_in_14_days = count(*) filter (where <a row of order_invoiced followed>) / count(*)
 *
 * The dimension is hidden and its name is none that a model can write, so that nothing else reads it.
 */
import type { Expression } from '../expression/expression.ts'
import { failure, type Issue, issue, type Result, success } from '../issues/issue.ts'
import type { ConversionDeclaration, MeasureDeclaration } from '../model/model.ts'
import type { Dimension, MemberReference } from './catalog.ts'
import { type DraftEntity, unknown } from './declare.ts'
import { conditionExpression, type Place } from './expressions.ts'
import { type Computed, periodOf } from './measure-kinds.ts'
import { sharedFields } from './shared-entity.ts'
import { timesNeeded, unitsNeeded } from './times-needed.ts'
import { titleOf } from './titles.ts'

export interface Conversion {
  readonly computed: Computed
  /** Whether a row led to one of the other entity: to be added to the entity's dimensions. */
  readonly dimension: Dimension
}

export function conversionOf(declaration: MeasureDeclaration, from: ConversionDeclaration, place: Place): Result<Conversion> {
  const where = declaration.where === undefined ? undefined : conditionExpression(declaration.where, place)
  const origin = originIssues(from, place)
  const target = targetOf(from, place)
  const missing = target.ok ? timeIssues(from, target.value, place) : target.issues
  const fields = target.ok ? sharedFields(target.value, { span: from.to.span, ...(from.by && { by: from.by }) }, place) : undefined
  const issues = [
    ...origin,
    ...missing,
    ...(fields === undefined || fields.ok ? [] : fields.issues),
    ...(where === undefined || where.ok ? [] : where.issues),
  ]
  if (issues.length > 0 || !target.ok || !fields?.ok) return failure(...issues)
  const name = `${declaration.name.value}:converted`
  const dimension: Dimension = {
    kind: 'dimension',
    tags: [],
    verified: false,
    declaredAt: from.to.span,
    entity: place.entity.name,
    name,
    title: `${declaration.title ?? titleOf(declaration.name.value)}: converted`,
    hidden: true,
    pii: false,
    type: 'boolean',
    from: { kind: 'conversion', to: target.value.name, ...fields.value, within: periodOf(from.within) },
  }
  return success({ dimension, computed: fractionOf(dimension, where?.ok ? where.value : undefined) })
}

function fractionOf(dimension: Dimension, where: Expression<MemberReference> | undefined): Computed {
  const converted: Expression<MemberReference> = {
    kind: 'reference',
    type: 'boolean',
    reference: { kind: 'dimension', entity: dimension.entity, dimension: dimension.name, path: [] },
  }
  const both =
    where === undefined ? converted : { kind: 'call' as const, name: 'and', type: 'boolean' as const, arguments: [where, converted] }
  const count = (filter: Expression<MemberReference> | undefined): Expression<MemberReference> => ({
    kind: 'aggregate',
    name: 'count',
    type: 'integer',
    ...(filter !== undefined && { filter }),
  })
  return {
    type: 'float',
    compute: { kind: 'number', expression: { kind: 'call', name: '/', type: 'float', arguments: [count(both), count(where)] } },
  }
}

function originIssues({ from }: ConversionDeclaration, { entity, drafts, owner }: Place): readonly Issue[] {
  if (from === undefined || from.value === entity.name) return []
  if (!drafts.has(from.value)) return [unknown('entity', from, 'The model', drafts.keys())]
  const problem = `and the measure belongs to \`${entity.name}\`: it counts rows of \`${from.value}\` when it stands under the measures of \`${from.value}\``
  return [issue('BAD_VALUE', { what: `\`from\` of \`${owner}\``, value: from.value, problem }, from.span)]
}

function targetOf({ to }: ConversionDeclaration, { entity, drafts, owner }: Place): Result<DraftEntity> {
  const target = drafts.get(to.value)
  if (target === undefined) return failure(unknown('entity', to, 'The model', drafts.keys()))
  if (target !== entity) return success(target)
  const problem = 'the entity of the rows that convert; they lead to rows of another entity'
  return failure(issue('BAD_VALUE', { what: `\`to\` of \`${owner}\``, value: to.value, problem }, to.span))
}

/** Both times are of one type: a day is neither before nor after an instant of it. */
function timeIssues({ to, within }: ConversionDeclaration, target: DraftEntity, { entity, drafts, owner }: Place): readonly Issue[] {
  const both = [entity.name, target.name]
  const missing = timesNeeded(both, '`type: conversion`', to.span, drafts)
  if (missing.length > 0) return missing
  const [from, until] = [entity, target].map((of) => of.dimensions.get(of.time ?? ''))
  if (from === undefined || until === undefined || from.type === until.type) return unitsNeeded(both, within.unit, owner, drafts)
  const what = `\`${owner}\` (conversion)`
  const expected = `a ${from.type}, as \`${entity.name}.${from.name}\` is one`
  return [issue('TYPE_MISMATCH', { what, expected, actual: `the ${until.type} \`${target.name}.${until.name}\`` }, to.span)]
}
