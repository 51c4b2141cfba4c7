/** Members in the catalog: CatalogMember, an interface of CatalogDimension and CatalogMeasure, with what they are made from. */
import { readLineage } from '../resolvers/catalog-lineage.ts'
import type { BucketView, DimensionView, LineageView, MeasureView, MemberView, TableView } from '../resolvers/catalog-view.ts'
import { aggregationOf } from '../semantic/aggregation/index.ts'
import { toEnumValue } from '../semantic/catalog/names.ts'
import { type SemanticType, semanticTypes } from '../semantic/catalog/semantic-type.ts'
import { type aggregateTypes, type MeasureType, measureTypes } from '../semantic/model/model.ts'
import type { Builder } from './builder.ts'
import { createGroupingTypes } from './catalog-grouping-types.ts'
import type { Parts } from './parts.ts'

/** What everything in the catalog says of itself. */
export const annotationDescriptions = {
  description: 'What the model says about it.',
  owner: 'Who answers for it: its own owner, else that of its entity, else that of the model.',
  tags: 'Words to find it by.',
  verified: 'Whether someone has checked it.',
  deprecated: 'Why it should not be used any more, and what to use; null where it may be.',
} as const

export function createMemberTypes(parts: Parts) {
  const { builder, shared } = parts
  const table = createTableType(builder)
  const member = builder.interfaceRef<MemberView>('CatalogMember')
  const lineage = createLineageType(builder, table)
  const semanticType = createSemanticType(builder)
  const bucket = createBucketType(parts)
  member.implement({
    description: 'A dimension or a measure.',
    resolveType: ({ kind }) => (kind === 'measure' ? 'CatalogMeasure' : 'CatalogDimension'),
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'Its name in the model: `order_value`.' }),
      field: t.exposeString('field', {
        nullable: false,
        description: 'The field of a row that has it, below that of its entity: `orderValue`.',
      }),
      path: t.exposeString('path', { nullable: false, description: 'Its place in a row: `orderPlaced.orderValue`.' }),
      enumValue: t.exposeString('enumValue', { nullable: false, description: 'How arguments call it, below its entity: `ORDER_VALUE`.' }),
      entity: t.exposeString('entity', { nullable: false, description: 'The field of its entity: `orderPlaced`.' }),
      title: t.exposeString('title', { nullable: false, description: 'Its name for people.' }),
      description: t.exposeString('description', { nullable: true, description: annotationDescriptions.description }),
      owner: t.exposeString('owner', { nullable: true, description: annotationDescriptions.owner }),
      tags: t.exposeStringList('tags', { nullable: false, description: annotationDescriptions.tags }),
      verified: t.exposeBoolean('verified', { nullable: false, description: annotationDescriptions.verified }),
      deprecated: t.exposeString('deprecated', { nullable: true, description: annotationDescriptions.deprecated }),
      type: t.expose('type', { type: shared.valueType, nullable: false, description: 'The type of its values.' }),
      semanticType: t.expose('semanticType', {
        type: semanticType,
        nullable: false,
        description: 'What its values mean to a tool that shows them.',
      }),
      unit: t.exposeString('unit', { nullable: true, description: 'What it counts in: `EUR`, `days`.' }),
      format: t.exposeString('format', { nullable: true, description: 'How it is shown: `percent`, `0.00`.' }),
      lineage: t.field({ type: lineage, nullable: false, description: 'What it is made from.', resolve: readLineage }),
    }),
  })
  return { dimension: createDimensionType(builder, member, bucket), measure: createMeasureType(builder, member), bucket, table }
}

type MemberRef = ReturnType<Builder['interfaceRef']>
type BucketRef = ReturnType<typeof createBucketType>
type TableRef = ReturnType<typeof createTableType>

function createDimensionType(builder: Builder, member: MemberRef, bucket: BucketRef) {
  const grouping = createGroupingTypes(builder)
  return builder.objectRef<DimensionView>('CatalogDimension').implement({
    description: 'Something a slice can be grouped and filtered by: one value per row of its entity.',
    interfaces: [member],
    fields: (t) => ({
      pii: t.exposeBoolean('pii', { nullable: false, description: 'Whether its values are personal data.' }),
      isKey: t.exposeBoolean('isKey', { nullable: false, description: 'Whether it is the key of its entity, or a part of it.' }),
      buckets: t.expose('buckets', {
        type: [bucket],
        nullable: false,
        description: 'The sizes of bucket a time can be read in, finest first; empty for anything else.',
      }),
      score: t.expose('score', { type: grouping.score, nullable: true, description: 'How it is scored, where it is a score.' }),
      segment: t.expose('segment', { type: grouping.segment, nullable: true, description: 'What it is for, where it is a segment.' }),
      segmentation: t.expose('segmentation', {
        type: grouping.segmentation,
        nullable: true,
        description: 'Its groups, where it is a segmentation.',
      }),
    }),
  })
}

function createMeasureType(builder: Builder, member: MemberRef) {
  const aggregation = builder.enumType('MeasureAggregation', {
    description: 'How a measure is computed.',
    values: Object.fromEntries(measureTypes.map((type) => [toEnumValue(type), { value: type, description: describeAggregation(type) }])),
  })
  const reaggregation = builder.enumType('Reaggregation', {
    description: 'How answers for parts of a group make the answer for the group.',
    values: {
      SUM: { value: 'sum', description: 'They are added up.' },
      MIN: { value: 'min', description: 'The smallest of them is it.' },
      MAX: { value: 'max', description: 'The largest of them is it.' },
    },
  })
  return builder.objectRef<MeasureView>('CatalogMeasure').implement({
    description: 'A value computed over the rows of a group.',
    interfaces: [member],
    fields: (t) => ({
      aggregation: t.expose('aggregation', { type: aggregation, nullable: false, description: 'How it is computed.' }),
      additive: t.exposeBoolean('additive', {
        nullable: false,
        description: 'Whether groups add up to their total, where no row stands in several of them.',
      }),
      reaggregation: t.expose('reaggregation', {
        type: reaggregation,
        nullable: true,
        description:
          'How a tool may put groups together by itself, where no row stands in several of them; null: it asks for the coarser groups.',
      }),
    }),
  })
}

/** Kinds made from other measures or from pairs of rows; the others are aggregations, which describe themselves. */
const made: Readonly<Record<Exclude<MeasureType, (typeof aggregateTypes)[number]>, string>> = {
  number: 'An expression over other measures and aggregates, computed for each group.',
  cumulative: 'Another measure over all rows up to the end of each bucket, or over those of a window that ends there.',
  offset: 'Another measure as it was some time earlier.',
  difference: 'How much another measure is more than it was some time earlier.',
  growth: 'The same difference as a fraction of the earlier value.',
  share: 'The fraction another measure is of itself in a larger group.',
  rank: 'The place of a group among others by another measure, from 1.',
  conversion: 'The fraction of rows that led to a row of another entity in time.',
}

function describeAggregation(type: MeasureType): string {
  return type in made ? made[type as keyof typeof made] : (aggregationOf(type)?.description ?? '')
}

function createBucketType({ builder, shared }: Parts) {
  return builder.objectRef<BucketView>('CatalogBucket').implement({
    description: 'A time by a size of bucket.',
    fields: (t) => ({
      granularity: t.expose('granularity', { type: shared.granularity, nullable: false, description: 'The size.' }),
      field: t.exposeString('field', { nullable: false, description: 'The field of a row that has it: `activityTsMonth`.' }),
      path: t.exposeString('path', { nullable: false, description: 'Its place in a row: `orderPlaced.activityTsMonth`, `time.month`.' }),
      enumValue: t.exposeString('enumValue', { nullable: false, description: 'How arguments call it: `ACTIVITY_TS_MONTH`, `MONTH`.' }),
      title: t.exposeString('title', { nullable: false, description: 'Its name for people.' }),
      type: t.expose('type', {
        type: shared.valueType,
        nullable: false,
        description: 'The type of its values: the first day or instant of each bucket.',
      }),
    }),
  })
}

function createLineageType(builder: Builder, table: TableRef) {
  const column = builder.objectRef<LineageView['columns'][number]>('CatalogColumn').implement({
    description: 'A column that values are made from.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'The name of the column.' }),
      table: t.expose('table', {
        type: table,
        nullable: true,
        description: 'The table that has it; null for a column of a SELECT of the model that cannot be followed further.',
      }),
    }),
  })
  return builder.objectRef<LineageView>('CatalogLineage').implement({
    description: 'What a member is made from.',
    fields: (t) => ({
      members: t.exposeStringList('members', {
        nullable: false,
        description: 'Paths of the members its definition reads: `customer.state`. In place of a hidden one those that it reads.',
      }),
      tables: t.expose('tables', { type: [table], nullable: false, description: 'The tables whose rows are read.' }),
      columns: t.expose('columns', {
        type: [column],
        nullable: false,
        description: 'The columns it is computed from in the end, those that rows are joined by included.',
      }),
    }),
  })
}

function createTableType(builder: Builder) {
  return builder.objectRef<TableView>('CatalogTable').implement({
    description: 'A table of the database.',
    fields: (t) => ({
      schema: t.exposeString('schema', { nullable: true, description: 'The schema it is in, where the model names one.' }),
      name: t.exposeString('name', { nullable: false, description: 'Its name.' }),
      file: t.exposeString('file', { nullable: true, description: 'The file of the model that it is loaded from.' }),
    }),
  })
}

const semanticDescriptions: Readonly<Record<SemanticType, string>> = {
  text: 'Text.',
  number: 'A number.',
  percent: 'A percentage: of 100 where the unit is `percent` (12.5 is 12.5 %), of 1 otherwise (0.125 is 12.5 %).',
  currency: 'An amount of money; the unit says in which currency, by its ISO 4217 code.',
  boolean: 'True or false.',
  date: 'A calendar day.',
  datetime: 'An instant.',
}

function createSemanticType(builder: Builder) {
  return builder.enumType('SemanticType', {
    description: 'What values mean to a tool that shows them: their type, and of numbers what unit and format say.',
    values: Object.fromEntries(semanticTypes.map((type) => [toEnumValue(type), { value: type, description: semanticDescriptions[type] }])),
  })
}
