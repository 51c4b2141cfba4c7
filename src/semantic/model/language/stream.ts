/** `streams[]`: a physical activity stream in Activity Schema form; entities are made from it by `extends` and `activity`. */
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { StreamDeclaration } from '../model.ts'
import { name, text } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'
import { freshnessKey } from './freshness.ts'
import { readSource, sourceKeys, trustedWithSql } from './source.ts'

const columnKeys = {
  id: { name: 'id', shape: text(), description: 'Identifies a row.', isRequired: true, example: 'activity_id' },
  customer: { name: 'customer', shape: text(), description: 'Holds the key of the customer.', isRequired: true, example: 'customer_id' },
  activity: { name: 'activity', shape: text(), description: 'Says which activity the row is.', isRequired: true, example: 'activity' },
  timestamp: { name: 'timestamp', shape: text(), description: 'When it happened.', isRequired: true, example: 'ts' },
  occurrence: {
    name: 'occurrence',
    shape: text(),
    description: 'Its number among the activities of that kind of the customer, from 1.',
    default: 'computed',
    example: 'activity_occurrence',
  },
  repeatedAt: {
    name: 'repeated_at',
    shape: text(),
    description: 'When the customer did the same again.',
    default: 'computed',
    example: 'activity_repeated_at',
  },
} satisfies Record<string, Key<unknown>>

const columns = mapping(
  {
    noun: '`columns` of a stream',
    description: 'The columns of the table that Activity Schema asks for.',
    example: 'columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }',
    keys: Object.values(columnKeys),
    rules: [],
  },
  (fields): StreamDeclaration['columns'] | undefined => {
    const id = fields.read(columnKeys.id)
    const customer = fields.read(columnKeys.customer)
    const activity = fields.read(columnKeys.activity)
    const timestamp = fields.read(columnKeys.timestamp)
    const occurrence = fields.read(columnKeys.occurrence)
    const repeatedAt = fields.read(columnKeys.repeatedAt)
    if (id === undefined || customer === undefined || activity === undefined || timestamp === undefined) return undefined
    return { id, customer, activity, timestamp, occurrence, repeatedAt }
  },
)

const keys = {
  name: { name: 'name', shape: name(), description: 'The name entities extend it by.', isRequired: true, example: 'activity_stream' },
  columns: { name: 'columns', shape: columns, description: 'The columns that Activity Schema asks for.', isRequired: true },
  customer: {
    name: 'customer',
    shape: text(),
    description: 'The entity that the customer column points to.',
    isRequired: true,
    example: 'customer',
  },
} satisfies Record<string, Key<unknown>>

export const stream = mapping(
  {
    noun: 'stream',
    plural: 'streams',
    description: 'A table of activities: who did what, when. One row an activity.',
    example: `streams:
  - name: activity_stream
    table: activity_stream
    customer: customer
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }`,
    keys: [...Object.values(keys), ...sourceKeys, freshnessKey, ...annotationKeys, verifiedKey],
    rules: [{ kind: 'source', alternatives: [['table'], ['sql'], ['file']] }, trustedWithSql],
  },
  build,
)

function build(fields: Fields): StreamDeclaration | undefined {
  const streamName = fields.read(keys.name)
  const source = readSource(fields)
  const streamColumns = fields.read(keys.columns)
  const customer = fields.read(keys.customer)
  const freshness = fields.read(freshnessKey)
  const annotations = readAnnotations(fields)
  if (streamName === undefined || source === undefined || streamColumns === undefined || customer === undefined) return undefined
  return { name: streamName, source, columns: streamColumns, customer, freshness, span: fields.span, ...annotations }
}
