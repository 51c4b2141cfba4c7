/** What the catalog says of scores, segments and segmentations: CatalogScore, CatalogSegment, CatalogSegmentation { groups }. */
import type { GroupView, ScoreView, SegmentationView, SegmentView } from '../resolvers/catalog-view.ts'
import { toEnumValue } from '../semantic/catalog/names.ts'
import { type ScoreMethod, scoreMethods } from '../semantic/model/grouping.ts'
import type { Builder } from './builder.ts'

const methodDescriptions: Readonly<Record<ScoreMethod, string>> = {
  quantile: 'Cut points between the values split the rows into buckets of about one size; equal values have one score.',
  ntile: 'Rows in the order of their values are split into buckets of one size; equal values may have two scores.',
  cumulative_share: 'By the share of the total that the better rows make up.',
  bands: 'By the fixed range that the value lies in.',
}

export function createGroupingTypes(builder: Builder) {
  return { score: createScoreType(builder), segment: createSegmentType(builder), segmentation: createSegmentationType(builder) }
}

function createScoreType(builder: Builder) {
  const method = builder.enumType('ScoreMethod', {
    description: 'How values become scores.',
    values: Object.fromEntries(scoreMethods.map((each) => [toEnumValue(each), { value: each, description: methodDescriptions[each] }])),
  })
  const best = builder.enumType('ScoreBest', {
    description: 'Which values are the best ones.',
    values: {
      LOWEST: { value: 'lowest', description: 'The smallest: days since the last order.' },
      HIGHEST: { value: 'highest', description: 'The largest: the revenue of a customer.' },
    },
  })
  return builder.objectRef<ScoreView>('CatalogScore').implement({
    description: 'Where a row stands among all rows of its entity by one of its values.',
    fields: (t) => ({
      of: t.exposeString('of', {
        nullable: true,
        description: 'The path of the dimension that is scored: `customer.recencyDays`; null where it is not shown.',
      }),
      method: t.expose('method', { type: method, nullable: false, description: 'How values become scores.' }),
      buckets: t.exposeInt('buckets', { nullable: false, description: 'How many scores there are.' }),
      best: t.expose('best', {
        type: best,
        nullable: true,
        description: 'Which values have the best score; null for bands, which say themselves which score each range has.',
      }),
      bestScore: t.exposeInt('bestScore', {
        nullable: true,
        description: 'The best score, 1 or the number of buckets; null for bands.',
      }),
    }),
  })
}

function createSegmentType(builder: Builder) {
  return builder.objectRef<SegmentView>('CatalogSegment').implement({
    description: 'A named condition on rows: true for those in the segment.',
    fields: (t) => ({
      action: t.exposeString('action', { nullable: true, description: 'What to do with its rows.' }),
    }),
  })
}

function createSegmentationType(builder: Builder) {
  const group = builder.objectRef<GroupView>('CatalogGroup').implement({
    description: 'A group of a segmentation.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'As it stands in answers and filters: `AT_RISK`.' }),
      title: t.exposeString('title', { nullable: false, description: 'Its name for people.' }),
      description: t.exposeString('description', { nullable: true, description: 'Who is in it, as the model says it.' }),
      action: t.exposeString('action', { nullable: true, description: 'What to do with its rows.' }),
    }),
  })
  return builder.objectRef<SegmentationView>('CatalogSegmentation').implement({
    description: 'Groups that each row is in exactly one of.',
    fields: (t) => ({
      groups: t.expose('groups', {
        type: [group],
        nullable: false,
        description: 'In their order: a row is in the first that it fits, else in the last.',
      }),
    }),
  })
}
