/** `measures[]` of an entity: the numbers asked for. */
import { valueTypes } from '../../dialect/value-type.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import { aggregateTypes, derivedTypes, type MeasureDeclaration, measureTypes } from '../model.ts'
import type { Rule } from '../rules.ts'
import { name, numberWithin, oneOfWords, plainText, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, hiddenKey, readAnnotations, verifiedKey } from './annotations.ts'
import { derivedKeys, derivedRules, onlyFor, readDerived } from './derived-measure.ts'
import { semiAdditive } from './semi-additive.ts'

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
    shape: oneOfWords(measureTypes),
    description:
      'How rows become one value. `number` is an expression over other measures and aggregates, computed last; the types after it are made from another measure, `of`; `conversion` is the fraction of rows that led to another.',
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
  semiAdditive: {
    name: 'semi_additive',
    shape: semiAdditive,
    description: 'For balances and stock levels: only rows of the last or first instant of each group count.',
  },
  format: { name: 'format', shape: plainText(), description: 'For people and BI tools.', example: 'percent' },
  unit: { name: 'unit', shape: plainText(), description: 'What one of it is.', example: 'EUR' },
  returns: {
    name: 'returns',
    shape: oneOfWords(valueTypes),
    description: 'The type of the answer.',
    default: "the aggregate's own",
    example: 'bigint',
  },
  hidden: hiddenKey,
  trusted: {
    name: 'trusted',
    shape: trueOrFalse(),
    description: 'Lifts the list of allowed functions for this measure; `tessera check` lists where.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

const rules: readonly Rule[] = [
  { kind: 'needed-for', key: 'sql', word: 'type', values: measureTypes.filter(readsValue) },
  onlyFor('sql', [...aggregateTypes, 'number'], 'aggregates of rows and `type: number`'),
  { kind: 'needed-for', key: 'percentile', word: 'type', values: ['percentile'] },
  onlyFor('percentile', ['percentile']),
  {
    kind: 'only-for',
    key: 'where',
    word: 'type',
    others: ['number'],
    reason: '`type: number` is computed from aggregates, each with its own filter: `sum(x) filter (where ...)`',
  },
  {
    kind: 'only-for',
    key: 'where',
    word: 'type',
    others: derivedTypes,
    reason: 'rows are filtered by the measure that `of` names',
  },
  onlyFor('semi_additive', aggregateTypes, 'aggregates of rows'),
  ...derivedRules,
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
  - { name: average_order, type: number, sql: "\${revenue} / \${order_count}" }
  - { name: revenue_so_far, type: cumulative, of: revenue }
  - { name: revenue_7_days, type: cumulative, of: revenue, window: { n: 7, unit: day } }
  - { name: revenue_last_year, type: offset, of: revenue, by: { n: 1, unit: year } }
  - { name: revenue_growth, type: growth, of: revenue, by: { n: 1, unit: month } }
  - { name: share_of_region, type: share, of: revenue, within: [customer.region] }
  - { name: place_in_month, type: rank, of: revenue, within: [time.month] }
  - { name: invoiced_in_14_days, type: conversion, to: order_invoiced, within: { n: 14, unit: day } }
  - { name: balance, type: sum, sql: "\${amount}", semi_additive: { keep: last, per: [customer_id] } }`,
    keys: [...Object.values(keys), ...derivedKeys, ...annotationKeys, verifiedKey],
    rules,
  },
  build,
)

function build(fields: Fields): MeasureDeclaration | undefined {
  const measureName = fields.read(keys.name)
  const type = fields.read(keys.type)
  const from = readDerived(fields, type?.value)
  const declaration = {
    title: fields.read(keys.title),
    sql: fields.read(keys.sql),
    where: fields.read(keys.where),
    percentile: fields.read(keys.percentile),
    semiAdditive: fields.read(keys.semiAdditive),
    format: fields.read(keys.format),
    unit: fields.read(keys.unit),
    returns: fields.read(keys.returns),
    hidden: fields.read(keys.hidden) ?? false,
    trusted: fields.read(keys.trusted) ?? false,
    span: fields.span,
    ...readAnnotations(fields),
  }
  if (measureName === undefined || type === undefined) return undefined
  return { name: measureName, type, ...(from !== undefined && { from }), ...declaration }
}

/** A count without `sql` counts rows. */
function readsValue(type: (typeof measureTypes)[number]): boolean {
  return type === 'number' || (type !== 'count' && aggregateTypes.some((aggregate) => aggregate === type))
}
