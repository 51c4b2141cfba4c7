/** Which way leads from one entity to another: all ways are listed, then the rule picks. */
import { entityNamed, type Relationship, type World } from '../case.ts'

/** A relationship walked in one direction. */
export interface Hop {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly fromFields: readonly string[]
  readonly toFields: readonly string[]
  readonly isToOne: boolean
}
export type Path = readonly Hop[]

export function hopsOf(world: World, entity: string): readonly Hop[] {
  return world.relationships.flatMap((relationship) => {
    const { from, to, fields, targets, name, inverse, type } = relationship
    const forward = { name, from, to, fromFields: fields, toFields: targets, isToOne: reachesOne(world, to, targets, relationship, type) }
    const backType = type === 'N:1' ? '1:N' : type === '1:N' ? 'N:1' : '1:1'
    const back = {
      name: inverse,
      from: to,
      to: from,
      fromFields: targets,
      toFields: fields,
      isToOne: reachesOne(world, from, fields, relationship, backType),
    }
    return [forward, back].filter((hop) => hop.from === entity)
  })
}

/** The target fields are the primary key, or somebody verified that one row at most is reached. */
function reachesOne(world: World, to: string, fields: readonly string[], { verified }: Relationship, type: Relationship['type']): boolean {
  const { key } = entityNamed(world, to)
  const isKey = key.length > 0 && key.length === fields.length && key.every((part) => fields.includes(part))
  return isKey || (verified && type !== '1:N')
}

export function choosePath(world: World, from: string, to: string): Path | 'none' | 'ambiguous' {
  if (from === to) return []
  const all = simplePaths(world, from, to, [from])
  const direct = all.filter((path) => path.length === 1)
  const toOne = all.filter((path) => path.every((hop) => hop.isToOne))
  const candidates = direct.length > 0 ? direct : toOne.length > 0 ? shortest(toOne) : shortest(all)
  const [first, ...others] = candidates
  if (first === undefined) return 'none'
  return others.length > 0 ? 'ambiguous' : first
}

/** Where there is one way and it reaches one row at most. */
export function toOnePath(world: World, from: string, to: string): Path | undefined {
  const path = choosePath(world, from, to)
  return path !== 'none' && path !== 'ambiguous' && path.every((hop) => hop.isToOne) ? path : undefined
}

function shortest(paths: readonly Path[]): readonly Path[] {
  const least = Math.min(...paths.map((path) => path.length))
  return paths.filter((path) => path.length === least)
}

/** All ways that come by no entity twice. */
function simplePaths(world: World, from: string, to: string, visited: readonly string[]): readonly Path[] {
  if (from === to) return [[]]
  return hopsOf(world, from)
    .filter((hop) => !visited.includes(hop.to))
    .flatMap((hop) => simplePaths(world, hop.to, to, [...visited, hop.to]).map((rest) => [hop, ...rest]))
}

export function pathName(path: Path): string {
  return path.map((hop) => hop.name).join('.')
}
