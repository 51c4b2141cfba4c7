/**
 * Root fields about segments and segmentations, for each entity that has some: customerSegments, customerSegment, customerSegmentations,
 * customerSegmentation, customerMigration, customerCount.
 */

import type { ConnectionArguments, ConnectionEnvironment } from '../resolvers/graph/connection.ts'
import {
  countRows,
  type PopulationArguments,
  readMembers,
  readMigration,
  readPopulation,
  readSegments,
  type SegmentationView,
} from '../resolvers/groupings.ts'
import { type EntityWords, plainDimensions, segmentsOf, wordsNamed } from '../resolvers/vocabulary.ts'
import type { Dimension } from '../semantic/catalog/catalog.ts'
import { segmentationNames } from '../semantic/catalog/names.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import type { Builder } from './builder.ts'
import { describeEntityType, describeWord, wordDeprecation } from './describe.ts'
import { connectionArguments, type EntityTypes } from './entity-types.ts'
import type { FilterTypes } from './filter-types.ts'
import { createGroupType, createSegmentationType, createSharedGroupingTypes, type GroupRef } from './grouping-types.ts'
import type { Parts } from './parts.ts'
import { timeArguments } from './row-fields.ts'

type QueryFields = Parameters<Parameters<Builder['queryFields']>[0]>[0]

type Shared = ReturnType<typeof createSharedGroupingTypes>

/** Answers the type of a group of each entity that has groups, by its field name. */
export function addGroupingFields(parts: Parts, filters: FilterTypes): ReadonlyMap<string, GroupRef> {
  const groups = new Map<string, GroupRef>()
  const { builder, vocabulary } = parts
  const all = [...vocabulary.entities.values()].filter(
    (words) => segmentsOf(words).length + segmentationsOf(words).length > 0 && words.entity.figures.size > 0,
  )
  if (all.length === 0) return groups
  const shared = createSharedGroupingTypes(builder)
  for (const words of all) {
    const group = createGroupType(parts, words)
    groups.set(words.field, group)
    const population = populationOf(words, parts, filters)
    builder.queryFields((t) => ({
      [`${words.field}Count`]: t.int({
        nullable: true,
        description: `How many rows of ${words.entity.title} there are, of those that pass \`where\`: the size of a segment nobody has named.`,
        args: population.args(t),
        resolve: (_, args, context) => countRows(population.read(args, context), context),
      }),
      ...segmentFields(t, { words, group, population, filters }),
      ...segmentationFields(t, { parts, words, group, population, shared }),
    }))
  }
  return groups
}

/** The rows of each group, once their type is there. */
export function addMembers(
  { builder, vocabulary }: Parts,
  groups: ReadonlyMap<string, GroupRef>,
  types: EntityTypes,
  rows: RowArguments,
): void {
  for (const [field, group] of groups) {
    const connection = types.connections.get(field)
    const words = wordsNamed(vocabulary, field)
    if (connection === undefined) continue
    builder.objectFields(group, (t) => ({
      members: t.field({
        type: connection,
        nullable: true,
        description: 'Its rows, page by page: those that `count` counts.',
        args: connectionArguments(builder, { ...rows, orders: types.orders }, words),
        resolve: (view, args, context, info) => readMembers(view, args as ConnectionArguments, rows.environment, context, info),
      }),
    }))
  }
}

interface RowArguments {
  readonly filters: FilterTypes
  readonly environment: ConnectionEnvironment
}

function segmentationsOf(words: EntityWords) {
  return plainDimensions(words).filter(({ dimension }) => dimension.groups !== undefined)
}

/** The arguments that say which rows are looked at, and what they mean. */
function populationOf(words: EntityWords, { builder, vocabulary }: Parts, filters: FilterTypes) {
  const where = filters.entities.get(words.field)
  if (where === undefined) throw new InternalError(`${words.field} has no filter`)
  return {
    args: (t: QueryFields) => ({
      where: t.arg({ type: where, description: 'Only rows that pass. Scores and groups stay those among all rows.' }),
      ...timeArguments(builder),
    }),
    only: (t: QueryFields) => ({
      where: t.arg({ type: where, description: 'Only rows that pass at the later date.' }),
      timeZone: timeArguments(builder).timeZone,
    }),
    read: (args: PopulationArguments, context: Parameters<typeof readPopulation>[3]) => readPopulation(args, words, vocabulary, context),
  }
}

type PopulationArgs = ReturnType<typeof populationOf>

interface SegmentParts {
  readonly words: EntityWords
  readonly group: GroupRef
  readonly population: PopulationArgs
  readonly filters: FilterTypes
}

function segmentFields(t: QueryFields, { words, group, population, filters }: SegmentParts) {
  const segments = segmentsOf(words).map(({ dimension }) => dimension)
  const name = filters.segments.get(words.field)
  if (name === undefined) return {}
  const named = new Map(segments.map((segment) => [segment.name, segment]))
  return {
    [`${words.field}Segments`]: t.field({
      type: [group],
      nullable: { list: true, items: false },
      description: `Every segment of ${words.entity.title}. A row may be in several.`,
      args: population.args(t),
      resolve: (_: unknown, args: PopulationArguments, context, info) =>
        readSegments(population.read(args, context), segments, context, info),
    }),
    [`${words.field}Segment`]: t.field({
      type: group,
      nullable: true,
      description: `One segment of ${words.entity.title}.`,
      args: { name: t.arg({ type: name, required: true, description: 'Which one.' }), ...population.args(t) },
      resolve: async (_: unknown, args, context, info) => {
        const { name: asked, ...rest } = args as PopulationArguments & { readonly name: string }
        const [view] = await readSegments(population.read(rest, context), dimensionsNamed([asked], named), context, info)
        return view ?? null
      },
    }),
  }
}

interface SegmentationParts {
  readonly parts: Parts
  readonly words: EntityWords
  readonly group: GroupRef
  readonly population: PopulationArgs
  readonly shared: Shared
}

function segmentationFields(t: QueryFields, { parts: { builder }, words, group, population, shared }: SegmentationParts) {
  const segmentations = segmentationsOf(words)
  if (segmentations.length === 0) return {}
  const named = new Map(segmentations.map(({ dimension }) => [dimension.name, dimension]))
  const name = builder.enumType(segmentationNames(words.entity.name).type, {
    description: describeEntityType(words.entity, 'its segmentations, each of which puts every row into one group'),
    values: Object.fromEntries(
      segmentations.map((word) => [
        word.enumValue,
        { value: word.dimension.name, description: describeWord(word), ...wordDeprecation(word) },
      ]),
    ),
  })
  const answer = createSegmentationType(builder, words, group, shared)
  const view = (dimension: Dimension, args: PopulationArguments, context: Parameters<PopulationArgs['read']>[1]): SegmentationView => ({
    population: population.read(args, context),
    dimension,
    groups: dimension.groups ?? [],
  })
  const nameArg = { name: t.arg({ type: name, required: true, description: 'Which one.' }) }
  return {
    [`${words.field}Segmentations`]: t.field({
      type: [answer],
      nullable: { list: true, items: false },
      description: `Every segmentation of ${words.entity.title}.`,
      args: population.args(t),
      resolve: (_: unknown, args: PopulationArguments, context) => segmentations.map(({ dimension }) => view(dimension, args, context)),
    }),
    [`${words.field}Segmentation`]: t.field({
      type: answer,
      nullable: true,
      description: `One segmentation of ${words.entity.title}: its groups, their sizes over time, how its rules cover the rows.`,
      args: { ...nameArg, ...population.args(t) },
      resolve: (_: unknown, args, context) => {
        const { name: asked, ...rest } = args as PopulationArguments & { readonly name: string }
        const [dimension] = dimensionsNamed([asked], named)
        return dimension === undefined ? null : view(dimension, rest, context)
      },
    }),
    [`${words.field}Migration`]: t.field({
      type: shared.migration,
      nullable: true,
      description: `How many rows of ${words.entity.title} went from which group of a segmentation to which, between two dates.`,
      args: {
        ...nameArg,
        from: t.arg({ type: 'TimePoint', required: true, description: 'The date before.' }),
        to: t.arg({ type: 'TimePoint', description: 'The date after. Now by default.' }),
        ...population.only(t),
      },
      resolve: (_: unknown, args, context) => {
        const { name: asked, from, to, ...rest } = args as PopulationArguments & MigrationArguments
        const [dimension] = dimensionsNamed([asked], named)
        if (dimension === undefined) return null
        return readMigration(population.read(rest, context), { dimension, from, to: to ?? context.now }, context)
      },
    }),
  }
}

interface MigrationArguments {
  readonly name: string
  readonly from: string
  readonly to?: string | null
}

function dimensionsNamed(names: readonly string[], known: ReadonlyMap<string, Dimension>): readonly Dimension[] {
  return names.flatMap((name) => known.get(name) ?? [])
}
