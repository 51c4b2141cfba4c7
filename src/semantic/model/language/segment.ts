/** `segments[]` of an entity: a condition with a name. */
import type { SegmentOrigin } from '../grouping.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import { name, plainText, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, hiddenKey, readShown, verifiedKey } from './annotations.ts'

const keys = {
  name: { name: 'name', shape: name(), description: 'A dimension of that name: true or false.', isRequired: true, example: 'vip' },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'VIPs' },
  when: {
    name: 'when',
    shape: text(),
    description:
      'A condition: dimensions, aggregates, scores and other segments, with `and`, `or`, `not`. A row for which it is unknown, because a value is missing, is not in the segment.',
    isRequired: true,
    example: '${lifetime_revenue} > 1000 and ${recency_days} <= 30',
  },
  action: { name: 'action', shape: plainText(), description: 'What to do with its rows.', example: 'Invite to the private sale' },
  hidden: hiddenKey,
  trusted: {
    name: 'trusted',
    shape: trueOrFalse(),
    description: 'Lifts the list of allowed functions for this segment; `tessera check` lists where.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

export const segment = mapping(
  {
    noun: 'segment',
    plural: 'segments',
    description:
      'A condition with a name. It is a dimension: true for the rows of the entity for which the condition holds, false for all others.',
    example: `segments:
  - { name: vip, when: "\${lifetime_revenue} > 1000 and \${recency_days} <= 30" }
  - { name: lapsed_vip, when: "\${monetary_score} = 5 and not \${vip}", action: Call them }`,
    keys: [...Object.values(keys), ...annotationKeys, verifiedKey],
    rules: [],
  },
  build,
)

function build(fields: Fields): DimensionDeclaration | undefined {
  const segmentName = fields.read(keys.name)
  const when = fields.read(keys.when)
  const action = fields.read(keys.action)
  const declaration = { ...readShown(fields, keys.title), trusted: fields.read(keys.trusted) ?? false }
  if (segmentName === undefined || when === undefined) return undefined
  const from: SegmentOrigin = { kind: 'segment', when, ...(action !== undefined && { action }) }
  return { name: segmentName, type: { value: 'boolean', span: segmentName.span }, from, ...declaration }
}
