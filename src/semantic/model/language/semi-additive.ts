/** `semi_additive` of a measure: which rows of a group count. */
import { type Key, mapping } from '../mapping.ts'
import type { SemiAdditiveDeclaration } from '../model.ts'
import { oneOfWords, oneOrMore, text } from '../shape.ts'

const keys = {
  keep: {
    name: 'keep',
    shape: oneOfWords(['last', 'first']),
    description: 'The rows of which instant count.',
    isRequired: true,
    example: 'last',
  },
  over: {
    name: 'over',
    shape: oneOfWords(['time']),
    description: 'What is last: the primary time of the entity.',
    default: '`time`',
    example: 'time',
  },
  per: {
    name: 'per',
    shape: oneOrMore(text()),
    description: 'Each combination of these dimensions has its own last instant; over to-one paths too (`customer.state`).',
    default: 'one instant for the whole group',
    example: '[customer_id]',
  },
} satisfies Record<string, Key<unknown>>

export const semiAdditive = mapping(
  {
    noun: '`semi_additive` of a measure',
    description: 'Values that add up across everything but time, such as balances: only the last (or first) rows of each group count.',
    example: 'semi_additive: { keep: last, over: time, per: [customer_id] }',
    keys: Object.values(keys),
    rules: [],
  },
  (fields): SemiAdditiveDeclaration | undefined => {
    const keep = fields.read(keys.keep)
    fields.read(keys.over)
    const per = fields.read(keys.per) ?? []
    return keep === undefined ? undefined : { keep: keep.value, per, span: fields.span }
  },
)
