/**
 * The measures of a question, taken apart: what each entity's rows are aggregated into, and what is computed from those after the merge.
 *
 *   rejected_rate = ${frequency} / ${order_placed.frequency}  ->  order_rejected: frequency; order_placed: frequency; derived: a / b
 *   growth of revenue by 1 month  ->  order: revenue; order, moved by 1 month: revenue; derived: (a - b) / b
 */

import { knownAggregation } from '../aggregation/index.ts'
import type { Catalog, Level, Measure, MemberName, MemberReference } from '../catalog/catalog.ts'
import type { Expression } from '../expression/expression.ts'
import { mapReferences, replaceAggregates } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { ColumnNames } from './names.ts'
import { asTheyAre, type BaseMeasure, type DerivedMeasure, type MeasureColumn, type Placement } from './resolved-query.ts'

/** Measures aggregated from the same rows, placed in time alike. */
export interface MeasureBranch {
  readonly entity: string
  readonly placement: Placement
  readonly measures: readonly BaseMeasure[]
}

interface Resolved {
  readonly column: string
  readonly entities: readonly string[]
}

export class MeasureColumns {
  readonly derived: DerivedMeasure[] = []
  readonly #catalog: Catalog
  readonly #names: ColumnNames
  readonly #keyOf: (level: Level) => string | undefined
  readonly #columns = new Map<string, Resolved>()
  readonly #branches = new Map<string, { readonly entity: string; readonly placement: Placement; readonly measures: BaseMeasure[] }>()

  /** `keyOf`: the grain's column for a level that shares and ranks are counted within. */
  constructor(catalog: Catalog, names: ColumnNames, keyOf: (level: Level) => string | undefined = () => undefined) {
    this.#catalog = catalog
    this.#names = names
    this.#keyOf = keyOf
  }

  /** The column that will hold a measure; asked twice, it is one column. */
  add(measure: Measure): MeasureColumn {
    return { name: this.#resolve(measure).column, type: measure.type, member: { entity: measure.entity, measure: measure.name } }
  }

  /** Entities whose rows a measure is computed from. */
  entitiesOf(measure: Measure): readonly string[] {
    return this.#resolve(measure).entities
  }

  get branches(): readonly MeasureBranch[] {
    return [...this.#branches.values()]
  }

  get entities(): readonly string[] {
    return [...new Set(this.branches.map(({ entity }) => entity))]
  }

  /** `label` names the columns of what a measure is made of after the measure that was asked for. */
  #resolve(measure: Measure, placement: Placement = asTheyAre, label = measure.name): Resolved {
    const key = `${measure.entity}.${measure.name} ${placementKey(placement)}`
    const known = this.#columns.get(key)
    if (known !== undefined) return known
    const resolved = this.#build(measure, placement, label)
    this.#columns.set(key, resolved)
    return resolved
  }

  #build(measure: Measure, placement: Placement, label: string): Resolved {
    const { compute, entity, type } = measure
    const of = (inner: Placement = placement, innerLabel = label) => {
      if (!('of' in compute)) throw new InternalError(`Measure ${measure.name} is of no other`)
      return this.#resolve(this.#measure(compute.of), inner, innerLabel)
    }
    switch (compute.kind) {
      case 'aggregate': {
        const column = this.#names.allocate(entity, label)
        this.#addBase(entity, placement, { name: column, type, compute })
        return { column, entities: [entity] }
      }
      case 'number':
        return this.#number(measure, compute.expression, placement, label)
      case 'cumulative':
        if (placement.window !== undefined) throw new InternalError(`A window over the window of ${measure.name}`)
        return of({ ...placement, window: compute.window })
      case 'offset':
        return of(earlier(placement, compute.by))
      case 'difference':
      case 'growth': {
        const now = of(placement, this.#measure(compute.of).name)
        const before = of(earlier(placement, compute.by), `${label}_before`)
        const expression = compared(compute.kind, { name: now.column, type: this.#measure(compute.of).type }, before.column, type)
        return this.#derive({ kind: 'number', name: this.#names.allocate(entity, label), type, expression }, [now, before])
      }
      case 'share': {
        const whole = of(placement, this.#measure(compute.of).name)
        const name = this.#names.allocate(entity, label)
        return this.#derive({ kind: 'share', name, type: 'float', of: whole.column, within: this.#keys(compute.within) }, [whole])
      }
      case 'rank': {
        const ranked = of(placement, this.#measure(compute.of).name)
        const { direction } = compute
        const name = this.#names.allocate(entity, label)
        return this.#derive({ kind: 'rank', name, type, of: ranked.column, within: this.#keys(compute.within), direction }, [ranked])
      }
    }
  }

  #derive(derived: DerivedMeasure, from: readonly Resolved[]): Resolved {
    this.derived.push(derived)
    return { column: derived.name, entities: [...new Set(from.flatMap(({ entities }) => entities))] }
  }

  #keys(levels: readonly Level[]): readonly string[] {
    return levels.flatMap((level) => this.#keyOf(level) ?? [])
  }

  #number(measure: Measure, expression: Expression<MemberReference>, placement: Placement, label: string): Resolved {
    const entities = new Set<string>()
    const lifted = replaceAggregates(expression, (aggregate): Expression<MemberReference> => {
      const aggregation = knownAggregation(aggregate.name)
      const column = this.#names.allocate(measure.entity, label, aggregate.name)
      const type = aggregation.resultType(valueTypeOf(aggregate.argument))
      this.#addBase(measure.entity, placement, {
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
      const other = this.#measure({ entity: reference.entity, name: reference.measure })
      const resolved = this.#resolve(other, placement, label === measure.name ? other.name : `${label}_${other.name}`)
      for (const entity of resolved.entities) entities.add(entity)
      return resolved.column
    })
    const column = this.#names.allocate(measure.entity, label)
    this.derived.push({ kind: 'number', name: column, type: measure.type, expression: columns })
    return { column, entities: [...entities] }
  }

  #measure({ entity, name }: MemberName): Measure {
    const measure = this.#catalog.entities.get(entity)?.measures.get(name)
    if (measure === undefined) throw new InternalError(`No measure ${entity}.${name}`)
    return measure
  }

  #addBase(entity: string, placement: Placement, measure: BaseMeasure): void {
    const key = `${entity} ${placementKey(placement)}`
    const branch = this.#branches.get(key)
    if (branch === undefined) this.#branches.set(key, { entity, placement, measures: [measure] })
    else branch.measures.push(measure)
  }
}

/** What lies within is moved first: nearer to the rows. */
function earlier(placement: Placement, by: Placement['shift'][number]): Placement {
  return { ...placement, shift: [by, ...placement.shift] }
}

function placementKey({ shift, window }: Placement): string {
  return JSON.stringify([shift.map(({ n, unit }) => [n, unit]), window ?? null])
}

/** of - before, or (of - before) / before: null on 0. */
function compared(
  how: 'difference' | 'growth',
  of: { readonly name: string; readonly type: Measure['type'] },
  before: string,
  type: Measure['type'],
): Expression<string> {
  const now: Expression<string> = { kind: 'reference', type: of.type, reference: of.name }
  const then: Expression<string> = { kind: 'reference', type: of.type, reference: before }
  const difference: Expression<string> = { kind: 'call', name: '-', type: of.type, arguments: [now, then] }
  return how === 'difference' ? { ...difference, type } : { kind: 'call', name: '/', type: 'float', arguments: [difference, then] }
}

function valueTypeOf(argument: Expression<MemberReference> | undefined) {
  const type = argument?.type
  return type === undefined || type === 'unknown' || type === 'null' || type === 'interval' ? undefined : type
}
