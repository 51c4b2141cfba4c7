/** How the rules of a segmentation cover the rows of its entity: what each group fits by itself, what it has, what is left. */
import type { Dimension, Group } from '../catalog/catalog.ts'
import { figureNames } from '../catalog/figures.ts'
import type { SliceAnswer } from './answer.ts'
import type { SemanticQuery } from './semantic-query.ts'

export interface GroupCoverage {
  readonly group: Group
  /** Rows that it fits, whatever group they are in. */
  readonly alone: number
  /** Rows that are in it. */
  readonly won: number
  /** Rows that it fits and that a group before it has. */
  readonly overlap: number
}

export interface Coverage {
  /** Groups that have a rule, in their order. */
  readonly groups: readonly GroupCoverage[]
  /** Rows that fit none. */
  readonly rest: number
  /** Groups that fit no row. */
  readonly never: readonly Group[]
}

export type PopulationOf = Pick<SemanticQuery, 'asOf' | 'timeZone' | 'where'>

/** One row of counts; `coverageOf` reads it. */
export function coverageQuestion(segmentation: Dimension, population: PopulationOf): SemanticQuery {
  return figuresQuestion(segmentation.entity, [], figuresFor(segmentation), population)
}

export function coverageOf(segmentation: Dimension, { rows: [counts = []] }: SliceAnswer): Coverage {
  const { ruled } = groupsOf(segmentation)
  const count = (position: number) => Number(counts[position] ?? 0)
  const groups = ruled.map((group, place) => {
    const [alone, won] = [count(place), count(ruled.length + place)]
    return { group, alone, won, overlap: alone - won }
  })
  return { groups, rest: count(2 * ruled.length), never: groups.filter(({ alone }) => alone === 0).map(({ group }) => group) }
}

/** Figures (catalog/figures.ts) of an entity by some of its dimensions, without a limit that groups could reach. */
export function figuresQuestion(
  entity: string,
  by: readonly Dimension[],
  figures: readonly string[],
  { asOf, timeZone, where }: PopulationOf,
): SemanticQuery {
  return {
    by: by.map(({ name }) => ({ kind: 'dimension', entity, dimension: name })),
    of: [entity],
    measures: figures.map((measure) => ({ entity, measure })),
    totals: [],
    ...(where !== undefined && { where }),
    orderBy: [],
    limit: mostGroups,
    offset: 0,
    rowCount: false,
    asOf,
    timeZone,
  }
}

/** More than a segmentation or a score can have. */
const mostGroups = 10_000

function figuresFor(segmentation: Dimension): readonly string[] {
  const { all, ruled } = groupsOf(segmentation)
  return [
    ...ruled.map((_, place) => figureNames.fitting(segmentation.name, place)),
    ...all.map((_, place) => figureNames.inGroup(segmentation.name, place)),
  ]
}

function groupsOf({ groups = [] }: Dimension) {
  return { all: groups, ruled: groups.filter(({ condition }) => condition !== undefined) }
}
