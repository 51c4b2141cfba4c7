/** `segmentations[]` of an entity: groups in order, so that each of its rows is in exactly one. */
import { issue } from '../../issues/issue.ts'
import { placeText } from '../../issues/print.ts'
import type { AxisDeclaration, ConditionDeclaration, GroupDeclaration, SegmentationOrigin } from '../grouping.ts'
import { type Fields, type Key, mapping, mappingOr } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import { list, name, oneOrMore, plainText, type Shape, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'

const groupKeys = {
  name: {
    name: 'name',
    shape: name(),
    description: 'In lower case here, in UPPER_CASE in answers and filters: `at_risk` is `AT_RISK`.',
    isRequired: true,
    example: 'at_risk',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'At risk' },
  description: { name: 'description', shape: plainText(), description: 'Who is in it, for the people who read numbers.' },
  action: { name: 'action', shape: plainText(), description: 'What to do with them.', example: 'Win them back' },
} satisfies Record<string, Key<unknown>>

const conditionKeys = {
  when: { name: 'when', shape: text(), description: 'A condition, as in a segment.', example: '${recency_score} <= 2' },
  pattern: {
    name: 'pattern',
    shape: text(),
    description:
      'Over the `scores` of the segmentation: a digit or `X` (any score) for each of them (`"X13|X14"`), or letters with a score or a range (`R4-5 FM4-5`; one left out may be anything). `|` stands between alternatives.',
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
    description: 'One group of a segmentation: the rows that it fits and that no group before it fits.',
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
    noun: 'rest',
    description: 'The group of all rows that fit no other.',
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
      'What the patterns are about: scores in the order of the digits, or letters and the score (or numeric dimension) that each stands for. In a list, letters of a pattern are the first of a name (`FM` of `fm_score`) or of its words.',
    default: 'none: groups have a `when`',
    example: '{ R: recency_score, FM: fm_score }',
  },
  groups: { name: 'groups', shape: list(group), description: 'In order: the first that fits a row has it.', isRequired: true },
  otherwise: {
    name: 'otherwise',
    shape: mappingOr(rest, name()),
    description: 'The group of all other rows.',
    isRequired: true,
    example: 'others',
  },
  multiLabel: {
    name: 'multi_label',
    shape: trueOrFalse(),
    description:
      'Each group is a segment too, `<segmentation>_<group>`: true for every row that the group fits, whatever group before it has the row.',
    default: 'false',
  },
  hidden: { name: 'hidden', shape: trueOrFalse(), description: 'Not in the schema, and usable in expressions.', default: 'false' },
} satisfies Record<string, Key<unknown>>

export const segmentation = mapping(
  {
    noun: 'segmentation',
    plural: 'segmentations',
    description: "Groups that every row of the entity is in exactly one of: a dimension whose values are the groups' names in upper case.",
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
  const declaration = {
    title: fields.read(keys.title),
    hidden: fields.read(keys.hidden) ?? false,
    pii: false,
    trusted: false,
    span: fields.span,
    ...readAnnotations(fields),
  }
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
    const origin = { kind: 'label' as const, segmentation: from, condition, ...(action !== undefined && { action }) }
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
  return {
    takes: 'list of names, or a mapping of letters to names',
    mappings: [],
    jsonSchema: {
      anyOf: [members.jsonSchema, { type: 'object', propertyNames: { pattern: '^[A-Za-z]+$' }, additionalProperties: member.jsonSchema }],
    },
    decode: (tree, what, report) => {
      if (tree.kind !== 'mapping') return members.decode(tree, what, report)?.map((named) => ({ member: named }))
      return tree.entries.flatMap(({ key, value }): AxisDeclaration[] => {
        const named = member.decode(value, `\`${key.value}\` of ${what}`, report)
        if (/^[A-Za-z]+$/.test(key.value) && key.value.toUpperCase() !== 'X')
          return named === undefined ? [] : [{ letters: key, member: named }]
        report(issue('BAD_VALUE', { what: `A key of ${what}`, value: key.value, problem: 'not letters that a pattern can name' }, key.span))
        return []
      })
    },
  }
}
