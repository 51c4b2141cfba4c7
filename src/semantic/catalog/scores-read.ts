/** The scores that a member of an entity is told apart by: those its expression reads, through other members of the entity too. */
import { referencesOf } from '../expression/references.ts'
import type { Dimension, Entity } from './catalog.ts'

export function scoresReadBy(dimension: Dimension, entity: Entity): readonly Dimension[] {
  const seen = new Set<Dimension>()
  const visit = (read: Dimension): void => {
    if (seen.has(read)) return
    seen.add(read)
    if (read.from.kind !== 'expression') return
    for (const reference of referencesOf(read.from.expression)) {
      const next = reference.kind === 'dimension' && reference.path.length === 0 ? entity.dimensions.get(reference.dimension) : undefined
      if (next !== undefined) visit(next)
    }
  }
  visit(dimension)
  return [...seen].filter(({ from }) => from.kind === 'score')
}
