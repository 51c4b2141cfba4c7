/**
 * `where` on one row of a measure's entity, with the rows its group is about (the bound ones).
 *
 * Entities named in one object are walked to from the row together, as a tree of hops: what lies behind one hop holds for the same reached row.
 * A condition on an entity in `by` is about the row of the group, and so is every row on the way there for the other conditions of its object.
 */
import { dimensionNamed, type EntityFilter, entityNamed, type Logic, type Row, type SliceFilter } from '../case.ts'
import { alwaysOrNever } from './always.ts'
import { type Base, dimensionValue, reached } from './base.ts'
import { holds } from './leaves.ts'
import { choosePath, type Hop, hopsOf, type Path, pathName } from './paths.ts'

/** What a group is about. */
export interface Binding {
  /** By the name of the path, the row at its end; null where nothing is reached. */
  readonly rows: ReadonlyMap<string, Row | null>
  /** Names of the paths that end at an entity in `by`. */
  readonly ends: ReadonlySet<string>
}

interface Standing {
  readonly entity: string
  readonly row: Row | null
}

export function passesWhere(base: Base, filter: SliceFilter | undefined, at: Standing, binding: Binding): boolean {
  if (filter === undefined) return true
  const entity = entityNamed(base.world, at.entity)
  const timeHolds = () => {
    if (filter.time === undefined) return true
    return entity.time !== undefined && holds(filter.time, dimensionValue(base, entity, at.row, entity.time), 'date', base.asOf)
  }
  const entitiesAndLogic = () =>
    entitiesHold(base, filter, at, binding) && logicHolds(filter, (part: SliceFilter) => passesWhere(base, part, at, binding))
  return timeHolds() && entitiesAndLogic()
}

export function logicHolds<Self>({ and, or, not }: Logic<Self>, test: (part: Self) => boolean): boolean {
  return (and === undefined || and.every(test)) && (or === undefined || or.some(test)) && (not === undefined || !test(not))
}

interface Condition {
  readonly filter: EntityFilter
  /** What is left to walk. */
  readonly path: Path
}

/** All conditions of one object; those that every row meets are as if they were not there. */
function entitiesHold(base: Base, filter: SliceFilter, at: Standing, binding: Binding): boolean {
  const conditions = Object.entries(filter.entities).flatMap(([name, condition]): Condition[] => {
    if (alwaysOrNever(condition) === 'always') return []
    const path = choosePath(base.world, at.entity, name)
    if (path === 'none' || path === 'ambiguous') throw new Error('Refused before')
    return [{ filter: condition, path }]
  })
  // What the object says of an entity in `by` is about the group's row: so is what it says of others on the way there.
  const bound = conditions.filter(({ path }) => binding.ends.has(pathName(path)))
  const ofGroup = new Set(bound.flatMap(({ path }) => path.map((_, last) => pathName(path.slice(0, last + 1)))))
  const rowsToTry = (hop: Hop, way: string, row: Row | null): readonly (Row | null)[] => {
    if (ofGroup.has(way)) return [binding.rows.get(way) ?? null]
    const rows = reached(base, hop, row)
    return hop.isToOne ? [rows[0] ?? null] : rows
  }
  return treeHolds(base, conditions, at, rowsToTry)
}

/** The rows to look for one that passes among: the one of the group, the one looked up (perhaps missing), or all that are reached. */
type RowsToTry = (hop: Hop, way: string, row: Row | null) => readonly (Row | null)[]

function treeHolds(base: Base, conditions: readonly Condition[], at: Standing, rowsToTry: RowsToTry, way = ''): boolean {
  const here = conditions.filter(({ path }) => path.length === 0)
  if (!here.every(({ filter }) => entityHolds(base, filter, at))) return false
  const next = new Map<string, { hop: Hop; conditions: Condition[] }>()
  for (const { filter, path } of conditions) {
    const [hop, ...rest] = path
    if (hop === undefined) continue
    const branch = next.get(hop.name) ?? { hop, conditions: [] }
    branch.conditions.push({ filter, path: rest })
    next.set(hop.name, branch)
  }
  return [...next.values()].every(({ hop, conditions: behind }) => {
    const there = way === '' ? hop.name : `${way}.${hop.name}`
    return rowsToTry(hop, there, at.row).some((row) => treeHolds(base, behind, { entity: hop.to, row }, rowsToTry, there))
  })
}

/** Conditions on one row, and on what it reaches by name: quantifiers are about all rows reached, whatever is bound. */
function entityHolds(base: Base, filter: EntityFilter, { entity: name, row }: Standing): boolean {
  const entity = entityNamed(base.world, name)
  const hopNamed = (field: string): Hop => {
    const hop = hopsOf(base.world, name).find((candidate) => candidate.name === field)
    if (hop === undefined) throw new Error(`No relationship ${name}.${field}`)
    return hop
  }
  const dimensionHolds = ([field, operators]: [string, EntityFilter['dimensions'][string]]) =>
    holds(operators, dimensionValue(base, entity, row, field), dimensionNamed(entity, field).type, base.asOf)
  const oneHolds = ([field, inner]: [string, EntityFilter]) => {
    const hop = hopNamed(field)
    return entityHolds(base, inner, { entity: hop.to, row: reached(base, hop, row)[0] ?? null })
  }
  const manyHolds = ([field, { some, none, every }]: [string, EntityFilter['many'][string]]) => {
    const hop = hopNamed(field)
    const rows = reached(base, hop, row)
    const test = (inner: EntityFilter) => (other: Row) => entityHolds(base, inner, { entity: hop.to, row: other })
    return (!some || rows.some(test(some))) && (!none || !rows.some(test(none))) && (!every || rows.every(test(every)))
  }
  return (
    Object.entries(filter.dimensions).every(dimensionHolds) &&
    Object.entries(filter.one).every(oneHolds) &&
    Object.entries(filter.many).every(manyHolds) &&
    logicHolds(filter, (part: EntityFilter) => entityHolds(base, part, { entity: name, row }))
  )
}
