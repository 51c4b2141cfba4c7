/**
 * How names of a model are spelled in GraphQL, and which GraphQL names a model cannot have.
 *
 *   order_placed -> field orderPlaced, type OrderPlaced, enum value ORDER_PLACED
 *
 * Two names with one field spelling have one enum spelling too only if their words are equal, so clashes are looked for among field names.
 */
import type { ValueType } from '../dialect/value-type.ts'
import { type Calendar, type Granularity, granularitiesIn, isDateGranularity } from '../time/granularity.ts'

/** `order_placed` and `orderPlaced` are the words order, placed. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

export function toFieldName(name: string): string {
  const [first = '', ...rest] = wordsOf(name)
  return first + rest.map(capitalized).join('')
}

export function toTypeName(name: string): string {
  return wordsOf(name).map(capitalized).join('')
}

export function toEnumValue(name: string): string {
  return wordsOf(name).join('_').toUpperCase()
}

/** `activity_ts` by month is `activity_ts_month`: a member name like any other, so that it can clash and be converted like one. */
export function granularityName(dimension: string, granularity: Granularity): string {
  return `${dimension}_${granularity}`
}

/** The buckets a dimension can be read in: none for what is not a time. A date has no hours. */
export function granularitiesOf(type: ValueType, calendar: Calendar): readonly Granularity[] {
  if (type === 'timestamp') return granularitiesIn(calendar)
  return type === 'date' ? granularitiesIn(calendar).filter(isDateGranularity) : []
}

/** Fields that stand beside the entities of a model; no entity's field name may be one of them. */
export const reservedEntityFields = ['time', 'and', 'or', 'not'] as const

/** The field of a row that happened at a time: the primary time of its entity, whatever that is called. */
export const occurredAt = 'occurredAt'

/** Fields of the Query type; no entity's field name or plural may be one of them. */
export const rootFields = ['slice', 'explore', 'catalog', 'node', 'nodes'] as const

/** Every type of the schema that is there whatever the model says; no generated type may have one of these names. */
export const fixedTypeNames = [
  'Activity',
  'ActivityConnection',
  'ActivityEdge',
  'BigInt',
  'BigIntFilter',
  'BigIntRange',
  'Boolean',
  'BooleanFilter',
  'Catalog',
  'CatalogBucket',
  'CatalogCardinality',
  'CatalogColumn',
  'CatalogDimension',
  'CatalogEntity',
  'CatalogFieldPair',
  'CatalogGroup',
  'CatalogLineage',
  'CatalogMeasure',
  'CatalogMember',
  'CatalogRelationship',
  'CatalogScore',
  'CatalogSegment',
  'CatalogSegmentation',
  'CatalogTable',
  'Date',
  'DateFilter',
  'DateTime',
  'DateTimeFilter',
  'Decimal',
  'DecimalFilter',
  'DecimalRange',
  'DimensionRef',
  'DimensionValue',
  'DimensionValues',
  'EntityName',
  'Float',
  'FloatFilter',
  'FloatRange',
  'GroupCoverage',
  'GroupSize',
  'HistoryStep',
  'ID',
  'Int',
  'IntFilter',
  'IntRange',
  'JSON',
  'MeasureAggregation',
  'MeasureRef',
  'MigrationCell',
  'Mutation',
  'Node',
  'PageInfo',
  'Query',
  'Reaggregation',
  'RelationshipName',
  'ScoreBest',
  'ScoreMethod',
  'ScoreSize',
  'SegmentationCoverage',
  'SegmentationHistory',
  'SegmentationMigration',
  'SegmentationScore',
  'SemanticType',
  'Slice',
  'SliceColumn',
  'SliceColumnKind',
  'SliceDimension',
  'SliceFilter',
  'SliceGrain',
  'SliceHaving',
  'SliceOrder',
  'SlicePath',
  'SliceRow',
  'SliceTime',
  'SliceTimeOrder',
  'SliceTotals',
  'SortDirection',
  'String',
  'StringFilter',
  'StringRange',
  'Subscription',
  'TimeFilter',
  'TimeGranularity',
  'TimePoint',
  'TimePointRange',
  'TimeSpan',
  'TimeZone',
  'ValueType',
] as const

/** The types made for an entity. */
export function entityTypeNames(entity: string) {
  const type = toTypeName(entity)
  return {
    entity: type,
    slice: `${type}Slice`,
    totals: `${type}Totals`,
    dimension: `${type}Dimension`,
    filter: `${type}Filter`,
    listFilter: `${type}ListFilter`,
    having: `${type}Having`,
    measure: `${type}Measure`,
    order: `${type}Order`,
    rowOrder: `${type}RowOrder`,
    connection: `${type}Connection`,
    edge: `${type}Edge`,
    timelineActivity: `${type}TimelineActivity`,
    averages: `${type}Averages`,
    group: `${type}Group`,
    grouping: `${type}Grouping`,
  } as const
}

/** The types made for a segmentation: `CustomerValueSegment`, `CustomerValueSegmentFilter`. */
export function segmentationTypeNames(entity: string, segmentation: string) {
  const type = toTypeName(entity) + toTypeName(segmentation)
  return { group: type, filter: `${type}Filter` } as const
}

/** Types and root fields of an entity that has segments: `CustomerSegment`, `customerSegments`. */
export function segmentNames(entity: string) {
  const [type, field] = [toTypeName(entity), toFieldName(entity)]
  return { type: `${type}Segment`, rootFields: [`${field}Segment`, `${field}Segments`, `${field}Count`] } as const
}

/** The same of an entity that has segmentations: `CustomerSegmentation`, `customerMigration`. */
export function segmentationNames(entity: string) {
  const [type, field] = [toTypeName(entity), toFieldName(entity)]
  const rootFields = [`${field}Segmentation`, `${field}Segmentations`, `${field}Migration`, `${field}Count`]
  return { type: `${type}Segmentation`, rootFields } as const
}
