/**
 * Root fields about segments and segmentations, for each entity that has some: customerSegments, customerSegment, customerSegmentations,
 * customerSegmentation, customerMigration, customerCount.
 */

import type { ConnectionArguments, ConnectionEnvironment } from '../resolvers/graph/connection.ts'
import {
  type CoverageView,
  countRows,
  type GroupView,
  type HistoryView,
  type MigrationView,
  type PopulationArguments,
  readAsOf,
  readCoverage,
  readCutPoints,
  readGroups,
  readHistory,
  readMembers,
  readMigration,
  readPopulation,
  readScoreSizes,
  readSegments,
  type ScoreView,
  type SegmentationView,
  scoresOf,
} from '../resolvers/groupings.ts'
import { type EntityWords, plainDimensions, segmentsOf, type Vocabulary, wordsNamed } from '../resolvers/vocabulary.ts'
import type { Dimension } from '../semantic/catalog/catalog.ts'
import { averagedDimensions } from '../semantic/catalog/figures.ts'
import { segmentationNames, toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import { historySteps } from '../semantic/time/steps.ts'
import type { Builder } from './builder.ts'
import { describeEntityType, describeWord } from './describe.ts'
import { connectionArguments, type EntityTypes } from './entity-types.ts'
import type { FilterTypes } from './filter-types.ts'
import type { Parts } from './parts.ts'

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
    const population = populationOf(words, vocabulary, filters)
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
function populationOf(words: EntityWords, vocabulary: Vocabulary, filters: FilterTypes) {
  const where = filters.entities.get(words.field)
  if (where === undefined) throw new InternalError(`${words.field} has no filter`)
  return {
    args: (t: QueryFields) => ({
      where: t.arg({ type: where, description: 'Only rows that pass. Scores and groups stay those among all rows.' }),
      ...timeArguments(t),
    }),
    only: (t: QueryFields) => ({
      where: t.arg({ type: where, description: 'Only rows that pass at the later date.' }),
      timeZone: timeArguments(t).timeZone,
    }),
    read: (args: PopulationArguments, context: Parameters<typeof readPopulation>[3]) => readPopulation(args, words, vocabulary, context),
  }
}

function timeArguments(t: QueryFields) {
  return {
    asOf: t.arg({ type: 'TimePoint', description: 'The date of the question: nothing later exists. Now by default.' }),
    timeZone: t.arg({ type: 'TimeZone', description: 'Where days begin. The zone of the model by default.' }),
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
      segmentations.map((word) => [word.enumValue, { value: word.dimension.name, description: describeWord(word) }]),
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

/** What is selected is asked: a figure that was not would be a wrong one. */
function computed<T>(value: T | undefined): T {
  if (value === undefined) throw new InternalError('A figure was selected and not computed.')
  return value
}

function dimensionsNamed(names: readonly string[], known: ReadonlyMap<string, Dimension>): readonly Dimension[] {
  return names.flatMap((name) => known.get(name) ?? [])
}

type GroupRef = ReturnType<typeof createGroupType>

function createGroupType({ builder }: Parts, { entity, typeNames, grains }: EntityWords) {
  const averaged = averagedDimensions(entity)
  const averages = builder.objectRef<NonNullable<GroupView['averages']>>(typeNames.averages).implement({
    description: describeEntityType(entity, 'means of its numeric dimensions; rows without a value do not count'),
    fields: (t) => ({
      ...Object.fromEntries(
        averaged.map((dimension) => {
          const field = toFieldName(dimension.name)
          const word = grains.get(field)
          const description = word === undefined ? dimension.title : describeWord(word)
          return [field, t.float({ nullable: true, description: `The mean: ${description}`, resolve: (means) => computed(means[field]) })]
        }),
      ),
    }),
  })
  return builder.objectRef<GroupView>(typeNames.group).implement({
    description: describeEntityType(entity, 'a segment, or a group of a segmentation'),
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'As in filters and rows, UPPER_CASE.' }),
      title: t.exposeString('title', { nullable: false, description: 'For people.' }),
      description: t.exposeString('description', { nullable: true, description: 'Who is in it.' }),
      action: t.exposeString('action', { nullable: true, description: 'What to do with its rows.' }),
      count: t.int({ nullable: false, description: 'How many rows are in it.', resolve: ({ count }) => computed(count) }),
      percentage: t.float({
        nullable: true,
        description: 'Of all rows looked at, 0 to 100; null where there is none.',
        resolve: ({ percentage }) => computed(percentage),
      }),
      ...(averaged.length > 0 && {
        averages: t.field({
          type: averages,
          nullable: false,
          description: 'Means over its rows.',
          resolve: ({ averages: means }) => computed(means),
        }),
      }),
    }),
  })
}

function createSegmentationType(builder: Builder, { entity, typeNames }: EntityWords, group: GroupRef, shared: Shared) {
  return builder.objectRef<SegmentationView>(typeNames.grouping).implement({
    description: describeEntityType(entity, 'a segmentation at a date; every row is in exactly one of its groups'),
    fields: (t) => ({
      name: t.string({ nullable: false, description: 'As in `by`, UPPER_CASE.', resolve: ({ dimension }) => toEnumValue(dimension.name) }),
      title: t.string({ nullable: false, description: 'For people.', resolve: ({ dimension }) => dimension.title }),
      description: t.string({
        nullable: true,
        description: 'What it tells apart.',
        resolve: ({ dimension }) => dimension.description ?? null,
      }),
      asOf: t.field({ type: 'DateTime', nullable: false, description: 'The date of the question.', resolve: readAsOf }),
      groups: t.field({
        type: [group],
        nullable: false,
        description: 'In the order of the model, empty ones too; the rest is last.',
        resolve: (view, _, context, info) => readGroups(view, context, info),
      }),
      history: t.field({
        type: [shared.history],
        nullable: false,
        description: 'The sizes of its groups at dates in equal steps, each as it was then: one statement.',
        args: {
          from: t.arg({ type: 'TimePoint', required: true, description: 'The first date.' }),
          to: t.arg({ type: 'TimePoint', description: 'No date is later. `asOf` by default.' }),
          every: t.arg({
            type: shared.step,
            defaultValue: 'month',
            required: true,
            description: 'From one date to the next; a month end stays one.',
          }),
        },
        resolve: (view, args, context) => readHistory(view, args, context),
      }),
      coverage: t.field({
        type: shared.coverage,
        nullable: false,
        description: 'How its rules cover the rows: what each group fits by itself, what it has, what is left.',
        resolve: (view, _, context) => readCoverage(view, context),
      }),
      scores: t.field({
        type: [shared.score],
        nullable: false,
        description: 'The scores its groups are told apart by.',
        resolve: scoresOf,
      }),
    }),
  })
}

function createSharedGroupingTypes(builder: Builder) {
  const size = builder.objectRef<GroupView>('GroupSize').implement({
    description: 'How large a group is.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'UPPER_CASE.' }),
      title: t.exposeString('title', { nullable: false, description: 'For people.' }),
      count: t.int({ nullable: false, description: 'How many rows are in it.', resolve: ({ count }) => computed(count) }),
      percentage: t.float({
        nullable: true,
        description: 'Of all rows, 0 to 100; null where there is none.',
        resolve: ({ percentage }) => computed(percentage),
      }),
    }),
  })
  const covered = builder.objectRef<CoverageView['groups'][number]>('GroupCoverage').implement({
    description: 'What the rule of a group covers.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'UPPER_CASE.' }),
      title: t.exposeString('title', { nullable: false, description: 'For people.' }),
      alone: t.exposeInt('alone', { nullable: false, description: 'Rows that it fits, whatever group they are in.' }),
      won: t.exposeInt('won', { nullable: false, description: 'Rows that are in it.' }),
      overlap: t.exposeInt('overlap', { nullable: false, description: 'Rows that it fits and that a group before it has.' }),
    }),
  })
  const scoreSize = builder.objectRef<{ readonly score: number; readonly count: number }>('ScoreSize').implement({
    description: 'How many rows have a score.',
    fields: (t) => ({
      score: t.exposeInt('score', { nullable: false, description: 'The score.' }),
      count: t.exposeInt('count', { nullable: false, description: 'Rows that have it.' }),
    }),
  })
  const cell = builder.objectRef<MigrationView['cells'][number]>('MigrationCell').implement({
    description: 'Rows that went from one group to another, or stayed.',
    fields: (t) => ({
      from: t.exposeString('from', { nullable: true, description: 'The group before; null: not there yet.' }),
      to: t.exposeString('to', { nullable: false, description: 'The group after.' }),
      count: t.exposeInt('count', { nullable: false, description: 'How many.' }),
    }),
  })
  return {
    step: builder.enumType('HistoryStep', {
      description: 'From one date of a history to the next.',
      values: Object.fromEntries(historySteps.map((step) => [toEnumValue(step), { value: step, description: `A ${step} later.` }])),
    }),
    history: builder.objectRef<HistoryView>('SegmentationHistory').implement({
      description: 'The groups of a segmentation as they were at a date.',
      fields: (t) => ({
        asOf: t.expose('asOf', { type: 'DateTime', nullable: false, description: 'The date.' }),
        groups: t.expose('groups', { type: [size], nullable: false, description: 'In the order of the model, empty ones too.' }),
      }),
    }),
    coverage: builder.objectRef<CoverageView>('SegmentationCoverage').implement({
      description: 'How the rules of a segmentation cover the rows.',
      fields: (t) => ({
        groups: t.expose('groups', { type: [covered], nullable: false, description: 'Those with a rule, in their order.' }),
        rest: t.exposeInt('rest', { nullable: false, description: 'Rows that fit none.' }),
        never: t.exposeStringList('never', { nullable: false, description: 'Groups that fit no row.' }),
      }),
    }),
    score: builder.objectRef<ScoreView>('SegmentationScore').implement({
      description: 'A score that groups are told apart by.',
      fields: (t) => ({
        name: t.string({
          nullable: false,
          description: 'As in `by`, UPPER_CASE.',
          resolve: ({ dimension }) => toEnumValue(dimension.name),
        }),
        title: t.string({ nullable: false, description: 'For people.', resolve: ({ dimension }) => dimension.title }),
        cutPoints: t.floatList({
          nullable: { list: true, items: false },
          description: 'Where one score ends and the next begins, ascending; null where scores go by places or shares.',
          resolve: (view, _, context) => readCutPoints(view, context),
        }),
        sizes: t.field({
          type: [scoreSize],
          nullable: false,
          description: 'Scores that occur, ascending: fewer than there could be where values are few or alike.',
          resolve: (view, _, context) => readScoreSizes(view, context),
        }),
      }),
    }),
    migration: builder.objectRef<MigrationView>('SegmentationMigration').implement({
      description: 'Where rows of the groups went between two dates.',
      fields: (t) => ({
        cells: t.expose('cells', {
          type: [cell],
          nullable: false,
          description: 'Only those that occur; by the group before, then the group after.',
        }),
      }),
    }),
  }
}
