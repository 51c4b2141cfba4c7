/** `dimensions[]` of an entity: what it can be sliced and filtered by. */
import { valueTypes } from '../../dialect/value-type.ts'
import type { Spanned } from '../../issues/issue.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import { picks } from '../pick.ts'
import { name, oneOfWords, plainText, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, hiddenKey, readAnnotations, verifiedKey } from './annotations.ts'
import { pickKeys, pickRules, readPick } from './pick.ts'
import { readRows, rowsKeys, rowsRules } from './rows.ts'

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
  - { name: revenue_of_state, type: decimal, measure: order.revenue, per: [state] }
  - { name: first_order_category, type: string, first: order.category }
  - { name: third_order_category, type: string, nth: 3, of: order.category }
  - { name: favourite_brand, type: string, most_frequent: order.brand, window: { last: 1, unit: year } }
  - { name: products, type: string, list: order.product }
  - { name: last_mail_before, type: string, last: mail_opened.campaign, when: before }`,
    keys: [
      keys.name,
      keys.type,
      keys.title,
      keys.column,
      keys.sql,
      keys.measure,
      ...pickKeys,
      ...rowsKeys,
      keys.hidden,
      keys.pii,
      keys.trusted,
      ...annotationKeys,
      verifiedKey,
    ],
    rules: [{ kind: 'at-most-one', keys: ['column', 'sql', 'measure', ...picks] }, ...pickRules, ...rowsRules],
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
  const picked = readPick(fields)
  const rows = readRows(fields)
  if (measure !== undefined) return { kind: 'measure', measure, ...rows }
  if (picked !== undefined) return { ...picked, ...rows }
  if (sql !== undefined) return { kind: 'sql', sql }
  const source = column ?? dimensionName
  return source === undefined ? undefined : { kind: 'column', column: source }
}
