/**
 * Measures that entities have without a model declaring them: how many rows, wherever there is a key; with segments or segmentations, averages and
 * how many fit as well. They are no members: no schema shows them, and their names are none that a model can write.
 */
import { knownAggregation } from '../aggregation/index.ts'
import type { Expression } from '../expression/expression.ts'
import type { Dimension, Entity, Measure, MemberReference } from './catalog.ts'

type Drawn = Pick<Entity, 'name' | 'key' | 'dimensions'>

export const figureNames = {
  /** Rows. */
  count: 'count of rows',
  /** The mean of a numeric dimension; rows without a value do not count. */
  average: (dimension: string) => `average of ${dimension}`,
  /** Rows of a segment. */
  inSegment: (segment: string) => `rows in ${segment}`,
  /** The mean among rows of a segment. */
  averageIn: (segment: string, dimension: string) => `average of ${dimension} in ${segment}`,
  /** Rows that the group at this place fits, whatever group before it has them. */
  fitting: (segmentation: string, place: number) => `rows that fit group ${place} of ${segmentation}`,
  /** Rows of the group at this place. */
  inGroup: (segmentation: string, place: number) => `rows in group ${place} of ${segmentation}`,
}

export function figuresOf(entity: Drawn): ReadonlyMap<string, Measure> {
  if (entity.key.length === 0) return new Map()
  const figures = [count(entity, figureNames.count), ...groupFigures(entity)]
  return new Map(figures.map((figure) => [figure.name, figure]))
}

function groupFigures(entity: Drawn): readonly Measure[] {
  const dimensions = [...entity.dimensions.values()]
  const segments = dimensions.filter(({ segment }) => segment !== undefined)
  const segmentations = dimensions.filter(({ groups }) => groups !== undefined)
  if (segments.length + segmentations.length === 0) return []
  const averaged = averagedDimensions(entity)
  return [
    ...averaged.map((dimension) => average(entity, dimension, figureNames.average(dimension.name))),
    ...segments.flatMap((segment) => {
      const isIn = referenceTo(segment)
      return [
        count(entity, figureNames.inSegment(segment.name), isIn),
        ...averaged.map((dimension) => average(entity, dimension, figureNames.averageIn(segment.name, dimension.name), isIn)),
      ]
    }),
    ...segmentations.flatMap((segmentation) =>
      (segmentation.groups ?? []).flatMap(({ value, condition }, place) => [
        ...(condition === undefined ? [] : [count(entity, figureNames.fitting(segmentation.name, place), condition)]),
        count(entity, figureNames.inGroup(segmentation.name, place), isGroup(segmentation, value)),
      ]),
    ),
  ]
}

/** Numeric dimensions that are shown; a key is a name and no amount. */
export function averagedDimensions({ key, dimensions }: Pick<Entity, 'key' | 'dimensions'>): readonly Dimension[] {
  const numeric = ['integer', 'bigint', 'decimal', 'float']
  const isAmount = (dimension: Dimension) => numeric.includes(dimension.type) && dimension.list !== true && !key.includes(dimension)
  return [...dimensions.values()].filter((dimension) => isAmount(dimension) && !dimension.hidden)
}

function count(entity: Drawn, name: string, where?: Expression<MemberReference>): Measure {
  return {
    ...figure(entity, name),
    type: 'integer',
    additivity: 'additive',
    compute: { kind: 'aggregate', aggregation: knownAggregation('count'), ...(where !== undefined && { where }) },
  }
}

function average(entity: Drawn, dimension: Dimension, name: string, where?: Expression<MemberReference>): Measure {
  return {
    ...figure(entity, name),
    type: 'float',
    additivity: 'non_additive',
    compute: {
      kind: 'aggregate',
      aggregation: knownAggregation('avg'),
      argument: referenceTo(dimension),
      ...(where !== undefined && { where }),
    },
  }
}

function figure(entity: Drawn, name: string) {
  return { kind: 'measure' as const, entity: entity.name, name, title: name, hidden: true, tags: [], verified: false }
}

function referenceTo({ entity, name, type }: Dimension): Expression<MemberReference> {
  return { kind: 'reference', type, reference: { kind: 'dimension', entity, dimension: name, path: [] } }
}

function isGroup(segmentation: Dimension, value: string): Expression<MemberReference> {
  const name: Expression<MemberReference> = { kind: 'literal', type: 'string', value }
  return { kind: 'call', name: '=', type: 'boolean', arguments: [referenceTo(segmentation), name] }
}
