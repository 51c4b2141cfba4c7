/** Lineage as the catalog shows it: hidden members give way to what they read, tables know the file they are loaded from. */
import type { Catalog, Entity } from '../semantic/catalog/catalog.ts'
import { type CatalogMember, Lineages } from '../semantic/catalog/lineage.ts'
import type { TableName } from '../semantic/expression/select-lineage.ts'
import type { LineageView, MemberView, TableView } from './catalog-view.ts'
import { plainDimensions, type Vocabulary } from './vocabulary.ts'

/** Worked out when it is asked for. */
export function readLineage({ lineage }: MemberView): LineageView {
  return lineage()
}

export class ShownLineages {
  readonly #lineages: Lineages
  readonly #files: Catalog['files']
  /** Paths of the members that are shown. */
  readonly #shown: ReadonlyMap<CatalogMember, string>

  constructor({ catalog, entities }: Vocabulary) {
    this.#lineages = new Lineages(catalog)
    this.#files = catalog.files
    const shown = new Map<CatalogMember, string>()
    for (const words of entities.values()) {
      for (const { dimension, path } of plainDimensions(words)) shown.set(dimension, path)
      for (const { measure, path } of words.measures.values()) shown.set(measure, path)
    }
    this.#shown = shown
  }

  of(member: CatalogMember): LineageView {
    const { tables, columns } = this.#lineages.of(member)
    return {
      members: [...this.#reads(member)],
      tables: tables.map((table) => this.#table(table)),
      columns: columns.map((column) => ({ name: column.column, table: column.table === undefined ? null : this.#table(column) })),
    }
  }

  tablesOf(entity: Entity): readonly TableView[] {
    return this.#lineages.tablesOf(entity).map((table) => this.#table(table))
  }

  #reads(member: CatalogMember, found = new Set<string>(), passed = new Set<CatalogMember>()): ReadonlySet<string> {
    for (const read of this.#lineages.reads(member)) {
      const path = this.#shown.get(read)
      if (path !== undefined) found.add(path)
      else if (!passed.has(read)) this.#reads(read, found, passed.add(read))
    }
    return found
  }

  #table({ schema, table }: TableName): TableView {
    // Files become tables without a schema.
    const file = schema === undefined ? this.#files.find((each) => each.table === table)?.path : undefined
    return { schema: schema ?? null, name: table, file: file ?? null }
  }
}
