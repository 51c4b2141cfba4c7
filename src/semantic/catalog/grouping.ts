/**
 * Scores, segments and segmentations become dimensions: a score is counted off among the rows of its entity, the others are expressions.
 *
 *   segment vip: when                      ->   coalesce(when, false)
 *   segmentation: a: when, b: pattern, c   ->   case when ... then 'A' when ... then 'B' else 'C' end
 */
import { branch, type Expression } from '../expression/expression.ts'
import { failure, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import type {
  ConditionDeclaration,
  GroupDeclaration,
  LabelOrigin,
  ScoreOrigin,
  SegmentationOrigin,
  SegmentOrigin,
} from '../model/grouping.ts'
import type { Dimension, Group, MemberReference } from './catalog.ts'
import { type DraftDimension, type DraftEntity, isList, unknown } from './declare.ts'
import { checkedRow, conditionExpression, type Place } from './expressions.ts'
import { measureNamed } from './measure-names.ts'
import { sourceEntities } from './measure-reads.ts'
import type { MeasureResolver } from './measures.ts'
import { type Axis, conditionOf, parsePattern } from './patterns.ts'
import { timesNeeded } from './times-needed.ts'
import { titleOf } from './titles.ts'

/** The name of a group in answers, filters and expressions. */
export function groupValue(name: string): string {
  return name.toUpperCase()
}

const numeric = ['integer', 'bigint', 'decimal', 'float']

export function scoreSource(origin: ScoreOrigin, place: Place, measures: MeasureResolver): Result<Dimension['from']> {
  const { of, rule, window } = origin
  const scored = numericDimension(of, `\`of\` of \`${place.owner}\``, place)
  const where = origin.where === undefined ? undefined : conditionExpression(origin.where, place)
  const issues = [
    ...(scored.ok ? [] : scored.issues),
    ...(place.entity.key.length > 0 ? [] : [issue('NO_PRIMARY_KEY', { entity: place.entity.name, because: 'a score' }, of.span)]),
    ...(where === undefined || where.ok ? [] : where.issues),
    ...(window === undefined || !scored.ok ? [] : refusedWindow(scored.value, window, place, measures)),
  ]
  if (issues.length > 0) return failure(...issues)
  return success({
    kind: 'score',
    of: of.value,
    rule,
    ...(where?.ok && { where: where.value }),
    ...(window !== undefined && { window: window.value }),
  })
}

function numericDimension(name: Spanned<string>, what: string, place: Pick<Place, 'entity' | 'drafts'>): Result<DraftDimension> {
  const { entity } = place
  const expected = 'a numeric dimension'
  const dimension = entity.dimensions.get(name.value)
  if (dimension === undefined) {
    const measure = measureWritten(name.value, place)
    if (measure === undefined) return failure(unknown('dimension', name, `Entity \`${entity.name}\``, entity.dimensions.keys()))
    const actual = `the measure \`${name.value}\`; a dimension with \`measure: ${measure}\` has its value for each row`
    return failure(issue('TYPE_MISMATCH', { what, expected, actual }, name.span))
  }
  if (isList(dimension)) return failure(issue('TYPE_MISMATCH', { what, expected, actual: `the list \`${name.value}\`` }, name.span))
  if (numeric.includes(dimension.type)) return success(dimension)
  const isTime = dimension.type === 'date' || dimension.type === 'timestamp'
  const hint = isTime ? `; days since then are \`cast(\${as_of} as date) - cast(\${${name.value}} as date)\`` : ''
  return failure(issue('TYPE_MISMATCH', { what, expected, actual: `${dimension.type}${hint}` }, name.span))
}

/** `entity.measure`, where a name is that of a measure, of this entity or any other. */
function measureWritten(name: string, { entity, drafts }: Pick<Place, 'entity' | 'drafts'>): string | undefined {
  const [first = '', second, more] = name.split('.')
  if (more !== undefined) return undefined
  const [of, measure] = second === undefined ? [entity, first] : [drafts.get(first), second]
  return of?.measures.has(measure) ? `${of.name}.${measure}` : undefined
}

/** A window restricts the rows of an aggregate, where it is not restricted already. */
function refusedWindow(
  { declaration, name }: DraftDimension,
  window: NonNullable<ScoreOrigin['window']>,
  place: Place,
  measures: MeasureResolver,
): readonly Issue[] {
  const from = declaration?.from
  const what = `\`of\` of \`${place.owner}\`, which has a \`window\`,`
  if (from?.kind !== 'measure')
    return [issue('TYPE_MISMATCH', { what, expected: 'an aggregate (`measure:`)', actual: `\`${name}\`, which is none` }, window.span)]
  if (from.window !== undefined)
    return [issue('TYPE_MISMATCH', { what, expected: 'an aggregate without a `window` of its own', actual: `\`${name}\`` }, window.span)]
  const read = measureNamed(from.measure, place, 'measure')
  const measure = read.ok ? measures.resolve(read.value.entity, read.value.name) : read
  if (!measure.ok) return []
  const sources = sourceEntities(measure.value, (entity, of) => {
    const found = measures.resolve(entity, of)
    return found.ok ? found.value : undefined
  })
  return timesNeeded(sources, '`window`', window.span, place.drafts)
}

export function segmentSource({ when }: SegmentOrigin, place: Place): Result<Dimension['from']> {
  const condition = conditionExpression(when, place)
  return condition.ok ? success({ kind: 'expression', expression: knownCondition(condition.value) }) : condition
}

/** Its mistakes are those of the segmentation, told in the same words: once. */
export function labelSource({ condition, segmentation, group }: LabelOrigin, place: Place): Result<Dimension['from']> {
  const owner = `${place.entity.name}.${group.segmentation}`
  const axes = axesOf(segmentation, { ...place, owner })
  const found = axes.ok ? groupCondition(condition, axes.value, { ...place, owner: `${owner}.${group.name}` }) : axes
  return found.ok ? success({ kind: 'expression', expression: knownCondition(found.value) }) : found
}

/** True or false, never unknown. */
function knownCondition(condition: Expression<MemberReference>): Expression<MemberReference> {
  return { kind: 'call', name: 'coalesce', type: 'boolean', arguments: [condition, { kind: 'literal', type: 'boolean', value: false }] }
}

export interface Segmentation {
  readonly from: Dimension['from']
  /** The rest is the last. */
  readonly groups: readonly Group[]
}

export function segmentationSource(origin: SegmentationOrigin, place: Place): Result<Segmentation> {
  const axes = axesOf(origin, place)
  if (!axes.ok) return axes
  const issues: Issue[] = []
  const groups = origin.groups.flatMap((declared): readonly (Group & Required<Pick<Group, 'condition'>>)[] => {
    const condition = groupCondition(declared.condition, axes.value, { ...place, owner: `${place.owner}.${declared.name.value}` })
    if (condition.ok) return [{ ...groupOf(declared), condition: condition.value }]
    issues.push(...condition.issues)
    return []
  })
  if (issues.length > 0) return failure(...issues)
  const rest = groupOf(origin.otherwise)
  const name = (value: string): Expression<MemberReference> => ({ kind: 'literal', type: 'string', value })
  const branches = groups.map(({ condition, value }) => branch(condition, name(value)))
  const expression: Expression<MemberReference> =
    branches.length === 0 ? name(rest.value) : { kind: 'case', type: 'string', branches, otherwise: name(rest.value) }
  return success({ from: { kind: 'expression', expression }, groups: [...groups, rest] })
}

function groupOf({ name, title, description, action }: GroupDeclaration): Group {
  return {
    declaredAt: name.span,
    value: groupValue(name.value),
    title: title ?? titleOf(name.value),
    ...(description !== undefined && { description }),
    ...(action !== undefined && { action }),
  }
}

function groupCondition(condition: ConditionDeclaration, axes: readonly Axis[], place: Place): Result<Expression<MemberReference>> {
  if (condition.kind === 'when') return conditionExpression(condition.when, place)
  const { pattern } = condition
  const alternatives = parsePattern(pattern, axes, `\`${place.owner}\``)
  if (!alternatives.ok) return alternatives
  return checkedRow(conditionOf(alternatives.value, axes, pattern.span), place)
}

/** What the patterns of a segmentation are about. */
export function axesOf(
  { scores }: SegmentationOrigin,
  place: Pick<Place, 'entity' | 'drafts' | 'owner' | 'trusted'>,
): Result<readonly Axis[]> {
  const issues: Issue[] = []
  const what = `\`scores\` of \`${place.owner}\``
  const axes = scores.flatMap(({ letters, member }, index): readonly Axis[] => {
    if (scores.slice(0, index).some((other) => other.member.value === member.value))
      issues.push(issue('BAD_VALUE', { what: `An item of ${what}`, value: member.value, problem: 'there already' }, member.span))
    const dimension = numericDimension(member, what, place)
    if (!dimension.ok) {
      issues.push(...dimension.issues)
      return []
    }
    const values = scoresOf(dimension.value)
    return [{ member: member.value, ...(letters !== undefined && { letters: letters.value }), ...(values !== undefined && { values }) }]
  })
  return issues.length > 0 ? failure(...issues) : success(axes)
}

/** The scores there are, ascending; undefined where the dimension is no score. */
function scoresOf({ declaration }: DraftDimension): readonly number[] | undefined {
  const from = declaration?.from
  if (from?.kind !== 'score') return undefined
  return scoresIn(from.rule)
}

export function scoresIn(rule: ScoreOrigin['rule']): readonly number[] {
  switch (rule.method) {
    case 'bands':
      return rule.bands.map(({ score }) => score).sort((a, b) => a - b)
    case 'cumulative_share':
      return [...rule.shares.keys(), rule.shares.length].map((index) => index + 1)
    default:
      return Array.from({ length: rule.buckets }, (_, index) => index + 1)
  }
}

/** Segmentations by entity, for rules that look at all of them. */
export function segmentationsOf(entity: DraftEntity): readonly (DraftDimension & { readonly origin: SegmentationOrigin })[] {
  return [...entity.dimensions.values()].flatMap((draft) => {
    const from = draft.declaration?.from
    return from?.kind === 'segmentation' ? [{ ...draft, origin: from }] : []
  })
}
