/**
 * Every public word of a model as GraphQL spells it, next to what it means: schema types are built from it, selections and arguments are read with it.
 *
 *   Catalog -> customer { state, activityTsMonth, countCustomers }, orderPlaced { ... }, time { month }
 *
 * Hidden members have no word, so nothing that goes through here can show them.
 */

import type { Catalog, Dimension, Entity, Hop, Measure } from '../semantic/catalog/catalog.ts'
import { entityTypeNames, granularitiesOf, granularityName, toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import type { GrainMember, MeasureName } from '../semantic/query/semantic-query.ts'
import { bucketType, type Calendar, type Granularity, granularitiesIn } from '../semantic/time/granularity.ts'
import { type TimelineSource, timelineSources } from './graph/timeline-sources.ts'

interface BaseWord {
  /** As it stands in a response: `orderPlaced.activityTsMonth`, `time.month`. */
  readonly path: string
  /** `orderPlaced`, `time`. */
  readonly group: string
  /** `activityTsMonth`, `month`. */
  readonly field: string
  readonly title: string
  readonly type: ValueType
}

/** Something a slice can be grouped by: a dimension, a bucket of a time dimension, or a bucket of the shared clock (no `dimension`). */
export interface GrainWord extends BaseWord {
  readonly kind: 'grain'
  /** In `by`: `ACTIVITY_TS_MONTH`, `MONTH`. */
  readonly enumValue: string
  readonly member: GrainMember
  readonly granularity?: Granularity
  readonly dimension?: Dimension
}

export type ListWord = GrainWord & { readonly dimension: Dimension }

export interface MeasureWord extends BaseWord {
  readonly kind: 'measure'
  readonly measure: Measure
}

export type Word = GrainWord | MeasureWord

/** A relationship whose target can be filtered. */
export interface RelationshipWord {
  readonly field: string
  readonly name: string
  readonly cardinality: 'one' | 'many'
  readonly description?: string
  /** Field name of the target entity. */
  readonly target: string
}

/** A relationship to rows that can be read: their entity has a key. */
export interface LinkWord {
  readonly field: string
  readonly hop: Hop
  /** Field name of the target entity. */
  readonly target: string
}

export interface EntityWords {
  readonly entity: Entity
  readonly field: string
  readonly typeNames: ReturnType<typeof entityTypeNames>
  /** By field name, in the order of the model; each time dimension is followed by its buckets. */
  readonly grains: ReadonlyMap<string, GrainWord>
  /** Dimensions whose values are lists: read of a row, never grouped, filtered or ordered by. */
  readonly lists: ReadonlyMap<string, ListWord>
  readonly measures: ReadonlyMap<string, MeasureWord>
  readonly relationships: ReadonlyMap<string, RelationshipWord>
  readonly links: ReadonlyMap<string, LinkWord>
  /** Where what happened to a row is found; empty for an entity that nothing happens to. */
  readonly timeline: readonly TimelineSource[]
}

export interface Vocabulary {
  readonly catalog: Catalog
  /** By field name, in the order of the model; entities without a public member are absent. */
  readonly entities: ReadonlyMap<string, EntityWords>
  /** Buckets of the shared clock, by field name, finest first. */
  readonly time: ReadonlyMap<string, GrainWord>
}

export function vocabularyOf(catalog: Catalog): Vocabulary {
  const entities = [...catalog.entities.values()]
    .map((entity) => wordsOfEntity(entity, catalog))
    .filter((words) => words.grains.size + words.measures.size > 0)
  const filterable = filterableEntities(entities)
  const withRelationships = entities.map((words) => ({
    ...words,
    relationships: relationshipsTo(words.entity, filterable),
    links: linksTo(words.entity, entities),
    timeline: timelineSources(
      words.entity,
      entities.map(({ entity }) => entity),
      catalog,
    ),
  }))
  return { catalog, entities: byField(withRelationships), time: byField(granularitiesIn(catalog).map(clockWord)) }
}

/** The word at `group.field`. */
export function findWord(vocabulary: Vocabulary, group: string, field: string): Word | undefined {
  if (group === 'time') return vocabulary.time.get(field)
  const words = vocabulary.entities.get(group)
  return words?.grains.get(field) ?? words?.measures.get(field)
}

export function measureName({ measure }: MeasureWord): MeasureName {
  return { entity: measure.entity, measure: measure.name }
}

/** Dimensions themselves, without buckets: what filters are about. */
export function plainDimensions(words: EntityWords): readonly (GrainWord & { readonly dimension: Dimension })[] {
  return [...words.grains.values()].flatMap((word) =>
    word.dimension === undefined || word.granularity !== undefined ? [] : [{ ...word, dimension: word.dimension }],
  )
}

/** Named conditions on rows of the entity. */
export function segmentsOf(words: EntityWords): ReturnType<typeof plainDimensions> {
  return plainDimensions(words).filter(({ dimension }) => dimension.segment !== undefined)
}

function wordsOfEntity(entity: Entity, calendar: Calendar): EntityWords {
  const group = toFieldName(entity.name)
  const shown = [...entity.dimensions.values()].filter((dimension) => !dimension.hidden)
  const dimensions = shown.filter(({ list }) => list !== true)
  const measures = [...entity.measures.values()].filter((measure) => !measure.hidden)
  return {
    entity,
    field: group,
    typeNames: entityTypeNames(entity.name),
    grains: byField(dimensions.flatMap((dimension) => [dimensionWord(dimension, group), ...bucketWords(dimension, group, calendar)])),
    lists: byField(shown.flatMap((dimension) => (dimension.list === true ? [{ ...dimensionWord(dimension, group), dimension }] : []))),
    measures: byField(measures.map((measure) => measureWord(measure, group))),
    relationships: new Map(),
    links: new Map(),
    timeline: [],
  }
}

function dimensionWord(dimension: Dimension, group: string): GrainWord {
  return {
    kind: 'grain',
    ...spelling(group, dimension.name),
    enumValue: toEnumValue(dimension.name),
    title: dimension.title,
    type: dimension.type,
    member: { kind: 'dimension', entity: dimension.entity, dimension: dimension.name },
    dimension,
  }
}

function bucketWords(dimension: Dimension, group: string, calendar: Calendar): readonly GrainWord[] {
  return granularitiesOf(dimension.type, calendar).map((granularity) => {
    const name = granularityName(dimension.name, granularity)
    return {
      kind: 'grain',
      ...spelling(group, name),
      enumValue: toEnumValue(name),
      title: `${dimension.title} (${granularity.replace('_', ' ')})`,
      type: bucketType(granularity),
      member: { kind: 'dimension', entity: dimension.entity, dimension: dimension.name, granularity },
      granularity,
      dimension,
    }
  })
}

function clockWord(granularity: Granularity): GrainWord {
  return {
    kind: 'grain',
    ...spelling('time', granularity),
    enumValue: toEnumValue(granularity),
    title: `Time (${granularity.replace('_', ' ')})`,
    type: bucketType(granularity),
    member: { kind: 'time', granularity },
    granularity,
  }
}

function measureWord(measure: Measure, group: string): MeasureWord {
  return { kind: 'measure', ...spelling(group, measure.name), title: measure.title, type: measure.type, measure }
}

function spelling(group: string, name: string): { readonly group: string; readonly field: string; readonly path: string } {
  const field = toFieldName(name)
  return { group, field, path: `${group}.${field}` }
}

/** Names of the entities one can put a condition on: those with a public dimension, or with a path to one. */
function filterableEntities(entities: readonly EntityWords[]): ReadonlySet<string> {
  const filterable = new Set(entities.filter((words) => words.grains.size > 0).map((words) => words.entity.name))
  for (let before = -1; before !== filterable.size; ) {
    before = filterable.size
    for (const { entity } of entities) if (relationshipsTo(entity, filterable).size > 0) filterable.add(entity.name)
  }
  return filterable
}

function relationshipsTo(entity: Entity, targets: ReadonlySet<string>): ReadonlyMap<string, RelationshipWord> {
  const hops = [...entity.hops.values()].filter((hop) => targets.has(hop.to))
  return byField(
    hops.map(({ name, cardinality, description, to }) => ({
      field: toFieldName(name),
      name,
      cardinality,
      ...(description !== undefined && { description }),
      target: toFieldName(to),
    })),
  )
}

function linksTo(entity: Entity, entities: readonly EntityWords[]): ReadonlyMap<string, LinkWord> {
  return byField(
    [...entity.hops.values()].flatMap((hop) => {
      const target = entities.find((words) => words.entity.name === hop.to)
      return target === undefined || target.entity.key.length === 0 ? [] : [{ field: toFieldName(hop.name), hop, target: target.field }]
    }),
  )
}

/** Entities whose rows can be read one by one. */
export function readableEntities(vocabulary: Vocabulary): readonly EntityWords[] {
  return [...vocabulary.entities.values()].filter(({ entity }) => entity.key.length > 0)
}

export function wordsNamed(vocabulary: Vocabulary, field: string): EntityWords {
  const words = vocabulary.entities.get(field)
  if (words === undefined) throw new InternalError(`The schema has the entity ${field}, the vocabulary does not.`)
  return words
}

function byField<T extends { readonly field: string }>(words: readonly T[]): ReadonlyMap<string, T> {
  return new Map(words.map((word) => [word.field, word]))
}
