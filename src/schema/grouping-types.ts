/** What segments and segmentations of an entity answer: groups with their sizes and means, histories, coverage, scores. */
import {
  type CoverageView,
  type GroupView,
  type HistoryView,
  type MigrationView,
  readAsOf,
  readCoverage,
  readCutPoints,
  readGroups,
  readHistory,
  readScoreSizes,
  type ScoreView,
  type SegmentationView,
  scoresOf,
} from '../resolvers/groupings.ts'
import type { EntityWords } from '../resolvers/vocabulary.ts'
import { averagedDimensions } from '../semantic/catalog/figures.ts'
import { toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import { historySteps } from '../semantic/time/steps.ts'
import type { Builder } from './builder.ts'
import { deprecationOf, describeEntityType, describeWord } from './describe.ts'
import type { Parts } from './parts.ts'

type Shared = ReturnType<typeof createSharedGroupingTypes>

/** What is selected is asked: a figure that was not would be a wrong one. */
function computed<T>(value: T | undefined): T {
  if (value === undefined) throw new InternalError('A figure was selected and not computed.')
  return value
}

export type GroupRef = ReturnType<typeof createGroupType>

export function createGroupType({ builder }: Parts, { entity, typeNames, grains }: EntityWords) {
  const averaged = averagedDimensions(entity)
  const averages = builder.objectRef<NonNullable<GroupView['averages']>>(typeNames.averages).implement({
    description: describeEntityType(entity, 'means of its numeric dimensions; rows without a value do not count'),
    fields: (t) => ({
      ...Object.fromEntries(
        averaged.map((dimension) => {
          const field = toFieldName(dimension.name)
          const word = grains.get(field)
          const description = word === undefined ? dimension.title : describeWord(word)
          const described = { description: `The mean: ${description}`, ...deprecationOf(dimension) }
          return [field, t.float({ nullable: true, ...described, resolve: (means) => computed(means[field]) })]
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

export function createSegmentationType(builder: Builder, { entity, typeNames }: EntityWords, group: GroupRef, shared: Shared) {
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

export function createSharedGroupingTypes(builder: Builder) {
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
