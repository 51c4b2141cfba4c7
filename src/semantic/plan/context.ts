/** What every builder of one plan shares. */
import type { Catalog } from '../catalog/catalog.ts'
import type { ColumnNames } from '../query/names.ts'

export class PlanContext {
  readonly catalog: Catalog
  readonly names: ColumnNames
  readonly #aliases = new Set<string>()

  constructor(catalog: Catalog, names: ColumnNames) {
    this.catalog = catalog
    this.names = names
  }

  /** A name for rows in this statement: the entity's, or the relationship's; numbered when it is read twice. */
  alias(name: string): string {
    let alias = name
    for (let copy = 2; this.#aliases.has(alias); copy += 1) alias = `${name}_${copy}`
    this.#aliases.add(alias)
    return alias
  }
}
