/** The groups that the rows of one entity reach: each row counts once in every group it reaches. */
import { dimensionNamed, entityNamed, type GrainMember, type Question, type Row } from '../case.ts'
import { type Base, dimensionValue, reached, visibleRows } from './base.ts'
import { type Binding, passesWhere } from './filters.ts'
import { startOfUnit } from './leaves.ts'
import { choosePath, type Hop, type Path, pathName } from './paths.ts'
import { keyText, type Value } from './values.ts'

export interface Group {
  readonly key: readonly Value[]
  readonly rows: Set<Row>
}
/** By the text of their keys. */
export type Groups = Map<string, Group>

export function groupsOf(base: Base, question: Question, entityName: string): Groups {
  const entity = entityNamed(base.world, entityName)
  const ways = new Map(pathsToGrain(base, question, entityName).map((path) => [pathName(path), path]))
  const groups: Groups = new Map()
  for (const row of visibleRows(base, entity)) {
    for (const rows of combinations(base, [...ways.values()], row)) {
      const binding = bindingOf(rows, ways, row)
      if (!passesWhere(base, question.where, { entity: entityName, row }, binding)) continue
      const key = question.by.map((member) => grainValue(base, member, entityName, row, rows))
      const text = keyText(key)
      const group = groups.get(text) ?? { key, rows: new Set() }
      group.rows.add(row)
      groups.set(text, group)
    }
  }
  return groups
}

/** The ways to the entities of `by`, without the entity itself. */
export function pathsToGrain(base: Base, { by }: Question, entity: string): readonly Path[] {
  const others = new Set(by.flatMap((member) => (member.kind === 'dimension' && member.entity !== entity ? [member.entity] : [])))
  return [...others].map((other) => {
    const path = choosePath(base.world, entity, other)
    if (path === 'none' || path === 'ambiguous') throw new Error('Refused before')
    return path
  })
}

type Reached = ReadonlyMap<string, Row | null>

/** Every choice of one row per hop of the tree that the paths make; a hop that reaches nothing gives null. */
function combinations(base: Base, paths: readonly Path[], row: Row | null, way = ''): readonly Reached[] {
  const next = new Map<string, { readonly hop: Hop; readonly rests: Path[] }>()
  for (const [hop, ...rest] of paths) {
    if (hop === undefined) continue
    const branch = next.get(hop.name) ?? { hop, rests: [] }
    branch.rests.push(rest)
    next.set(hop.name, branch)
  }
  return [...next.values()].reduce<readonly Reached[]>(
    (sofar, { hop, rests }) => {
      const here = way === '' ? hop.name : `${way}.${hop.name}`
      const rows = reached(base, hop, row)
      const choices = (rows.length === 0 ? [null] : rows).flatMap((choice) =>
        combinations(base, rests, choice, here).map((behind) => new Map([[here, choice], ...behind])),
      )
      return sofar.flatMap((left) => choices.map((right) => new Map([...left, ...right])))
    },
    [new Map()],
  )
}

function bindingOf(rows: Reached, ways: ReadonlyMap<string, Path>, own: Row): Binding {
  return { rows: new Map([['', own], ...rows]), ends: new Set(['', ...ways.keys()]) }
}

function grainValue(base: Base, member: GrainMember, entityName: string, row: Row, rows: Reached): Value {
  const entity = entityNamed(base.world, member.kind === 'time' ? entityName : member.entity)
  const name = member.kind === 'time' ? (entity.time ?? '') : member.name
  const path = choosePath(base.world, entityName, entity.name)
  if (path === 'none' || path === 'ambiguous') throw new Error('Refused before')
  const at = path.length === 0 ? row : (rows.get(pathName(path)) ?? null)
  const value = dimensionValue(base, entity, at, name)
  return value === null || member.granularity === undefined ? value : bucket(value, member.granularity)
}

function bucket(value: Value, granularity: 'day' | 'month' | 'quarter' | 'year'): Value {
  const units = { day: 'DAY', month: 'MONTH', quarter: 'QUARTER', year: 'YEAR' } as const
  return startOfUnit(String(value), units[granularity])
}

/** The type of a member of the grain: buckets from a day upwards are dates. */
export function grainType(base: Base, member: GrainMember) {
  if (member.kind === 'time' || member.granularity !== undefined) return 'date'
  return dimensionNamed(entityNamed(base.world, member.entity), member.name).type
}
