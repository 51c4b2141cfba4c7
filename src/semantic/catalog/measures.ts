/**
 * Fourth step of the catalog: measures, typed on demand because `number` measures read others.
 */
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import type { MeasureDeclaration } from '../model/model.ts'
import type { Calendar } from '../time/granularity.ts'
import { aggregateMeasure } from './aggregate-measure.ts'
import { answerType, madeAt } from './answer-type.ts'
import type { Dimension, Measure } from './catalog.ts'
import { conversionOf } from './conversion.ts'
import type { DraftEntity, Drafts } from './declare.ts'
import { numberExpression, type Place } from './expressions.ts'
import { type Computed, derivedMeasure } from './measure-kinds.ts'
import { dimensionOutsideAggregate, readsMeasure } from './measure-reads.ts'
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
      declaredAt: madeAt(declaration),
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
    if (from === undefined)
      return declaration.type.value === 'number' ? this.#number(declaration, place) : aggregateMeasure(declaration, place)
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

function additivityOf(compute: Measure['compute']): Measure['additivity'] {
  return compute.kind === 'aggregate' && compute.semiAdditive === undefined ? compute.aggregation.additivity : 'non_additive'
}
