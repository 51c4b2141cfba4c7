/** Dimensions picked out of the rows of another entity: the first value, the last, the n-th, the most frequent, all of them. */
import type { Spanned } from '../../issues/issue.ts'
import type { Fields, Key } from '../mapping.ts'
import { type Pick, type PickOrigin, picks } from '../pick.ts'
import type { Rule } from '../rules.ts'
import { text, wholeNumberWithin } from '../shape.ts'

const keys = {
  first: {
    name: 'first',
    shape: text(),
    description: 'A dimension of another entity: its value in the earliest row, null where that row has none.',
    example: 'order.category',
  },
  last: {
    name: 'last',
    shape: text(),
    description: 'The same of the latest row.',
    example: 'ticket.status',
  },
  nth: {
    name: 'nth',
    shape: wholeNumberWithin(1, 10_000),
    description: 'The same of the so-manieth row, counted from 1: `nth: 2, of: order.category`.',
    example: 2,
  },
  of: { name: 'of', shape: text(), description: 'The dimension that `nth` reads.', example: 'order.category' },
  mostFrequent: {
    name: 'most_frequent',
    shape: text(),
    description: 'A dimension of another entity: the value that most rows have; of several the least. Nulls do not count.',
    example: 'order.brand',
  },
  list: {
    name: 'list',
    shape: text(),
    description:
      'A dimension of another entity: its different values in ascending order, nulls left out. A list is read on profiles; it is not grouped by, filtered by or read by expressions.',
    example: 'order.product',
  },
} satisfies Record<string, Key<unknown>>

/** What reads rows of another entity. */
export const origins: readonly string[] = ['measure', ...picks]

export const pickKeys: readonly Key<unknown>[] = Object.values(keys)

export const pickRules: readonly Rule[] = [
  { kind: 'only-with', key: 'nth', others: ['of'] },
  { kind: 'only-with', key: 'of', others: ['nth'] },
]

export function readPick(fields: Fields): PickOrigin | undefined {
  const nth = fields.read(keys.nth)
  const of = {
    first: fields.read(keys.first),
    last: fields.read(keys.last),
    nth: fields.read(keys.of),
    most_frequent: fields.read(keys.mostFrequent),
    list: fields.read(keys.list),
  } satisfies Record<Pick, Spanned<string> | undefined>
  const pick = picks.find((each) => of[each] !== undefined)
  const dimension = pick && of[pick]
  if (pick === undefined || dimension === undefined) return undefined
  return { kind: 'pick', pick, of: dimension, ...(pick === 'nth' && nth !== undefined && { nth }) }
}
