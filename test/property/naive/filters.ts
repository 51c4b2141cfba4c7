/**
 * `where` on one row of a measure's entity, with the rows its group is about (the bound ones).
 *
 * Entities named in one object are walked to from the row together, as a tree of hops: what lies behind one hop holds for the same reached row.
 */
import { dimensionNamed, type EntityFilter, entityNamed, type Logic, type Row, type SliceFilter } from '../case.ts'
import { type Base, dimensionValue, reached, Undecided } from './base.ts'
import { holds } from './leaves.ts'
import { choosePath, type Hop, hopsOf, type Path, pathName } from './paths.ts'

/** The row of each entity that a group is about, by the name of its path; null where nothing is reached. */
export interface Binding {
  readonly rows: ReadonlyMap<string, Row | null>
  /** Paths that are joined on the way to a bound row without being bound themselves. */
  readonly passed: ReadonlySet<string>
}

/** A row and the way that led to it; `way` is undefined once a hop leaves what can be bound. */
interface Standing {
  readonly entity: string
  readonly row: Row | null
  readonly way: string
}

export function passesWhere(base: Base, filter: SliceFilter | undefined, at: Standing, binding: Binding): boolean {
  if (filter === undefined) return true
  const entity = entityNamed(base.world, at.entity)
  const timeHolds = () => {
    if (filter.time === undefined) return true
    return entity.time !== undefined && holds(filter.time, dimensionValue(base, entity, at.row, entity.time), 'date', base.asOf)
  }
  return (
    timeHolds() &&
    entitiesHold(base, filter, at, binding) &&
    logicHolds(filter, (part: SliceFilter) => passesWhere(base, part, at, binding))
  )
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
  const starts = new Map<string, { standing: Standing; conditions: Condition[] }>()
  for (const [name, condition] of Object.entries(filter.entities)) {
    const path = choosePath(base.world, at.entity, name)
    if (path === 'none' || path === 'ambiguous') throw new Error('Refused before')
    const start = boundStart(path, at, binding)
    const known = starts.get(start.standing.way) ?? { standing: start.standing, conditions: [] }
    known.conditions.push({ filter: condition, path: start.rest })
    starts.set(start.standing.way, known)
  }
  return [...starts.values()].every(({ standing, conditions }) => treeHolds(base, conditions, standing, binding))
}

/** The farthest bound row along a path: a condition is about the row of the group as far as there is one. */
function boundStart(path: Path, at: Standing, { rows }: Binding): { readonly standing: Standing; readonly rest: Path } {
  for (let length = path.length; length > 0; length--) {
    const way = pathName(path.slice(0, length))
    const row = rows.get(way)
    const last = path[length - 1]
    if (row !== undefined && last !== undefined) return { standing: { entity: last.to, row, way }, rest: path.slice(length) }
  }
  return { standing: at, rest: path }
}

function treeHolds(base: Base, conditions: readonly Condition[], at: Standing, binding: Binding): boolean {
  const here = conditions.filter(({ path }) => path.length === 0)
  if (!here.every(({ filter }) => entityHolds(base, filter, at, binding))) return false
  const next = new Map<string, { hop: Hop; conditions: Condition[] }>()
  for (const { filter, path } of conditions) {
    const [hop, ...rest] = path
    if (hop === undefined) continue
    const branch = next.get(hop.name) ?? { hop, conditions: [] }
    branch.conditions.push({ filter, path: rest })
    next.set(hop.name, branch)
  }
  return [...next.values()].every(({ hop, conditions: behind }) =>
    candidates(base, hop, at, binding).some((row) => treeHolds(base, behind, { entity: hop.to, row, way: wayOf(at, hop) }, binding)),
  )
}

/** Rows to try: the one looked up, perhaps missing, or all that are reached. */
function candidates(base: Base, hop: Hop, at: Standing, { passed }: Binding): readonly (Row | null)[] {
  const rows = reached(base, hop, at.row)
  if (hop.isToOne) return [rows[0] ?? null]
  if (passed.has(wayOf(at, hop))) throw new Undecided('a condition on rows that lead to a bound row without being bound')
  return rows
}

function wayOf({ way }: Standing, hop: Hop): string {
  return way === '' ? hop.name : `${way}.${hop.name}`
}

/** Conditions on one row, and on what it reaches by name. */
function entityHolds(base: Base, filter: EntityFilter, at: Standing, binding: Binding): boolean {
  const entity = entityNamed(base.world, at.entity)
  const hops = hopsOf(base.world, at.entity)
  const hopNamed = (name: string): Hop => {
    const hop = hops.find((candidate) => candidate.name === name)
    if (hop === undefined) throw new Error(`No relationship ${at.entity}.${name}`)
    return hop
  }
  return (
    Object.entries(filter.dimensions).every(([name, operators]) =>
      holds(operators, dimensionValue(base, entity, at.row, name), dimensionNamed(entity, name).type, base.asOf),
    ) &&
    Object.entries(filter.one).every(([name, inner]) => {
      const hop = hopNamed(name)
      const row = reached(base, hop, at.row)[0] ?? null
      return entityHolds(base, inner, { entity: hop.to, row, way: wayOf(at, hop) }, binding)
    }) &&
    Object.entries(filter.many).every(([name, { some, none, every }]) => {
      const hop = hopNamed(name)
      const way = wayOf(at, hop)
      const rows = rowsOfMany(base, hop, at, binding)
      const test = (inner: EntityFilter) => (row: Row) => entityHolds(base, inner, { entity: hop.to, row, way }, binding)
      return (
        (some === undefined || rows.some(test(some))) &&
        (none === undefined || !rows.some(test(none))) &&
        (every === undefined || rows.every(test(every)))
      )
    }) &&
    logicHolds(filter, (part: EntityFilter) => entityHolds(base, part, at, binding))
  )
}

/** A bound entity is about the row of the group, wherever its condition stands. */
function rowsOfMany(base: Base, hop: Hop, at: Standing, { rows, passed }: Binding): readonly Row[] {
  const way = wayOf(at, hop)
  if (passed.has(way)) throw new Undecided('a quantifier over rows that lead to a bound row without being bound')
  const bound = rows.get(way)
  return bound === undefined ? reached(base, hop, at.row) : bound === null ? [] : [bound]
}
