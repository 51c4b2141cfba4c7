/**
 * The measures of a question, taken apart: what each entity's rows are aggregated into, and what is computed from those after the merge.
 *
 *   rejected_rate = ${frequency} / ${order_placed.frequency}  ->  order_rejected: frequency; order_placed: frequency; derived: a / b
 */

import { aggregationOf } from '../aggregation/index.ts'
import type { Catalog, Measure, MemberReference } from '../catalog/catalog.ts'
import type { Expression } from '../expression/expression.ts'
import { mapReferences, replaceAggregates } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { ColumnNames } from './names.ts'
import type { BaseMeasure, DerivedMeasure, MeasureColumn } from './resolved-query.ts'

export class MeasureColumns {
  readonly derived: DerivedMeasure[] = []
  readonly #catalog: Catalog
  readonly #names: ColumnNames
  readonly #columns = new Map<string, { readonly column: string; readonly entities: readonly string[] }>()
  readonly #base = new Map<string, BaseMeasure[]>()

  constructor(catalog: Catalog, names: ColumnNames) {
    this.#catalog = catalog
    this.#names = names
  }

  /** The column that will hold a measure; asked twice, it is one column. */
  add(measure: Measure): MeasureColumn {
    return { name: this.#resolve(measure).column, type: measure.type, member: { entity: measure.entity, measure: measure.name } }
  }

  /** Entities whose rows a measure is computed from. */
  entitiesOf(measure: Measure): readonly string[] {
    return this.#resolve(measure).entities
  }

  baseOf(entity: string): readonly BaseMeasure[] {
    return this.#base.get(entity) ?? []
  }

  get entities(): readonly string[] {
    return [...this.#base.keys()]
  }

  #resolve(measure: Measure) {
    const key = `${measure.entity}.${measure.name}`
    const known = this.#columns.get(key)
    if (known !== undefined) return known
    const { compute } = measure
    if (compute.kind !== 'aggregate' && compute.kind !== 'number')
      throw new InternalError(`Measures of kind ${compute.kind} are not planned yet`)
    const column = compute.kind === 'aggregate' ? this.#aggregate(measure, compute) : this.#number(measure, compute.expression)
    this.#columns.set(key, column)
    return column
  }

  #aggregate(measure: Measure, compute: BaseMeasure['compute']) {
    const column = this.#names.allocate(measure.entity, measure.name)
    this.#addBase(measure.entity, { name: column, type: measure.type, compute })
    return { column, entities: [measure.entity] }
  }

  #number(measure: Measure, expression: Expression<MemberReference>) {
    const entities = new Set<string>()
    const lifted = replaceAggregates(expression, (aggregate): Expression<MemberReference> => {
      const aggregation = aggregationOf(aggregate.name)
      if (aggregation === undefined) throw new InternalError(`No aggregation ${aggregate.name}`)
      const column = this.#names.allocate(measure.entity, measure.name, aggregate.name)
      const type = aggregation.resultType(valueTypeOf(aggregate.argument))
      this.#addBase(measure.entity, {
        name: column,
        type,
        compute: {
          kind: 'aggregate',
          aggregation,
          ...(aggregate.argument !== undefined && { argument: aggregate.argument }),
          ...(aggregate.filter !== undefined && { where: aggregate.filter }),
          ...(aggregate.fraction !== undefined && { fraction: aggregate.fraction }),
        },
      })
      entities.add(measure.entity)
      return { kind: 'reference', type: aggregate.type, reference: { kind: 'column', entity: measure.entity, column } }
    })
    const columns = mapReferences(lifted, (reference): string => {
      if (reference.kind === 'column') return reference.column
      if (reference.kind === 'dimension') throw new InternalError(`Dimension ${reference.dimension} outside an aggregate`)
      const other = this.#catalog.entities.get(reference.entity)?.measures.get(reference.measure)
      if (other === undefined) throw new InternalError(`No measure ${reference.entity}.${reference.measure}`)
      const resolved = this.#resolve(other)
      for (const entity of resolved.entities) entities.add(entity)
      return resolved.column
    })
    const column = this.#names.allocate(measure.entity, measure.name)
    this.derived.push({ name: column, type: measure.type, expression: columns })
    return { column, entities: [...entities] }
  }

  #addBase(entity: string, measure: BaseMeasure): void {
    const measures = this.#base.get(entity)
    if (measures === undefined) this.#base.set(entity, [measure])
    else measures.push(measure)
  }
}

function valueTypeOf(argument: Expression<MemberReference> | undefined) {
  const type = argument?.type
  return type === undefined || type === 'unknown' || type === 'null' || type === 'interval' ? undefined : type
}
