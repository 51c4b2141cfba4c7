/** The keys of measures that are made from another measure, or from pairs of rows: `of` and what goes with it, `from` and `to`. */
import { listText } from '../../issues/define-code.ts'
import type { Spanned } from '../../issues/issue.ts'
import { type Fields, type Key, mappingOr } from '../mapping.ts'
import { type ConversionDeclaration, type DerivedDeclaration, derivedTypes, type MeasureType, measureTypes } from '../model.ts'
import type { Rule } from '../rules.ts'
import { oneOfWords, oneOrMore, text } from '../shape.ts'
import { period, windowShape } from './period.ts'

const compared = ['offset', 'difference', 'growth'] as const
const levelled = ['share', 'rank'] as const

const keys = {
  of: {
    name: 'of',
    shape: text(),
    description: 'The measure it is made from: one of this entity, or `entity.measure`.',
    example: 'revenue',
  },
  window: {
    name: 'window',
    shape: windowShape(),
    description: 'What a cumulative measure reads back from the end of each bucket.',
    default: '`all`, everything so far',
    example: '{ n: 7, unit: day }',
  },
  by: {
    name: 'by',
    shape: mappingOr(period, text()),
    description: 'How long ago the measure is compared with; for `conversion` the entity that both rows belong to, where it is not clear.',
    example: '{ n: 1, unit: month }',
  },
  within: {
    name: 'within',
    shape: mappingOr(period, oneOrMore(text())),
    description:
      'Of a share or a rank: groups that are equal in these dimensions make the whole, such as `state`, `customer.region` or `time.month`. Of a conversion: how long it may take.',
    default: 'all groups of the answer',
    example: '[customer.region, time.month]',
  },
  order: {
    name: 'order',
    shape: oneOfWords(['desc', 'asc']),
    description: 'Which value ranks first: the highest (`desc`) or the lowest.',
    default: '`desc`',
    example: 'asc',
  },
  from: {
    name: 'from',
    shape: text(),
    description: 'The entity whose rows are counted: the one that has the measure.',
    default: 'that entity',
    example: 'order_placed',
  },
  to: {
    name: 'to',
    shape: text(),
    description: 'The entity whose rows they lead to: one of the same customer, at the same time or later, before the next row of `from`.',
    example: 'order_invoiced',
  },
} satisfies Record<string, Key<unknown>>

export const derivedKeys: readonly Key<unknown>[] = Object.values(keys)

export const derivedRules: readonly Rule[] = [
  { kind: 'needed-for', key: 'of', word: 'type', values: derivedTypes },
  { kind: 'needed-for', key: 'by', word: 'type', values: compared },
  { kind: 'needed-for', key: 'to', word: 'type', values: ['conversion'] },
  { kind: 'needed-for', key: 'within', word: 'type', values: ['conversion'] },
  onlyFor('of', derivedTypes),
  onlyFor('window', ['cumulative']),
  onlyFor('by', [...compared, 'conversion']),
  onlyFor('within', [...levelled, 'conversion']),
  onlyFor('order', ['rank']),
  onlyFor('from', ['conversion']),
  onlyFor('to', ['conversion']),
  form('by', compared, 'mapping', 'a period (`{ n: 1, unit: month }`)'),
  form('by', ['conversion'], 'plain', 'the name of an entity'),
  form('within', levelled, 'plain', 'the names of dimensions'),
  form('within', ['conversion'], 'mapping', 'a period (`{ n: 14, unit: day }`)'),
]

/** The key has no meaning for other types; `called` names many types in a word. */
export function onlyFor(key: string, types: readonly MeasureType[], called = listText(types.map((type) => `type: ${type}`))): Rule {
  const others = measureTypes.filter((type) => !types.includes(type))
  return { kind: 'only-for', key, word: 'type', others, reason: `it goes only with ${called}` }
}

function form(key: string, values: readonly MeasureType[], of: 'mapping' | 'plain', takes: string): Rule {
  return { kind: 'form-for', key, word: 'type', values, form: of, takes }
}

/** Nothing where a key it needs is missing or wrong: that is reported. */
export function readDerived(fields: Fields, type: MeasureType | undefined): DerivedDeclaration | ConversionDeclaration | undefined {
  const of = fields.read(keys.of)
  const window = fields.read(keys.window) ?? { kind: 'all' }
  const by = fields.read(keys.by)
  const within = fields.read(keys.within)
  const direction = fields.read(keys.order)?.value ?? 'desc'
  const from = fields.read(keys.from)
  const to = fields.read(keys.to)
  switch (type) {
    case 'cumulative':
      return of && { kind: type, of, window }
    case 'offset':
    case 'difference':
    case 'growth':
      return of && by?.form === 'mapping' ? { kind: type, of, by: by.value } : undefined
    case 'share':
      return of && { kind: type, of, within: levels(within) }
    case 'rank':
      return of && { kind: type, of, within: levels(within), direction }
    case 'conversion':
      if (to === undefined || within?.form !== 'mapping') return undefined
      return { kind: type, from, to, within: within.value, ...(by?.form === 'plain' && { by: by.value }) }
    default:
      return undefined
  }
}

function levels(within: ReturnType<typeof keys.within.shape.decode>): readonly Spanned<string>[] {
  return within?.form === 'plain' ? within.value : []
}
