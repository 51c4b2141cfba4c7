/**
 * Fourth step of the catalog: measures, typed on demand because `number` measures read others.
 */
import { aggregationOf } from '../aggregation/index.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { ExpressionType } from '../expression/expression.ts'
import { failure, InternalError, issue, type Result, type Span, success } from '../issues/issue.ts'
import type { MeasureDeclaration } from '../model/model.ts'
import type { Calendar } from '../time/granularity.ts'
import type { Dimension, Measure } from './catalog.ts'
import { conversionOf } from './conversion.ts'
import type { DraftEntity, Drafts } from './declare.ts'
import { conditionExpression, numberExpression, type Place, rowExpression } from './expressions.ts'
import { type Computed, derivedMeasure } from './measure-kinds.ts'
import { dimensionOutsideAggregate, readsMeasure } from './measure-reads.ts'
import { semiAdditiveOf } from './semi-additive.ts'
import { annotationsOf, titleOf } from './titles.ts'

/** Resolves every measure once; a second reader gets the same answer. */
export class MeasureResolver {
  readonly #drafts: Drafts
  readonly #resolved = new Map<string, Result<Measure>>()
  readonly #inProgress: string[] = []
  readonly #calendar: Calendar
  readonly #conversions: Dimension[] = []

  constructor(drafts: Drafts, calendar: Calendar) {
    this.#drafts = drafts
    this.#calendar = calendar
  }

  /** Made for the conversions of an entity, once its measures are resolved. */
  conversionsOf(entity: string): readonly Dimension[] {
    return this.#conversions.filter((dimension) => dimension.entity === entity)
  }

  resolve(entityName: string, name: string): Result<Measure> {
    const key = `${entityName}.${name}`
    const known = this.#resolved.get(key)
    if (known !== undefined) return known
    const entity = this.#drafts.get(entityName)
    const declaration = entity?.measures.get(name)
    if (entity === undefined || declaration === undefined) throw new InternalError(`No measure ${key}`)
    if (this.#inProgress.includes(key)) {
      const path = [...this.#inProgress.slice(this.#inProgress.indexOf(key)), key]
      return failure(issue('CYCLIC_REFERENCE', { path }, declaration.name.span))
    }
    this.#inProgress.push(key)
    const measure = this.#build(entity, declaration)
    this.#inProgress.pop()
    this.#resolved.set(key, measure)
    return measure
  }

  #build(entity: DraftEntity, declaration: MeasureDeclaration): Result<Measure> {
    const place: Place = { entity, drafts: this.#drafts, owner: `${entity.name}.${declaration.name.value}`, trusted: declaration.trusted }
    const compute = this.#compute(declaration, place)
    if (!compute.ok) return compute
    const { like } = compute.value
    const format = declaration.format ?? like?.format
    const unit = declaration.unit ?? like?.unit
    const type = answerType(declaration, compute.value.type, place.owner)
    if (!type.ok) return type
    return success({
      kind: 'measure',
      ...annotationsOf(declaration),
      declaredAt: placeOf(declaration),
      entity: entity.name,
      name: declaration.name.value,
      title: declaration.title ?? titleOf(declaration.name.value),
      hidden: declaration.hidden,
      type: type.value,
      additivity: additivityOf(compute.value.compute),
      ...(format !== undefined && { format }),
      ...(unit !== undefined && { unit }),
      compute: compute.value.compute,
    })
  }

  #compute(declaration: MeasureDeclaration, place: Place): Result<Computed> {
    const { from } = declaration
    if (from === undefined) return declaration.type.value === 'number' ? this.#number(declaration, place) : aggregate(declaration, place)
    if (from.kind !== 'conversion') {
      return derivedMeasure(from, { place, calendar: this.#calendar, resolve: ({ entity, name }) => this.resolve(entity, name) })
    }
    const conversion = conversionOf(declaration, from, place)
    if (!conversion.ok) return conversion
    this.#conversions.push(conversion.value.dimension)
    return success(conversion.value.computed)
  }

  #number(declaration: MeasureDeclaration, place: Place): Result<Computed> {
    if (declaration.sql === undefined) throw new InternalError('A number measure without sql passed the decoder')
    const expression = numberExpression(declaration.sql, place, (entity, measure) => {
      const resolved = this.resolve(entity, measure)
      return resolved.ok ? success(resolved.value.type) : resolved
    })
    if (!expression.ok) return expression
    const bare = dimensionOutsideAggregate(expression.value)
    if (bare !== undefined) {
      return failure(
        issue(
          'TYPE_MISMATCH',
          {
            what: `\`${bare}\` in \`${place.owner}\``,
            expected: 'a measure or an aggregate (one value per group)',
            actual: 'a value per row',
          },
          declaration.sql.span,
        ),
      )
    }
    if (!readsMeasure(expression.value)) {
      const what = `\`${place.owner}\` (number)`
      return failure(
        issue('TYPE_MISMATCH', { what, expected: 'at least one measure or aggregate', actual: 'constants alone' }, declaration.sql.span),
      )
    }
    return success({ type: expression.value.type, compute: { kind: 'number', expression: expression.value } })
  }
}

function placeOf({ sql, from, name }: MeasureDeclaration): Span {
  const made = from === undefined ? sql : from.kind === 'conversion' ? from.to : from.of
  return (made ?? name).span
}

function additivityOf(compute: Measure['compute']): Measure['additivity'] {
  return compute.kind === 'aggregate' && compute.semiAdditive === undefined ? compute.aggregation.additivity : 'non_additive'
}

function aggregate(declaration: MeasureDeclaration, place: Place): Result<Computed> {
  const aggregation = aggregationOf(declaration.type.value)
  if (aggregation === undefined) throw new InternalError(`No aggregation ${declaration.type.value}`)
  const argument = declaration.sql === undefined ? undefined : rowExpression(declaration.sql, place)
  const where = declaration.where === undefined ? undefined : conditionExpression(declaration.where, place)
  const semiAdditive = declaration.semiAdditive === undefined ? undefined : semiAdditiveOf(declaration.semiAdditive, place)
  const issues = [argument, where, semiAdditive].flatMap((result) => (result === undefined || result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const argumentType = argument?.ok ? argument.value.type : undefined
  const known = argumentType === undefined ? undefined : aggregation.accepts.find((type) => type === argumentType)
  // Any column can be counted; what else is done with a value depends on its type.
  const isCounted = aggregation.ofNoRows === 0
  if (argumentType !== undefined && known === undefined && !(isCounted && argumentType === 'unknown')) {
    return failure(notAccepted(declaration, argumentType, aggregation.accepts, place.owner))
  }
  return success({
    type: aggregation.resultType(known),
    compute: {
      kind: 'aggregate',
      aggregation,
      ...(argument?.ok && { argument: argument.value }),
      ...(where?.ok && { where: where.value }),
      ...(declaration.percentile && { fraction: declaration.percentile.value }),
      ...(semiAdditive?.ok && { semiAdditive: semiAdditive.value }),
    },
  })
}

function notAccepted(declaration: MeasureDeclaration, actual: ExpressionType, accepts: readonly ValueType[], owner: string) {
  const what = `\`${owner}\` (${declaration.type.value})`
  const span: Span = placeOf(declaration)
  if (actual !== 'unknown') return issue('TYPE_MISMATCH', { what, expected: accepts.join(', '), actual }, span)
  return issue(
    'TYPE_MISMATCH',
    { what, expected: 'a dimension, whose type is declared, or a cast', actual: 'a column of unknown type' },
    span,
  )
}

/** `returns` where it keeps the value, else the type computed. */
function answerType(declaration: MeasureDeclaration, computed: ExpressionType, owner: string): Result<ValueType> {
  const wanted = declaration.returns
  if (wanted === undefined) {
    if (computed !== 'interval' && computed !== 'unknown' && computed !== 'null') return success(computed)
    return failure(
      issue(
        'TYPE_MISMATCH',
        { what: `\`${owner}\``, expected: 'a value with a type; `returns` names it', actual: computed },
        placeOf(declaration),
      ),
    )
  }
  const isCounted = computed === 'integer' || computed === 'bigint'
  if (isAssignable(computed, wanted.value) || (isCounted && wanted.value === 'integer')) return success(wanted.value)
  // Rounding is said where it happens, with its digits: a cast in `sql`.
  const isRounded = declaration.type.value === 'number' && isNumeric(computed) && isNumeric(wanted.value)
  const expected = `a type that holds ${computed}${isRounded ? ' (a cast in `sql` says how it is rounded)' : ''}`
  return failure(issue('TYPE_MISMATCH', { what: `\`returns\` of \`${owner}\``, expected, actual: wanted.value }, wanted.span))
}

function isNumeric(type: ExpressionType): boolean {
  return type === 'integer' || type === 'bigint' || type === 'decimal' || type === 'float'
}

/** Every value of `from` is one of `to`. */
export function isAssignable(from: ExpressionType, to: ValueType): boolean {
  if (from === to || from === 'unknown' || from === 'null') return true
  const widening: Partial<Record<ExpressionType, readonly ValueType[]>> = {
    integer: ['bigint', 'decimal', 'float'],
    bigint: ['decimal', 'float'],
    decimal: ['float'],
  }
  return widening[from]?.includes(to) ?? false
}
