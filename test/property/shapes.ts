/** What a random question uses, as far as it can be seen before it is asked. */
import { entityNamed, measureNamed, type Question, type SliceFilter, type World } from './case.ts'
import { alwaysOrNever } from './naive/always.ts'
import { reached } from './naive/base.ts'
import { entitiesRead } from './naive/measures.ts'
import { choosePath, type Hop, type Path, pathName } from './naive/paths.ts'

interface Asked {
  readonly world: World
  readonly question: Question
}
type Shape = (asked: Asked) => boolean

export const shapes: Readonly<Record<string, Shape>> = {
  totals: ({ question }) => question.measures.length > 0,
  'measures under totals alone': ({ question }) => question.onlyInTotals === true,
  subtotals: ({ question }) => question.subtotals !== undefined,
  having: ({ question }) => question.having !== undefined,
  'measures of several entities': (asked) => measured(asked).length > 1,
  'the key of what rows point to': (asked) => pointingHops(asked, () => true).length > 0,
  'the key of what rows point to, measures that do not combine': (asked) => pointingHops(asked, isHard(asked)).length > 0,
  'the key of what rows point to, measures that do not combine, rows that point to nothing': (asked) =>
    pointingHops(asked, isHard(asked)).some((hop) => hasOrphans(asked, hop)),
  'one object about the group and along its way': isAboutGroupAndWay,
  'a condition that everything meets': ({ question }) =>
    objectsOf(question.where).some(({ entities }) => Object.values(entities).some((filter) => alwaysOrNever(filter) === 'always')),
  'the clock without a measure': ({ question }) =>
    question.measures.length === 0 &&
    (question.by.some(({ kind }) => kind === 'time') || objectsOf(question.where).some(({ time }) => time !== undefined)),
}

function measured({ world, question }: Asked): readonly string[] {
  return [...new Set(question.measures.flatMap((name) => entitiesRead({ world, asOf: '' }, name)))]
}

/** To-one hops out of a measure's entity to one whose whole key is in `by`. */
function pointingHops(asked: Asked, isMeasured: (entity: string) => boolean): readonly Hop[] {
  const { world, question } = asked
  const hasKey = (entity: string) => {
    const names = question.by.flatMap((member) => (member.kind === 'dimension' && member.entity === entity ? [member.name] : []))
    const { key } = entityNamed(world, entity)
    return key.length > 0 && key.every((name) => names.includes(name))
  }
  return measured(asked)
    .filter(isMeasured)
    .flatMap((from) => world.entities.map(({ name }) => choosePath(world, from, name)))
    .flatMap((path) => (typeof path === 'string' || path.length !== 1 ? [] : path))
    .filter(({ isToOne, to }) => isToOne && hasKey(to))
}

const isHard =
  ({ world, question }: Asked) =>
  (entity: string) =>
    question.measures.some((name) => name.entity === entity && ['count_distinct', 'median'].includes(measureNamed(world, name).kind))

function hasOrphans({ world }: Asked, hop: Hop): boolean {
  return entityNamed(world, hop.from).rows.some((row) => reached({ world, asOf: '' }, hop, row).length === 0)
}

function isAboutGroupAndWay(asked: Asked): boolean {
  const { world, question } = asked
  const isBound = (name: string) => question.by.some((member) => member.kind === 'dimension' && member.entity === name)
  return measured(asked).some((from) =>
    objectsOf(question.where).some(({ entities }) => {
      const restricting = Object.keys(entities).filter((name) => entities[name] && alwaysOrNever(entities[name]) === 'depends')
      const ways = (names: readonly string[]) => new Set(names.flatMap((name) => wayToMany(choosePath(world, from, name))))
      const bound = ways(restricting.filter(isBound))
      return [...ways(restricting.filter((name) => !isBound(name)))].some((way) => bound.has(way))
    }),
  )
}

/** Up to the first to-many hop, where there is one. */
function wayToMany(path: Path | 'none' | 'ambiguous'): readonly string[] {
  if (typeof path === 'string') return []
  const many = path.findIndex((hop) => !hop.isToOne)
  return many === -1 ? [] : [pathName(path.slice(0, many + 1))]
}

function objectsOf(filter: SliceFilter | undefined): readonly SliceFilter[] {
  if (filter === undefined) return []
  const { and = [], or = [], not } = filter
  return [filter, ...[...and, ...or, ...(not ? [not] : [])].flatMap(objectsOf)]
}
