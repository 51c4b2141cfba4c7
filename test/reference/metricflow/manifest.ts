/**
 * What MetricFlow's names mean in our models, which keep the names of its semantic models and measures.
 *
 *   listing__country_latest -> listingsLatest.countryLatest        metric_time__month -> time.month
 *   booking__ds__day        -> bookingsSource.dsDay                booking_value      -> bookingsSource.bookingValue
 */
import type { Catalog } from '../../../src/semantic/catalog/catalog.ts'
import { granularityName, toFieldName } from '../../../src/semantic/catalog/names.ts'
import { type Granularity, granularities } from '../../../src/semantic/time/granularity.ts'

export interface SemanticModel {
  readonly name: string
  /** Named here where no column identifies a row. */
  readonly primary_entity?: string
  readonly entities?: readonly { readonly name: string; readonly type: 'primary' | 'unique' | 'foreign' }[]
  readonly dimensions?: readonly { readonly name: string }[]
}

export class Names {
  readonly #models: readonly SemanticModel[]
  readonly #catalog: Catalog
  readonly #metrics: readonly string[]

  /** `metrics` of the question: a foreign entity asked for alone is one of their semantic model. */
  constructor(models: readonly SemanticModel[], catalog: Catalog, metrics: readonly string[]) {
    this.#models = models
    this.#catalog = catalog
    this.#metrics = metrics
  }

  metric(name: string): string {
    return `${toFieldName(this.#entityOf(name))}.${toFieldName(name)}`
  }

  /** Where its buckets, or its values where it has none, stand in an answer. */
  dimension(name: string): string {
    const { entity, dimension, granularity } = this.#resolve(name)
    if (entity === undefined) return `time.${granularity ?? 'day'}`
    return `${toFieldName(entity)}.${toFieldName(granularity === undefined ? dimension : granularityName(dimension, granularity))}`
  }

  /** A condition on it. Of buckets only days can be meant: a date in a condition is the whole day. */
  condition(name: string, leaf: string): string {
    const { granularity = 'day' } = this.#resolve(name)
    if (granularity !== 'day') throw new Error(`A condition on buckets: ${name}`)
    return this.#onValue(name, leaf)
  }

  /** A bucket is there where its time is. */
  hasValue(name: string): string {
    return this.#onValue(name, '{ isNull: false }')
  }

  #onValue(name: string, leaf: string): string {
    const { entity, dimension } = this.#resolve(name)
    return entity === undefined ? `{ time: ${leaf} }` : `{ ${toFieldName(entity)}: { ${toFieldName(dimension)}: ${leaf} } }`
  }

  #resolve(name: string): { readonly entity: string | undefined; readonly dimension: string; readonly granularity?: Granularity } {
    const parts = name.split('__')
    const granularity = granularities.find((granularity) => granularity === parts.at(-1))
    const [entity = '', dimension] = granularity === undefined ? parts : parts.slice(0, -1)
    const bucket = granularity !== undefined && { granularity }
    if (entity === 'metric_time') return { entity: undefined, dimension: entity, ...bucket }
    if (dimension !== undefined) return { entity: this.#homeOf(entity, dimension), dimension, ...bucket }
    const [metric] = this.#metrics
    if (metric === undefined) throw new Error(`No metric says where the entity ${entity} is to be taken from`)
    return { entity: this.#entityOf(metric), dimension: entity }
  }

  #homeOf(entity: string, dimension: string): string {
    const home = this.#models.find(
      (model) => identifies(model, entity) && (model.dimensions ?? []).some((candidate) => candidate.name === dimension),
    )
    if (home === undefined) throw new Error(`No semantic model of ${entity} has ${dimension}`)
    return home.name
  }

  #entityOf(metric: string): string {
    const owner = [...this.#catalog.entities.values()].find(({ measures }) => measures.has(metric))
    if (owner === undefined) throw new Error(`The model has no measure ${metric}`)
    return owner.name
  }
}

function identifies(model: SemanticModel, entity: string): boolean {
  if (model.primary_entity === entity) return true
  return (model.entities ?? []).some(({ name, type }) => name === entity && type !== 'foreign')
}
