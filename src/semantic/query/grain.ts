/** The grain of a question: its keys, their names, and the entity whose rows are listed when no measure says so. */
import type { Catalog, Dimension } from '../catalog/catalog.ts'
import { isToOne } from '../catalog/join-graph.ts'
import { granularitiesOf, granularityName } from '../catalog/names.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { bucketType } from '../time/granularity.ts'
import type { ColumnNames } from './names.ts'
import type { Paths } from './paths.ts'
import type { GrainKey } from './resolved-query.ts'
import type { GrainMember } from './semantic-query.ts'

/** Whether it overlaps is known once the branches are. */
export function grainKey(member: GrainMember, catalog: Catalog, names: ColumnNames): Result<GrainKey> {
  if (member.kind === 'time') {
    const type = bucketType(member.granularity)
    return success({ name: names.allocate('time', member.granularity), type, member, overlapping: false })
  }
  const dimension = catalog.entities.get(member.entity)?.dimensions.get(member.dimension)
  if (dimension === undefined) throw new InternalError(`No dimension ${member.entity}.${member.dimension}`)
  const { granularity } = member
  if (granularity === undefined) {
    return success({ name: names.allocate(member.entity, member.dimension), type: dimension.type, member, overlapping: false })
  }
  const refused = refusedGranularity(member, dimension, catalog)
  if (refused !== undefined) return failure(refused)
  const type = bucketType(granularity)
  return success({ name: names.allocate(member.entity, granularityName(member.dimension, granularity)), type, member, overlapping: false })
}

/** Why a time cannot be read in buckets of that size: they are finer than it is, or the model has no such size. */
export function refusedGranularity(member: GrainMember, { entity, name, type }: Dimension, catalog: Catalog): Issue | undefined {
  const legal = granularitiesOf(type, catalog)
  if (member.granularity === undefined || legal.includes(member.granularity)) return undefined
  const has = legal.length === 0 ? 'which has no granularities' : `whose granularities are ${legal.join(', ')}`
  return issue('BAD_USER_INPUT', {
    problem: `\`${printMember(member)}\` does not exist: \`${entity}.${name}\` is of type ${type}, ${has}.`,
  })
}

/**
 * The entity whose combinations a slice without measures lists (semantics.md 21): the nearest that reaches all dimensions over to-one paths.
 * The clock is that entity's time, so it has no say in which one it is.
 */
export function listedEntity(members: readonly GrainMember[], catalog: Catalog, paths: Paths): Result<string> {
  const from = 'a slice without measures'
  const wanted = [...new Set(members.flatMap((member) => (member.kind === 'dimension' ? [member.entity] : [])))]
  if (wanted.length === 0) {
    const hint = 'It is the time of the entity whose rows are listed: add a dimension of it, select a measure, or name the entity in `of`.'
    return failure(issue('NO_PATH', { dimension: 'time', from, hint }))
  }
  const candidates = [...catalog.entities.keys()].flatMap((name) => {
    const found = wanted.map((to) => paths.find(name, to))
    const isReached = found.every((path) => path.ok && isToOne(path.value))
    return isReached ? [{ name, hops: found.reduce((sum, path) => sum + (path.ok ? path.value.length : 0), 0) }] : []
  })
  const least = Math.min(...candidates.map(({ hops }) => hops))
  const [nearest, ...others] = candidates.filter(({ hops }) => hops === least).map(({ name }) => name)
  const dimension = wanted.join(', ')
  if (nearest === undefined) {
    const hint = 'No entity reaches all of them over to-one paths. Select a measure, or name the entity in `of`.'
    return failure(issue('NO_PATH', { dimension, from, hint }))
  }
  if (others.length === 0) return success(nearest)
  const hint = 'The rows of each could be listed: name one in `of`.'
  return failure(issue('AMBIGUOUS_PATH', { from, to: dimension, candidates: [nearest, ...others], hint }))
}

export function isSameMember(a: GrainMember, b: GrainMember): boolean {
  return printMember(a) === printMember(b)
}

export function printMember(member: GrainMember): string {
  if (member.kind === 'time') return `time.${member.granularity}`
  const name = member.granularity === undefined ? member.dimension : granularityName(member.dimension, member.granularity)
  return `${member.entity}.${name}`
}
