/**
 * Which rows of other entities a dimension is made from, checked: they are reached, or belong together with the row, and have the times that are asked
 * of them.
 */
import { failure, type Issue, issue, type Result, type Span, success } from '../issues/issue.ts'
import type { RelatedDeclaration, RowsDeclaration } from '../model/pick.ts'
import type { Related, RowsRead } from './catalog.ts'
import { type DraftEntity, isList, unknown } from './declare.ts'
import { conditionExpression, type Place } from './expressions.ts'
import { findPath } from './join-graph.ts'
import { sharedFields } from './shared-entity.ts'
import { timesNeeded } from './times-needed.ts'

/** What the rows are read for. */
export interface ReadFor {
  /** As written, for messages, and where. */
  readonly written: string
  readonly span: Span
  /** The entity whose member it is: `where` is about its rows. */
  readonly target: DraftEntity
  /** The entities whose rows are read. */
  readonly sources: readonly string[]
}

export function rowsRead(rows: RowsDeclaration, read: ReadFor, place: Place): Result<RowsRead> {
  const { span, target, sources } = read
  const { per, window, related } = rows
  const needsKey = per === undefined && related?.when.value !== 'ever'
  if (needsKey && place.entity.key.length === 0) return failure(issue('NO_PRIMARY_KEY', { entity: place.entity.name }, span))
  // Of all rows there are, whatever they belong to.
  const isOfAll = per !== undefined && per.length === 0
  const unreached = isOfAll || related !== undefined ? [] : sources.flatMap((source) => unreachedFrom(source, span, place))
  const levels = (per ?? []).flatMap((level) => levelIssues(level, place))
  const timeless = window === undefined ? [] : timesNeeded(sources, '`window`', span, place.drafts)
  const where = rows.where === undefined ? undefined : conditionExpression(rows.where, { ...place, entity: target })
  const together = related === undefined ? undefined : relatedOf(related, read, place)
  const issues = [
    ...unreached,
    ...levels,
    ...timeless,
    ...whereIssues(rows, read),
    ...(where === undefined || where.ok ? [] : where.issues),
    ...(together === undefined || together.ok ? [] : together.issues),
  ]
  if (issues.length > 0) return failure(...issues)
  return success({
    ...(where?.ok && { where: where.value }),
    ...(window !== undefined && { window }),
    ...(per !== undefined && { per: per.map(({ value }) => value) }),
    ...(together?.ok && { related: together.value }),
  })
}

/** Why rows of `source` cannot be read for each row of the dimension's entity. */
function unreachedFrom(source: string, span: Span, place: Place): readonly Issue[] {
  const path = findPath(place.drafts, source, place.entity.name)
  return path.ok ? [] : path.issues.map((found): Issue => ({ ...found, span }))
}

function levelIssues(level: NonNullable<RowsDeclaration['per']>[number], { entity, owner }: Place): readonly Issue[] {
  const dimension = entity.dimensions.get(level.value)
  if (dimension === undefined) return [unknown('dimension', level, `Entity \`${entity.name}\``, entity.dimensions.keys())]
  if (!isList(dimension)) return []
  const facts = { what: `\`per\` of \`${owner}\``, expected: 'a dimension of one value', actual: `the list \`${level.value}\`` }
  return [issue('TYPE_MISMATCH', facts, level.span)]
}

function whereIssues({ where }: RowsDeclaration, { target, sources, written }: ReadFor): readonly Issue[] {
  if (where === undefined || (sources.length === 1 && sources[0] === target.name)) return []
  const read = sources.map((name) => `\`${name}\``).join(', ')
  const what = `\`where\` on rows of \`${target.name}\` for \`${written}\`, which reads rows of ${read}`
  return [issue('NOT_YET', { what }, where.span)]
}

function relatedOf({ when, by }: RelatedDeclaration, { span, sources }: ReadFor, place: Place): Result<Related> {
  const isInTime = when.value !== 'ever'
  const issues: Issue[] = []
  if (isInTime) issues.push(...timesNeeded(new Set([place.entity.name, ...sources]), `\`when: ${when.value}\``, when.span, place.drafts))
  const pairs = sources.flatMap((source): Related['pairs'] => {
    const target = place.drafts.get(source)
    if (target === undefined) return []
    if (isInTime) issues.push(...typeIssues(target, when, place))
    const fields = sharedFields(target, { span, ...(by !== undefined && { by }) }, place)
    if (fields.ok) return [{ source, fields: fields.value.fromFields, sourceFields: fields.value.toFields }]
    issues.push(...fields.issues)
    return []
  })
  return issues.length > 0 ? failure(...issues) : success({ when: when.value, pairs })
}

/** Both times are of one type: a day is neither before nor after an instant of it. */
function typeIssues(target: DraftEntity, when: RelatedDeclaration['when'], { entity, owner }: Place): readonly Issue[] {
  const [own, other] = [entity, target].map((of) => of.dimensions.get(of.time ?? ''))
  if (own === undefined || other === undefined || own.type === other.type) return []
  const what = `\`${owner}\` (\`when: ${when.value}\`)`
  const expected = `a ${own.type}, as \`${entity.name}.${own.name}\` is one`
  return [issue('TYPE_MISMATCH', { what, expected, actual: `the ${other.type} \`${target.name}.${other.name}\`` }, when.span)]
}
