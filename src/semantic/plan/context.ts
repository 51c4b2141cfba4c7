/** What every builder of one plan shares. */
import type { Catalog, Dimension, Entity } from '../catalog/catalog.ts'
import { InternalError } from '../issues/issue.ts'
import type { ColumnNames } from '../query/names.ts'
import type { QuestionTime } from '../query/tests.ts'
import type { Plan } from './plan.ts'

export interface PlanContext {
  readonly catalog: Catalog
  readonly names: ColumnNames
  readonly time: QuestionTime
  /** Rows of entities with what was asked of them, by all that was. */
  readonly relations: Map<string, Plan>
}

export function planContext(question: Pick<PlanContext, 'catalog' | 'names' | 'time'>): PlanContext {
  const { catalog, names, time } = question
  return { catalog, names, time, relations: new Map() }
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

export function entityOf(name: string, { catalog }: Pick<PlanContext, 'catalog'>): Entity {
  const entity = catalog.entities.get(name)
  if (entity === undefined) throw new InternalError(`No entity ${name}`)
  return entity
}

export function dimensionOf(entity: Entity, name: string): Dimension {
  const dimension = entity.dimensions.get(name)
  if (dimension === undefined) throw new InternalError(`No dimension ${entity.name}.${name}`)
  return dimension
}
