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
    const between = relationships.filter((other) => isBetween(other, relationship))
    const isPreferred = between.length > 1 && likeliest(between) === relationship
    if (between.length === 1 || isPreferred) relied.push(relationship)
    const name = from.names.member(role, `${role}_row`)
    const many = type === '1:1' ? from.name : from.plural
    const inverse = to.names.member(
      ...(beside.length === 1 ? [many, `${many}_rows`] : [...(isPreferred ? [many] : []), `${many}_as_${role}`]),
    )
    const field = columns.map((column) => dimensionOf(from, column))
    const target = targets.map((column) => dimensionOf(to, column))
    const comments = [
      ...(guess === undefined ? [] : [`guessed: ${guess}`]),
      ...(isPreferred ? [`preferred: guessed, of ${between.length} ways between ${from.name} and ${to.name}`] : []),
    ]
    if (guess !== undefined)
      remarks.push({ kind: 'guessed', text: `relationship \`${from.name}.${name}\` (\`${to.name}.${inverse}\`): ${guess}` })
    if (isPreferred)
      remarks.push({
        kind: 'guessed',
        text: `of ${between.length} ways between \`${from.name}\` and \`${to.name}\`, \`${from.name}.${name}\` is preferred`,
      })
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

function isBetween(one: FoundRelationship, other: FoundRelationship): boolean {
  return (one.from === other.from && one.to === other.to) || (one.from === other.to && one.to === other.from)
}

/**
 * Orders say whose they are; that a customer also has a last order is something else. So the one from the table of more rows, and of those the one that
 * is called what it leads to.
 */
function likeliest(between: readonly FoundRelationship[]): FoundRelationship | undefined {
  const rows = ({ from: { source, sample } }: FoundRelationship): number => source.file?.rows ?? sample?.rows ?? 0
  const isOther = ({ role, to }: FoundRelationship): number => Number(role !== to.name)
  return between.toSorted((a, b) => rows(b) - rows(a) || isOther(a) - isOther(b))[0]
}

function single(fields: readonly string[]): string | readonly string[] {
  const [only, second] = fields
  return only === undefined || second !== undefined ? fields : only
}
