/** `segmentations[]` of an entity: groups in order, so that each of its rows is in exactly one. */
import { issue, type Spanned } from '../../issues/issue.ts'
import { placeText } from '../../issues/print.ts'
import type { AxisDeclaration, ConditionDeclaration, GroupDeclaration, SegmentationOrigin } from '../grouping.ts'
import { type Fields, type Key, mapping, mappingOr } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import { isLegalName, legalName } from '../names.ts'
import { filledList, name, oneOrMore, plainText, type Report, type Shape, text, trueOrFalse } from '../shape.ts'
import { type MappingTree, spanOf } from '../tree.ts'
import { annotationKeys, hiddenKey, readShown, verifiedKey } from './annotations.ts'

/** `X` alone stands for any score. */
const letters = /^(?![Xx]+$)[A-Za-z]+$/

const groupKeys = {
  name: {
    name: 'name',
    shape: name(),
    description: 'Lower case here; upper case in answers, filters and expressions: `at_risk` is `AT_RISK`.',
    isRequired: true,
    example: 'at_risk',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'At risk' },
  description: { name: 'description', shape: plainText(), description: 'Who is in it, for the people who read numbers.' },
  action: { name: 'action', shape: plainText(), description: 'What to do with them.', example: 'Win them back' },
} satisfies Record<string, Key<unknown>>

const conditionKeys = {
  when: {
    name: 'when',
    shape: text(),
    description: 'A condition, as in a segment. A row for which it is unknown does not fit.',
    example: '${recency_score} <= 2',
  },
  pattern: {
    name: 'pattern',
    shape: text(),
    description:
      'Which combinations of the `scores` fit. Either one character for each of them, in their order: a digit, or `X` for any score, but a score (`X13|X14`). Or letters with a score or a range, both ends in it (`R4-5 FM4-5`); what is left out may be anything, no score too. `|` stands between alternatives.',
    example: 'X13|X14',
  },
} satisfies Record<string, Key<unknown>>

function readGroup(fields: Fields): GroupDeclaration | undefined {
  const groupName = fields.read(groupKeys.name)
  const [title, description, action] = [fields.read(groupKeys.title), fields.read(groupKeys.description), fields.read(groupKeys.action)]
  if (groupName === undefined) return undefined
  return {
    name: groupName,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(action !== undefined && { action }),
  }
}

const group = mapping(
  {
    noun: 'group',
    plural: 'groups',
    description: 'One group of a segmentation. It has the rows that it fits and that no group before it fits.',
    example: `groups:
  - { name: champions, title: Champions, pattern: R4-5 FM4-5 }
  - { name: sleeping, when: "\${recency_days} > 365", action: Win them back }`,
    keys: [...Object.values(groupKeys), ...Object.values(conditionKeys)],
    rules: [{ kind: 'one-of', alternatives: [['when'], ['pattern']] }],
  },
  (fields): SegmentationOrigin['groups'][number] | undefined => {
    const declared = readGroup(fields)
    const when = fields.read(conditionKeys.when)
    const pattern = fields.read(conditionKeys.pattern)
    const condition: ConditionDeclaration | undefined =
      when !== undefined ? { kind: 'when', when } : pattern === undefined ? undefined : { kind: 'pattern', pattern }
    return declared === undefined || condition === undefined ? undefined : { ...declared, condition }
  },
)

const rest = mapping(
  {
    noun: '`otherwise` of a segmentation',
    description: 'The group of the rows that no other fits: those of which nothing is known, too.',
    example: 'otherwise: { name: others, title: All others }',
    keys: Object.values(groupKeys),
    rules: [],
  },
  readGroup,
)

const keys = {
  name: {
    name: 'name',
    shape: name(),
    description: 'A dimension of that name: the name of the group.',
    isRequired: true,
    example: 'rfm_segment',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'RFM segment' },
  scores: {
    name: 'scores',
    shape: axes(),
    description:
      'What the patterns are about. A list: scores, or other numeric dimensions, in the order of the digits; letters in a pattern are then the first of a name (`M` of `monetary_score`) or of its words (`MS`). A mapping: letters, in either case, and what each stands for; patterns then have letters. Scores of more than nine buckets need letters.',
    default: 'none; then every group has a `when`',
    example: '{ R: recency_score, FM: fm_score }',
  },
  groups: { name: 'groups', shape: filledList(group), description: 'In order: a row is in the first one that fits it.', isRequired: true },
  otherwise: {
    name: 'otherwise',
    shape: mappingOr(rest, name()),
    description: 'The group of all other rows: its name, or a mapping with its name.',
    isRequired: true,
    example: 'others',
  },
  multiLabel: {
    name: 'multi_label',
    shape: trueOrFalse(),
    description:
      'Each group but `otherwise` is a segment, too, named `<segmentation>_<group>`: true for every row that the group fits, whichever group the row is in.',
    default: 'false',
  },
  hidden: hiddenKey,
} satisfies Record<string, Key<unknown>>

export const segmentation = mapping(
  {
    noun: 'segmentation',
    plural: 'segmentations',
    description:
      "Sorts the rows of an entity into groups: every row is in exactly one, the first that fits it. It is a dimension, whose values are the groups' names in upper case.",
    example: `segmentations:
  - name: rfm_segment
    scores: [recency_score, frequency_score, monetary_score]
    groups:
      - { name: hardcore, title: Hardcore, pattern: "111" }
      - { name: promising, pattern: "X13|X14" }
    otherwise: others
  - name: putler
    scores: { R: recency_score, FM: fm_score }
    groups:
      - { name: champions, pattern: R4-5 FM4-5, action: Reward them }
    otherwise: { name: others, title: All others }`,
    keys: [...Object.values(keys), ...annotationKeys, verifiedKey],
    rules: [],
  },
  build,
)

/** The segmentation, and the segments that its groups are where it says so. */
function build(fields: Fields): readonly DimensionDeclaration[] | undefined {
  const segmentationName = fields.read(keys.name)
  const scores = fields.read(keys.scores) ?? []
  const groups = fields.read(keys.groups)
  const otherwise = fields.read(keys.otherwise)
  const isMultiLabel = fields.read(keys.multiLabel) ?? false
  const declaration = readShown(fields, keys.title)
  if (segmentationName === undefined || groups === undefined || otherwise === undefined) return undefined
  const last: GroupDeclaration = otherwise.form === 'mapping' ? otherwise.value : { name: otherwise.value }
  for (const { first, again } of repeated([...groups, last])) {
    const facts = { name: `group \`${again.name.value}\``, other: `group \`${first.name.value}\``, otherPlace: placeText(first.name.span) }
    fields.report(issue('NAME_CLASH', { ...facts, fix: 'Rename one of them.' }, again.name.span))
  }
  const from: SegmentationOrigin = { kind: 'segmentation', scores, groups, otherwise: last, span: fields.span }
  const whole: DimensionDeclaration = {
    name: segmentationName,
    type: { value: 'string', span: segmentationName.span },
    from,
    ...declaration,
  }
  if (!isMultiLabel) return [whole]
  const labels = groups.map(({ name: { value, span }, title, description, action, condition }): DimensionDeclaration => {
    const label = { value: `${segmentationName.value}_${value}`, span }
    if (!isLegalName(label.value))
      fields.report(
        issue('BAD_NAME', { what: `The segment of group \`${value}\``, name: label.value, legal: legalName(label.value) }, span),
      )
    const group = { segmentation: segmentationName.value, name: value }
    const origin = { kind: 'label' as const, segmentation: from, group, condition, ...(action !== undefined && { action }) }
    return { ...declaration, name: label, type: { value: 'boolean', span }, from: origin, title, description }
  })
  return [whole, ...labels]
}

function repeated(groups: readonly GroupDeclaration[]) {
  return groups.flatMap((again, index) => {
    const first = groups.slice(0, index).find(({ name: { value } }) => value === again.name.value)
    return first === undefined ? [] : [{ first, again }]
  })
}

/** A list of members, or a mapping whose keys are the letters that stand for them. */
function axes(): Shape<readonly AxisDeclaration[]> {
  const member = text()
  const members = oneOrMore(member)
  const byLetters = { propertyNames: { pattern: letters.source }, additionalProperties: member.jsonSchema, minProperties: 1 }
  return {
    takes: 'list of names, or a mapping of letters to names',
    mappings: [],
    jsonSchema: { anyOf: [members.jsonSchema, { type: 'object', ...byLetters }] },
    decode: (tree, what, report) => {
      if (tree.kind !== 'mapping') return members.decode(tree, what, report)?.map((named) => ({ member: named }))
      return lettered(tree, member, what, report)
    },
  }
}

function lettered(tree: MappingTree, member: Shape<Spanned<string>>, what: string, report: Report): readonly AxisDeclaration[] | undefined {
  if (tree.entries.length === 0)
    report(issue('WRONG_TYPE', { what, expected: 'at least one score', actual: 'an empty mapping' }, spanOf(tree)))
  const axes = tree.entries.flatMap(({ key, value }, index): AxisDeclaration[] => {
    const named = member.decode(value, `\`${key.value}\` of ${what}`, report)
    const first = tree.entries.slice(0, index).find((other) => other.key.value.toUpperCase() === key.value.toUpperCase())
    if (first !== undefined) {
      const fix = first.key.value === key.value ? undefined : 'Upper and lower case are one letter.'
      const facts = { key: key.value, of: what, otherPlace: placeText(first.key.span), ...(fix !== undefined && { fix }) }
      report(issue('DUPLICATE_KEY', facts, key.span))
    }
    if (letters.test(key.value)) return named === undefined ? [] : [{ letters: key, member: named }]
    const problem = /^[Xx]+$/.test(key.value) ? 'which stands for any score' : 'which is not letters alone'
    report(issue('BAD_VALUE', { what: `A key of ${what}`, value: key.value, problem }, key.span))
    return []
  })
  // What patterns are held against is all of them, or nothing.
  return axes.length === tree.entries.length && axes.length > 0 ? axes : undefined
}
