/**
 * Fifth step of the catalog: dimensions with their expressions, held against the types they declare.
 */
import type { Expression, ExpressionType } from '../expression/expression.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../issues/issue.ts'
import type { DimensionDeclaration } from '../model/model.ts'
import { isAssignable } from './answer-type.ts'
import type { Dimension, Measure, MemberReference } from './catalog.ts'
import type { DraftDimension, DraftEntity, Drafts } from './declare.ts'
import { type Place, rowExpression } from './expressions.ts'
import { labelSource, scoreSource, segmentationSource, segmentSource } from './grouping.ts'
import { describe, kindOf } from './measure-kinds.ts'
import { measureNamed } from './measure-names.ts'
import { measuresRead, sourceEntities } from './measure-reads.ts'
import type { MeasureResolver } from './measures.ts'
import { listOf, pickSource } from './picks.ts'
import { rowsRead } from './rows-read.ts'
import { annotationsOf, titleOf } from './titles.ts'

export function buildDimension(draft: DraftDimension, entity: DraftEntity, drafts: Drafts, measures: MeasureResolver): Result<Dimension> {
  const { declaration, name, type } = draft
  const made = originOf(draft, entity, drafts, measures)
  if (!made.ok) return made
  return success({
    kind: 'dimension',
    ...(declaration === undefined ? { tags: [], verified: false, description: inheritedDescription(draft) } : annotationsOf(declaration)),
    declaredAt: declaredAt(draft),
    entity: entity.name,
    name,
    title: declaration?.title ?? titleOf(name),
    hidden: declaration?.hidden ?? false,
    pii: declaration?.pii ?? false,
    type,
    ...made.value,
  })
}

function declaredAt({ declaration, span }: DraftDimension) {
  if (declaration === undefined) return span
  const { from } = declaration
  switch (from.kind) {
    case 'column':
      return from.column.span
    case 'sql':
      return from.sql.span
    case 'measure':
      return from.measure.span
    case 'pick':
    case 'score':
      return from.of.span
    case 'segment':
      return from.when.span
    case 'segmentation':
    case 'label':
      return declaration.name.span
  }
}

function inheritedDescription({ from, name }: DraftDimension): string {
  if (from?.kind === 'occurrence') return 'How many times this activity has happened to this customer, this one included.'
  if (from?.kind === 'repeated_at') return 'When this activity happened to this customer again; null where it has not.'
  return `${titleOf(name)}, from the activity stream.`
}

type Origin = Pick<Dimension, 'from' | 'list' | 'segment' | 'groups'>

function originOf(draft: DraftDimension, entity: DraftEntity, drafts: Drafts, measures: MeasureResolver): Result<Origin> {
  const { declaration } = draft
  if (draft.from !== undefined) return success({ from: draft.from })
  if (declaration === undefined) return success({ from: { kind: 'column', column: draft.name } })
  const place = { entity, drafts, owner: `${entity.name}.${draft.name}`, trusted: declaration.trusted }
  const { from } = declaration
  switch (from.kind) {
    case 'column':
      return success({ from: { kind: 'column', column: from.column.value } })
    case 'sql': {
      const checked = rowExpression(from.sql, place)
      return checked.ok ? asOrigin(typed(checked.value, declaration, place)) : checked
    }
    case 'measure':
      return asOrigin(aggregateSource(declaration, from, place, measures))
    case 'pick':
      return asOrigin(pickSource(declaration, from, place), listOf(from))
    case 'score':
      return asOrigin(scoreSource(from, place, measures))
    case 'segment':
      return asOrigin(segmentSource(from, place), { segment: { ...(from.action !== undefined && { action: from.action }) } })
    case 'label':
      return asOrigin(labelSource(from, place), { segment: { ...(from.action !== undefined && { action: from.action }) } })
    case 'segmentation':
      return segmentationSource(from, place)
  }
}

function asOrigin(from: Result<Dimension['from']>, besides: Omit<Origin, 'from'> = {}): Result<Origin> {
  return from.ok ? success({ from: from.value, ...besides }) : from
}

/** The declared type is a promise: wider is cast, anything else refused. */
function typed(expression: Expression<MemberReference>, declaration: DimensionDeclaration, place: Place): Result<Dimension['from']> {
  const wanted = declaration.type.value
  if (expression.type === wanted || expression.type === 'unknown') return success({ kind: 'expression', expression })
  if (isAssignable(expression.type, wanted))
    return success({ kind: 'expression', expression: { kind: 'cast', type: wanted, argument: expression } })
  return failure(mismatch(declaration, expression.type, place))
}

function aggregateSource(
  declaration: DimensionDeclaration,
  from: DimensionDeclaration['from'] & { readonly kind: 'measure' },
  place: Place,
  measures: MeasureResolver,
): Result<Dimension['from']> {
  const name = measureNamed(from.measure, place, 'measure')
  if (!name.ok) return name
  const target = place.drafts.get(name.value.entity)
  if (target === undefined) throw new InternalError(`No entity ${name.value.entity}`)
  const measure = measures.resolve(target.name, name.value.name)
  if (!measure.ok) return failure()
  const find = (entity: string, read: string): Measure | undefined => valueIfOk(measures.resolve(entity, read))
  const sources = [...sourceEntities(measure.value, find)]
  const withoutRows = measuresRead(measure.value, find).find((read) => isOfGroups(read))
  if (withoutRows !== undefined) return failure(noRows(withoutRows, from, place))
  // Which of its rows are the last of all depends on the row they are seen from.
  const isInTime = from.related !== undefined && from.related.when.value !== 'ever'
  const state = isInTime
    ? measuresRead(measure.value, find).find(({ compute }) => compute.kind === 'aggregate' && compute.semiAdditive)
    : undefined
  if (state !== undefined) {
    const what = `\`when\` with \`${state.entity}.${state.name}\`, which is \`semi_additive\``
    return failure(issue('NOT_YET', { what }, from.measure.span))
  }
  const read = rowsRead(from, { written: from.measure.value, span: from.measure.span, target, sources }, place)
  if (!read.ok) return read
  if (!isAssignable(measure.value.type, declaration.type.value)) return failure(mismatch(declaration, measure.value.type, place))
  return success({ kind: 'measure', measure: name.value, ...read.value })
}

function isOfGroups(measure: Measure): boolean {
  const kind = kindOf(measure)
  return kind !== 'aggregate' && kind !== 'number' && kind !== 'semi_additive'
}

function noRows(measure: Measure, from: DimensionDeclaration['from'] & { readonly kind: 'measure' }, place: Place): Issue {
  const what = `Dimension \`${place.owner}\``
  const expected = 'a measure of rows, which `window` restricts to a stretch of time'
  return issue('TYPE_MISMATCH', { what, expected, actual: describe(measure) }, from.measure.span)
}

function valueIfOk<T>(result: Result<T>): T | undefined {
  return result.ok ? result.value : undefined
}

function mismatch(declaration: DimensionDeclaration, actual: ExpressionType, place: Place): Issue {
  return issue('TYPE_MISMATCH', { what: `Dimension \`${place.owner}\``, expected: declaration.type.value, actual }, declaration.type.span)
}
