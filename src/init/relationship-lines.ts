/** Relationships as lines of the model, each with the names of both its ends. */
import type { Line, Remark } from './draft.ts'
import { dimensionOf, type EntityPlan } from './entity-plan.ts'
import type { FoundRelationship } from './relationships.ts'

export interface RelationshipLines {
  of(entity: EntityPlan): readonly Line[]
  /** Those that are the way from their entity to the other one. */
  readonly relied: readonly FoundRelationship[]
  readonly remarks: readonly Remark[]
}

export function relationshipLines(relationships: readonly FoundRelationship[]): RelationshipLines {
  const remarks: Remark[] = []
  const relied: FoundRelationship[] = []
  const lines = relationships.map((relationship) => {
    const { from, to, columns, targets, type, verified, role, guess } = relationship
    const beside = relationships.filter((other) => other.from === from && other.to === to)
    const isPlain = role === to.name || beside.every((other) => other.role !== to.name && beside[0] === relationship)
    const isPreferred = beside.length > 1 && isPlain && !relied.some((other) => other.from === from && other.to === to)
    if (beside.length === 1 || isPreferred) relied.push(relationship)
    const name = from.names.member(role, `${role}_row`)
    const many = type === '1:1' ? from.name : from.plural
    const inverse = to.names.member(
      ...(beside.length === 1 ? [many, `${many}_rows`] : [...(isPreferred ? [many] : []), `${many}_as_${role}`]),
    )
    const field = columns.map((column) => dimensionOf(from, column))
    const target = targets.map((column) => dimensionOf(to, column))
    const comments = [
      ...(guess === undefined ? [] : [`guessed: ${guess}`]),
      ...(isPreferred ? [`preferred: guessed, of ${beside.length} ways to ${to.name}`] : []),
    ]
    if (guess !== undefined)
      remarks.push({ kind: 'guessed', text: `relationship \`${from.name}.${name}\` (\`${to.name}.${inverse}\`): ${guess}` })
    if (isPreferred)
      remarks.push({ kind: 'guessed', text: `of ${beside.length} ways from \`${from.name}\` to \`${to.name}\`, \`${name}\` is preferred` })
    const line: Line = {
      keys: {
        type,
        field: single(field),
        target: { entity: to.name, field: single(target) },
        name,
        inverse,
        ...(verified && { verified: true }),
        ...(isPreferred && { preferred: true }),
      },
      ...(comments.length > 0 && { comment: comments.join('; ') }),
    }
    return { from, line }
  })
  return { of: (entity) => lines.filter(({ from }) => from === entity).map(({ line }) => line), relied, remarks }
}

function single(fields: readonly string[]): string | readonly string[] {
  const [only, second] = fields
  return only === undefined || second !== undefined ? fields : only
}
