/** What every builder of one plan shares. */
import type { Catalog } from '../catalog/catalog.ts'
import type { ColumnNames } from '../query/names.ts'
import type { QuestionTime } from '../query/tests.ts'

export interface PlanContext {
  readonly catalog: Catalog
  readonly names: ColumnNames
  readonly time: QuestionTime
}

/** Names of the tables read together in one branch: the entity's, or the relationship's; numbered when it is read twice. */
export class Aliases {
  readonly #aliases = new Set<string>()

  add(name: string): string {
    let alias = name
    for (let copy = 2; this.#aliases.has(alias); copy += 1) alias = `${name}_${copy}`
    this.#aliases.add(alias)
    return alias
  }
}
