/** `dimensions[]` of an entity: what it can be sliced and filtered by. */
import { valueTypes } from '../../dialect/value-type.ts'
import type { Spanned } from '../../issues/issue.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import { list, name, oneOfWords, plainText, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, hiddenKey, readAnnotations, verifiedKey } from './annotations.ts'
import { dimensionWindow } from './period.ts'

const keys = {
  name: {
    name: 'name',
    shape: name(),
    description: '`order_date` here is `orderDate` in GraphQL.',
    isRequired: true,
    example: 'order_date',
  },
  type: {
    name: 'type',
    shape: oneOfWords(valueTypes),
    description: 'The type of its values in answers.',
    isRequired: true,
    example: 'date',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'Order date' },
  column: {
    name: 'column',
    shape: text(),
    description: 'A column of the table of the entity.',
    default: 'the column of that name',
    example: 'ORDER_DT',
  },
  sql: {
    name: 'sql',
    shape: text(),
    description: 'An SQL expression over columns and `${members}`.',
    example: "coalesce(state, 'unknown')",
  },
  measure: {
    name: 'measure',
    shape: text(),
    description: 'An aggregate seen from the entity: a measure of another entity, computed for each row of this one.',
    example: 'order.revenue',
  },
  where: {
    name: 'where',
    shape: text(),
    description: 'Restricts the rows that `measure` aggregates.',
    example: "${order.status} = 'paid'",
  },
  window: {
    name: 'window',
    shape: dimensionWindow,
    description: "Only rows whose entity's time lies there, seen from the question's date, are aggregated by `measure`.",
    default: 'all rows',
    example: '{ last: 90, unit: day }',
  },
  per: {
    name: 'per',
    shape: list(text()),
    description:
      'Dimensions of this entity: `measure` is computed for all rows that are equal in them, and each has that value. `[]`: one value, of all rows there are. Rows that reach none of this entity count where a dimension is unknown, as in a slice by it.',
    default: 'the key: each row by itself',
    example: '[state]',
  },
  hidden: hiddenKey,
  pii: { name: 'pii', shape: trueOrFalse(), description: 'Personal data, such as an e-mail address.', default: 'false' },
  trusted: {
    name: 'trusted',
    shape: trueOrFalse(),
    description: 'Lifts the list of allowed functions for this dimension; `tessera check` lists where.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

export const dimension = mapping(
  {
    noun: 'dimension',
    plural: 'dimensions',
    description: 'A property of an entity: one value for each of its rows.',
    example: `dimensions:
  - { name: order_date, type: date }
  - { name: state, type: string, sql: "coalesce(state, 'unknown')", description: State of the billing address }
  - { name: lifetime_revenue, type: decimal, measure: order.revenue }
  - { name: orders_last_90_days, type: integer, measure: order.order_count, window: { last: 90, unit: day } }
  - { name: revenue_of_state, type: decimal, measure: order.revenue, per: [state] }`,
    keys: [...Object.values(keys), ...annotationKeys, verifiedKey],
    rules: [
      { kind: 'at-most-one', keys: ['column', 'sql', 'measure'] },
      { kind: 'only-with', key: 'where', other: 'measure' },
      { kind: 'only-with', key: 'window', other: 'measure' },
      { kind: 'only-with', key: 'per', other: 'measure' },
    ],
  },
  build,
)

function build(fields: Fields): DimensionDeclaration | undefined {
  const dimensionName = fields.read(keys.name)
  const type = fields.read(keys.type)
  const from = readOrigin(fields, dimensionName)
  const declaration = {
    title: fields.read(keys.title),
    hidden: fields.read(keys.hidden) ?? false,
    pii: fields.read(keys.pii) ?? false,
    trusted: fields.read(keys.trusted) ?? false,
    span: fields.span,
    ...readAnnotations(fields),
  }
  if (dimensionName === undefined || type === undefined || from === undefined) return undefined
  return { name: dimensionName, type, from, ...declaration }
}

function readOrigin(fields: Fields, dimensionName: Spanned<string> | undefined): DimensionDeclaration['from'] | undefined {
  const column = fields.read(keys.column)
  const sql = fields.read(keys.sql)
  const measure = fields.read(keys.measure)
  const where = fields.read(keys.where)
  const window = fields.read(keys.window)
  const per = fields.read(keys.per)
  if (measure !== undefined)
    return { kind: 'measure', measure, where, ...(window !== undefined && { window }), ...(per !== undefined && { per }) }
  if (sql !== undefined) return { kind: 'sql', sql }
  const source = column ?? dimensionName
  return source === undefined ? undefined : { kind: 'column', column: source }
}
