/**
 * What the definition of a member says, one step deep: the members it names, columns of its entity's rows, ways to other entities.
 *
 *   customer.lifetime_revenue (measure: purchase.revenue)  ->  members purchase.revenue;  paths purchase.customer
 */
import type { Expression } from '../expression/expression.ts'
import { referencesOf } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import type { Catalog, Dimension, Entity, Measure, MemberName, MemberReference, RowsRead } from './catalog.ts'
import { findPath, type Path } from './join-graph.ts'
import { sourceEntities } from './measure-reads.ts'

export type CatalogMember = Dimension | Measure

export interface EntityColumn {
  readonly entity: string
  readonly column: string
}

export interface Definition {
  /** Each once, hidden ones too. */
  readonly members: readonly CatalogMember[]
  readonly columns: readonly EntityColumn[]
  readonly paths: readonly Path[]
  /** Read beside: the time a window runs along, the key rows are ordered by. */
  readonly fields: readonly Dimension[]
}

const nothing: Definition = { members: [], columns: [], paths: [], fields: [] }

export class Definitions {
  readonly #entities: Catalog['entities']

  constructor(entities: Catalog['entities']) {
    this.#entities = entities
  }

  of(member: CatalogMember): Definition {
    return member.kind === 'dimension' ? this.#dimension(member) : this.#measure(member)
  }

  entity(name: string): Entity {
    const entity = this.#entities.get(name)
    if (entity === undefined) throw new InternalError(`No entity ${name}`)
    return entity
  }

  #dimension(dimension: Dimension): Definition {
    const { from } = dimension
    const entity = this.entity(dimension.entity)
    switch (from.kind) {
      case 'column':
        return ownColumn(entity, from.column)
      case 'expression':
        return this.#expressions([from.expression])
      case 'occurrence':
        return amongActivities(entity)
      case 'repeated_at':
        return from.column === undefined ? amongActivities(entity) : ownColumn(entity, from.column)
      case 'measure': {
        const measure = this.#measureNamed(from.measure)
        return this.#read([measure], this.#sources(measure), from, entity)
      }
      case 'pick': {
        const source = this.entity(from.of.entity)
        const { compute } = from.measure
        const order = compute.kind === 'aggregate' && compute.order !== undefined ? [...timesOf([source]), ...source.key] : []
        const read = this.#read(fieldsOf(source, [from.of.name]), [source], from, entity)
        return { ...read, fields: [...read.fields, ...order] }
      }
      case 'score': {
        const where = this.#expressions(from.where === undefined ? [] : [from.where])
        const of = fieldsOf(entity, [from.of])
        const members = [...new Set<CatalogMember>([...of, ...where.members])]
        return {
          ...where,
          members,
          fields: [...entity.key, ...(from.window === undefined ? [] : of.flatMap((read) => this.#timesOf(read)))],
        }
      }
      case 'conversion': {
        const to = this.entity(from.to)
        return { ...nothing, fields: [...fieldsOf(entity, from.fromFields), ...fieldsOf(to, from.toFields), ...timesOf([entity, to])] }
      }
    }
  }

  /** What a window over an aggregate runs along. */
  #timesOf({ from }: Dimension): readonly Dimension[] {
    return from.kind === 'measure' ? timesOf(this.#sources(this.#measureNamed(from.measure))) : []
  }

  #read(made: readonly CatalogMember[], sources: readonly Entity[], rows: RowsRead, entity: Entity): Definition {
    const { where, window, per, related } = rows
    const condition = this.#expressions(where === undefined ? [] : [where])
    const paths = per?.length === 0 || related !== undefined ? [] : sources.flatMap((source) => this.#path(source.name, entity.name))
    const isInTime = related !== undefined && related.when !== 'ever'
    const pairs = (related?.pairs ?? []).flatMap(({ source, fields, sourceFields }) => [
      ...fieldsOf(entity, fields),
      ...fieldsOf(this.entity(source), sourceFields),
    ])
    return {
      ...condition,
      members: [...new Set<CatalogMember>([...made, ...condition.members])],
      paths: [...condition.paths, ...paths],
      fields: [
        ...(window === undefined && !isInTime ? [] : timesOf(sources)),
        ...(isInTime ? [...timesOf([entity]), ...entity.key] : []),
        ...pairs,
        ...fieldsOf(entity, per ?? []),
      ],
    }
  }

  #measure({ compute, entity }: Measure): Definition {
    switch (compute.kind) {
      case 'aggregate': {
        const { argument, where, semiAdditive } = compute
        const read = this.#expressions([argument, where, ...(semiAdditive?.per ?? [])].filter((part) => part !== undefined))
        return { ...read, fields: semiAdditive === undefined ? [] : timesOf([this.entity(entity)]) }
      }
      case 'number':
        return this.#expressions([compute.expression])
      case 'share':
      case 'rank':
        return { ...nothing, members: [this.#measureNamed(compute.of)] }
      default: {
        const of = this.#measureNamed(compute.of)
        return { ...nothing, members: [of], fields: timesOf(this.#sources(of)) }
      }
    }
  }

  #expressions(expressions: readonly Expression<MemberReference>[]): Definition {
    const references = expressions.flatMap((expression) => referencesOf(expression))
    return {
      members: [...new Set(references.flatMap((reference) => this.#memberOf(reference) ?? []))],
      columns: references.flatMap((reference) => (reference.kind === 'column' ? [reference] : [])),
      paths: references.flatMap((reference) => (reference.kind === 'dimension' ? [reference.path] : [])),
      fields: [],
    }
  }

  #memberOf(reference: MemberReference): CatalogMember | undefined {
    if (reference.kind === 'column') return undefined
    if (reference.kind === 'measure') return this.#measureNamed({ entity: reference.entity, name: reference.measure })
    const dimension = this.entity(reference.entity).dimensions.get(reference.dimension)
    if (dimension === undefined) throw new InternalError(`No dimension ${reference.entity}.${reference.dimension}`)
    return dimension
  }

  /** The entities whose rows a measure is computed from. */
  #sources(measure: Measure): readonly Entity[] {
    const names = sourceEntities(measure, (entity, name) => this.#measureNamed({ entity, name }))
    return [...names].map((name) => this.entity(name))
  }

  /** The model was refused if there were none. */
  #path(from: string, to: string): readonly Path[] {
    const path = findPath(this.#entities, from, to)
    return path.ok ? [path.value] : []
  }

  #measureNamed({ entity, name }: MemberName): Measure {
    const measure = this.entity(entity).measures.get(name)
    if (measure === undefined) throw new InternalError(`No measure ${entity}.${name}`)
    return measure
  }
}

function ownColumn(entity: Entity, column: string): Definition {
  return { ...nothing, columns: [{ entity: entity.name, column }] }
}

/** A place among the activities of one customer, in the order of time and key. */
function amongActivities(entity: Entity): Definition {
  const { activity } = entity
  const columns = activity === undefined ? [] : [{ entity: entity.name, column: activity.customerColumn }]
  return { ...nothing, columns, fields: [...timesOf([entity]), ...entity.key] }
}

export function fieldsOf(entity: Entity, names: readonly string[]): readonly Dimension[] {
  return names.flatMap((name) => entity.dimensions.get(name) ?? [])
}

function timesOf(entities: readonly Entity[]): readonly Dimension[] {
  return entities.flatMap(({ time }) => time ?? [])
}
