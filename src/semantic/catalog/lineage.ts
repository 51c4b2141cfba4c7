/**
 * Where a member's values come from: the members its definition reads, the tables whose rows are read and, in the end, the columns.
 *
 *   customer.lifetime_revenue (measure: purchase.revenue)
 *     ->  reads purchase.revenue;  tables customer, purchase;  columns purchase.amount, purchase.customer_id, customer.customer_id
 *
 * Fields that rows are joined by count as read: another key would be another value. What narrows a whole entity (its activity, the question's date)
 * does not.
 */
import { aggregatesOf } from '../expression/references.ts'
import { type SelectLineage, selectLineage, type TableColumn, type TableName } from '../expression/select-lineage.ts'
import type { Catalog, Entity } from './catalog.ts'
import { type CatalogMember, Definitions, type EntityColumn, fieldsOf } from './definition.ts'

export type { CatalogMember } from './definition.ts'

/** A column of a table; without `table`, one of an entity's SELECT whose own columns cannot be told from its text. */
export type LineageColumn = TableColumn | { readonly table?: never; readonly column: string }

export interface Lineage {
  readonly reads: readonly CatalogMember[]
  readonly tables: readonly TableName[]
  readonly columns: readonly LineageColumn[]
}

/** One reading of a catalog: a SELECT is parsed once for all members of its entity. */
export class Lineages {
  readonly #definitions: Definitions
  readonly #selects = new Map<string, SelectLineage>()

  constructor({ entities }: Pick<Catalog, 'entities'>) {
    this.#definitions = new Definitions(entities)
  }

  of(member: CatalogMember): Lineage {
    const walk = new Walk(this.#definitions)
    walk.member(member)
    const entity = (name: string) => this.#definitions.entity(name)
    return {
      reads: this.reads(member),
      tables: distinct([...walk.entities].flatMap((name) => this.tablesOf(entity(name)))),
      columns: distinct(walk.columns.flatMap((found) => this.#columnsOf(entity(found.entity), found.column))),
    }
  }

  /** What the definition itself names, each once, hidden members too. */
  reads(member: CatalogMember): readonly CatalogMember[] {
    return this.#definitions.of(member).members
  }

  /** Where an entity's rows come from. */
  tablesOf({ source }: Entity): readonly TableName[] {
    if (source.kind === 'sql') return this.#select(source.sql).tables
    return [{ ...(source.schema !== undefined && { schema: source.schema }), table: source.table }]
  }

  #columnsOf(entity: Entity, column: string): readonly LineageColumn[] {
    const { source } = entity
    if (source.kind === 'sql') return this.#select(source.sql).columnsOf(column) ?? [{ column }]
    return this.tablesOf(entity).map((table) => ({ ...table, column }))
  }

  #select(sql: string): SelectLineage {
    const known = this.#selects.get(sql)
    if (known !== undefined) return known
    const lineage = selectLineage(sql)
    this.#selects.set(sql, lineage)
    return lineage
  }
}

/** Follows definitions down to columns; each member once, so that what is read in many ways costs as much as what is read in one. */
class Walk {
  readonly entities = new Set<string>()
  readonly columns: EntityColumn[] = []
  readonly #definitions: Definitions
  readonly #visited = new Set<CatalogMember>()

  constructor(definitions: Definitions) {
    this.#definitions = definitions
  }

  member(member: CatalogMember): void {
    if (this.#visited.has(member)) return
    this.#visited.add(member)
    if (readsOwnRows(member)) this.entities.add(member.entity)
    const { members, columns, paths, fields } = this.#definitions.of(member)
    this.columns.push(...columns)
    for (const each of members) this.member(each)
    for (const { from, fromFields, to, toFields } of paths.flat()) {
      this.#fields(from, fromFields)
      this.#fields(to, toFields)
    }
    for (const each of fields) this.member(each)
  }

  #fields(entity: string, names: readonly string[]): void {
    for (const field of fieldsOf(this.#definitions.entity(entity), names)) this.member(field)
  }
}

/** A measure over other measures reads their rows, not those of its own entity. */
function readsOwnRows(member: CatalogMember): boolean {
  if (member.kind === 'dimension') return true
  const { compute } = member
  return compute.kind === 'aggregate' || (compute.kind === 'number' && aggregatesOf(compute.expression).length > 0)
}

/** By value: names are plain. */
function distinct<T extends object>(found: readonly T[]): readonly T[] {
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()]
}
