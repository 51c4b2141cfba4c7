/** Which rows of another entity a dimension is made from: keys that measures seen from an entity share with values picked out of rows. */
import type { Fields, Key } from '../mapping.ts'
import { moments, type RowsDeclaration } from '../pick.ts'
import type { Rule } from '../rules.ts'
import { list, oneOfWords, text } from '../shape.ts'
import { dimensionWindow } from './period.ts'
import { origins } from './pick.ts'

const keys = {
  where: {
    name: 'where',
    shape: text(),
    description: 'Restricts the rows that are read.',
    example: "${order.status} = 'paid'",
  },
  window: {
    name: 'window',
    shape: dimensionWindow,
    description: "Only rows whose entity's time lies there, seen from the question's date, are read.",
    default: 'all rows',
    example: '{ last: 90, unit: day }',
  },
  per: {
    name: 'per',
    shape: list(text()),
    description:
      'Dimensions of this entity: the value is computed for all rows that are equal in them, and each has that value. `[]`: one value, of all rows there are. Rows that reach none of this entity count where a dimension is unknown, as in a slice by it.',
    default: 'the key: each row by itself',
    example: '[state]',
  },
  when: {
    name: 'when',
    shape: oneOfWords(moments),
    description:
      'Which rows are read, of those that belong to the same customer as the row: all, those before it, those after it, or those after it and before the next row of its entity. Rows of the very same time are neither before nor after.',
    default: 'all rows that belong to the row',
    example: 'before',
  },
  by: {
    name: 'by',
    shape: text(),
    description: 'The entity that both belong to, where there are several.',
    default: 'the one that both point to; of several, the customer of an activity',
    example: 'customer',
  },
} satisfies Record<string, Key<unknown>>

export const rowsKeys: readonly Key<unknown>[] = Object.values(keys)

export const rowsRules: readonly Rule[] = [
  ...[keys.where, keys.window, keys.per, keys.when].map(({ name: key }) => ({ kind: 'only-with' as const, key, others: origins })),
  { kind: 'only-with', key: 'by', others: ['when'] },
  { kind: 'at-most-one', keys: ['per', 'when'] },
]

export function readRows(fields: Fields): RowsDeclaration {
  const where = fields.read(keys.where)
  const window = fields.read(keys.window)
  const per = fields.read(keys.per)
  const when = fields.read(keys.when)
  const by = fields.read(keys.by)
  return {
    ...(where !== undefined && { where }),
    ...(window !== undefined && { window }),
    ...(per !== undefined && { per }),
    ...(when !== undefined && { related: { when, ...(by !== undefined && { by }) } }),
  }
}
