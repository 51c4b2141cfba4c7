/** `entities[]`: a business thing with a table and a key. */
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { EntityDeclaration, SourceDeclaration } from '../model.ts'
import { list, name, oneOrMore, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'
import { dimension } from './dimension.ts'
import { freshnessKey } from './freshness.ts'
import { measure } from './measure.ts'
import { relationship } from './relationship.ts'
import { score } from './score.ts'
import { segment } from './segment.ts'
import { segmentation } from './segmentation.ts'
import { readSource, sourceKeys, trustedWithSql } from './source.ts'

const keys = {
  name: {
    name: 'name',
    shape: name(),
    description: '`order_placed` here is `orderPlaced` and `OrderPlaced` in GraphQL.',
    isRequired: true,
    example: 'customer',
  },
  plural: {
    name: 'plural',
    shape: name(),
    description: 'For fields that reach many.',
    default: 'the name with an s',
    example: 'customers',
  },
  extends: {
    name: 'extends',
    shape: text(),
    description: 'The stream whose rows of one `activity` are the rows.',
    example: 'activity_stream',
  },
  activity: { name: 'activity', shape: text(), description: 'The value of the activity column of the stream.', example: 'order_placed' },
  primaryKey: {
    name: 'primary_key',
    shape: oneOrMore(text()),
    description: 'The dimension that identifies a row, or several. Without it an entity has no measures across joins.',
    default: 'none; for an activity, the id of its stream',
    example: 'customer_id',
  },
  time: {
    name: 'time',
    shape: text(),
    description:
      'The primary time dimension: `time` in a slice, `occurredAt` of a row (an instant; a date is its first one), and what `asOf` hides later rows by. No other dimension or relationship is called `occurred_at` then.',
    default: 'none; for an activity, the timestamp of its stream',
    example: 'order_date',
  },
  future: { name: 'future', shape: trueOrFalse(), description: 'Rows later than `asOf` exist: plans and forecasts.', default: 'false' },
  dimensions: { name: 'dimensions', shape: list(dimension), description: 'What it can be sliced and filtered by.', default: 'none' },
  measures: { name: 'measures', shape: list(measure), description: 'The numbers asked for.', default: 'none' },
  relationships: {
    name: 'relationships',
    shape: list(relationship),
    description: 'How its rows belong to those of others.',
    default: 'none',
  },
  scores: { name: 'scores', shape: list(score), description: 'Where a row stands among all others: dimensions.', default: 'none' },
  segments: { name: 'segments', shape: list(segment), description: 'Conditions with a name: dimensions.', default: 'none' },
  segmentations: {
    name: 'segmentations',
    shape: list(segmentation),
    description: 'Groups that every row is in exactly one of: dimensions.',
    default: 'none',
  },
} satisfies Record<string, Key<unknown>>

export const entity = mapping(
  {
    noun: 'entity',
    plural: 'entities',
    description: 'A business thing: its rows, what it is sliced by, the numbers asked of it, and what it belongs to.',
    example: `entities:
  - name: customer
    table: customers
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
  - name: order_placed
    extends: activity_stream
    activity: order_placed`,
    keys: [
      keys.name,
      keys.plural,
      ...sourceKeys,
      keys.extends,
      keys.activity,
      keys.primaryKey,
      keys.time,
      keys.future,
      freshnessKey,
      keys.dimensions,
      keys.measures,
      keys.relationships,
      keys.scores,
      keys.segments,
      keys.segmentations,
      ...annotationKeys,
      verifiedKey,
    ],
    rules: [{ kind: 'source', alternatives: [['table'], ['sql'], ['file'], ['extends', 'activity']] }, trustedWithSql],
  },
  build,
)

function build(fields: Fields): EntityDeclaration | undefined {
  const entityName = fields.read(keys.name)
  const source = readEntitySource(fields)
  const declaration = {
    plural: fields.read(keys.plural),
    primaryKey: fields.read(keys.primaryKey) ?? [],
    time: fields.read(keys.time),
    future: fields.read(keys.future) ?? false,
    freshness: fields.read(freshnessKey),
    dimensions: readDimensions(fields),
    measures: fields.read(keys.measures) ?? [],
    relationships: fields.read(keys.relationships) ?? [],
    span: fields.span,
    ...readAnnotations(fields),
  }
  if (entityName === undefined || source === undefined) return undefined
  return { name: entityName, source, ...declaration }
}

/** In the order of the language, whatever the order of the keys. */
function readDimensions(fields: Fields): EntityDeclaration['dimensions'] {
  const [plain, scores, segments, segmentations] = [
    fields.read(keys.dimensions),
    fields.read(keys.scores),
    fields.read(keys.segments),
    fields.read(keys.segmentations),
  ]
  return [...(plain ?? []), ...(scores ?? []), ...(segments ?? []), ...(segmentations ?? []).flat()]
}

function readEntitySource(fields: Fields): SourceDeclaration | undefined {
  const stream = fields.read(keys.extends)
  const activity = fields.read(keys.activity)
  const own = readSource(fields)
  return stream === undefined || activity === undefined ? own : { kind: 'activity', stream, activity }
}
