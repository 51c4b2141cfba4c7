/**
 * `where` on one row of a measure's entity, with the rows its group is about (the bound ones).
 *
 * A condition on a bound entity is about the row of the group. Other entities named in one object are walked to from the row together,
 * as a tree of hops: what lies behind one hop holds for the same reached row.
 */
import { dimensionNamed, type EntityFilter, entityNamed, type Logic, type Row, type SliceFilter } from '../case.ts'
import { type Base, dimensionValue, reached, Undecided } from './base.ts'
import { holds } from './leaves.ts'
import { choosePath, type Hop, hopsOf, type Path, pathName } from './paths.ts'

/** The row of each entity that a group is about, by the name of its path; null where nothing is reached. */
export type Binding = ReadonlyMap<string, Row | null>

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

function entitiesHold(base: Base, filter: SliceFilter, at: Standing, binding: Binding): boolean {
  const conditions = Object.entries(filter.entities).flatMap(([name, condition]): Condition[] => {
    const path = choosePath(base.world, at.entity, name)
    if (path === 'none' || path === 'ambiguous') throw new Error('Refused before')
    return restricts(condition) ? [{ filter: condition, path }] : []
  })
  const isBound = ({ path }: Condition) => binding.has(pathName(path))
  const bound = conditions.filter(isBound)
  const free = conditions.filter((condition) => !isBound(condition))
  if (bound.some(({ path }) => free.some((other) => sharesManyRows(path, other.path))))
    throw new Undecided('conditions on a bound entity and on one along the same path in one object')
  const boundHolds = ({ filter: own, path }: Condition) => {
    const row = binding.get(pathName(path)) ?? null
    return entityHolds(base, own, { entity: path.at(-1)?.to ?? at.entity, row })
  }
  return bound.every(boundHolds) && treeHolds(base, free, at)
}

/** `{}` does not restrict, so it does not ask for a row either. */
function restricts({ dimensions, one, many, and, or, not }: EntityFilter): boolean {
  const isPlain = and === undefined && or === undefined && not === undefined
  const own = Object.values(dimensions).some((operators) => Object.keys(operators).length > 0)
  if (own || Object.keys(many).length > 0 || Object.values(one).some(restricts)) return true
  if (isPlain) return false
  if (not === undefined && or === undefined && !(and ?? []).some(restricts)) throw new Undecided('a condition that everything meets')
  if (or?.some((part) => !restricts(part))) throw new Undecided('a condition that everything meets')
  return true
}

/** Both go by the same to-many hop. */
function sharesManyRows(a: Path, b: Path): boolean {
  const first = a.findIndex((hop) => !hop.isToOne)
  return first >= 0 && pathName(a.slice(0, first + 1)) === pathName(b.slice(0, first + 1))
}

function treeHolds(base: Base, conditions: readonly Condition[], at: Standing): boolean {
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
  return [...next.values()].every(({ hop, conditions: behind }) =>
    rowsToTry(base, hop, at).some((row) => treeHolds(base, behind, { entity: hop.to, row })),
  )
}

/** The one row looked up, perhaps missing, or all that are reached. */
function rowsToTry(base: Base, hop: Hop, { row }: Standing): readonly (Row | null)[] {
  const rows = reached(base, hop, row)
  return hop.isToOne ? [rows[0] ?? null] : rows
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
