/** `measures[]` of an entity: the numbers asked for. */
import { valueTypes } from '../../dialect/value-type.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import { type MeasureDeclaration, measureTypes } from '../model.ts'
import type { Rule } from '../rules.ts'
import { name, numberWithin, oneOfWords, plainText, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'
import { notYetKey } from './not-yet.ts'

const notYetTypes = ['cumulative', 'offset', 'difference', 'growth', 'share', 'rank', 'conversion']

const keys = {
  name: {
    name: 'name',
    shape: name(),
    description: '`order_value` here is `orderValue` in GraphQL.',
    isRequired: true,
    example: 'revenue',
  },
  type: {
    name: 'type',
    shape: oneOfWords(measureTypes, notYetTypes),
    description: 'How rows become one value; `number` is an expression over other measures and aggregates, computed last.',
    isRequired: true,
    example: 'sum',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'Revenue' },
  sql: {
    name: 'sql',
    shape: text(),
    description: 'What is aggregated; for `number`, the expression. `count` alone counts rows.',
    example: '${amount}',
  },
  where: { name: 'where', shape: text(), description: 'Only rows for which this holds are aggregated.', example: "${status} = 'paid'" },
  percentile: { name: 'percentile', shape: numberWithin(0, 1), description: 'Which one; 0.5 is the median.', example: 0.9 },
  format: { name: 'format', shape: plainText(), description: 'For people and BI tools.', example: 'percent' },
  unit: { name: 'unit', shape: plainText(), description: 'What one of it is.', example: 'EUR' },
  returns: {
    name: 'returns',
    shape: oneOfWords(valueTypes),
    description: 'The type of the answer.',
    default: "the aggregate's own",
    example: 'bigint',
  },
  hidden: { name: 'hidden', shape: trueOrFalse(), description: 'Not in the schema, and usable in expressions.', default: 'false' },
  trusted: {
    name: 'trusted',
    shape: trueOrFalse(),
    description: 'Lifts the list of allowed functions for this measure; `tessera check` lists where.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

const notYetKeys = ['of', 'window', 'by', 'within', 'from', 'to', 'semi_additive'].map(notYetKey)

const rules: readonly Rule[] = [
  { kind: 'needed-for', key: 'sql', word: 'type', values: typesExcept('count') },
  { kind: 'needed-for', key: 'percentile', word: 'type', values: ['percentile'] },
  { kind: 'only-for', key: 'percentile', word: 'type', others: typesExcept('percentile'), reason: 'it goes only with `type: percentile`' },
  {
    kind: 'only-for',
    key: 'where',
    word: 'type',
    others: ['number'],
    reason: '`type: number` is computed from aggregates, each with its own filter: `sum(x) filter (where ...)`',
  },
]

export const measure = mapping(
  {
    noun: 'measure',
    plural: 'measures',
    description: 'A number computed from the rows of an entity.',
    example: `measures:
  - { name: order_count, type: count }
  - { name: revenue, type: sum, sql: "\${amount}", unit: EUR }
  - { name: p90_amount, type: percentile, percentile: 0.9, sql: "\${amount}" }
  - { name: average_order, type: number, sql: "\${revenue} / \${order_count}" }`,
    keys: [...Object.values(keys), ...annotationKeys, verifiedKey, ...notYetKeys],
    rules,
  },
  build,
)

function build(fields: Fields): MeasureDeclaration | undefined {
  const measureName = fields.read(keys.name)
  const type = fields.read(keys.type)
  const declaration = {
    title: fields.read(keys.title),
    sql: fields.read(keys.sql),
    where: fields.read(keys.where),
    percentile: fields.read(keys.percentile),
    format: fields.read(keys.format),
    unit: fields.read(keys.unit),
    returns: fields.read(keys.returns),
    hidden: fields.read(keys.hidden) ?? false,
    trusted: fields.read(keys.trusted) ?? false,
    span: fields.span,
    ...readAnnotations(fields),
  }
  if (measureName === undefined || type === undefined) return undefined
  return { name: measureName, type, ...declaration }
}

function typesExcept(type: string): readonly string[] {
  return measureTypes.filter((other) => other !== type)
}
