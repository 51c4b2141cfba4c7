/**
 * Rule: names that become one GraphQL name are refused, both places named. Compared after conversion: `order_no` and `orderNo` are one field.
 */
import { type Issue, issue, type Span } from '../../issues/issue.ts'
import type { DimensionDeclaration, Model } from '../../model/model.ts'
import type { Calendar } from '../../time/granularity.ts'
import type { Hop } from '../catalog.ts'
import type { DraftDimension, DraftEntity, Drafts } from '../declare.ts'
import { place } from '../declare.ts'
import {
  entityTypeNames,
  fixedTypeNames,
  granularitiesOf,
  granularityName,
  occurredAt,
  reservedEntityFields,
  rootFields,
  segmentationNames,
  segmentationTypeNames,
  segmentNames,
  toFieldName,
} from '../names.ts'

/** Fields every entity will have, and words of filters. */
export const reservedMembers = ['id', 'slice', 'timeline', 'and', 'or', 'not', 'in_segment', 'not_in_segment'] as const

interface Named {
  readonly what: string
  readonly span: Span
}

export function checkNames(model: Model, drafts: Drafts, issues: Issue[]): void {
  for (const draft of drafts.values()) {
    checkMembers(draft, model.header, issues)
    checkOccurredAt(draft, issues)
  }
  checkEntities(model, drafts, issues)
}

function checkMembers(draft: DraftEntity, calendar: Calendar, issues: Issue[]): void {
  const reserved = new Set(reservedMembers.map(toFieldName))
  const known = new Map<string, Named>()
  const add = (name: string, named: Named, fix: string, keeping = `, column: ${name}`) => {
    const field = toFieldName(name)
    const other = known.get(field)
    if (reserved.has(field))
      issues.push(issue('RESERVED_NAME', { name, fix: `Write \`name: ${draft.name}_${name}${keeping}\`.` }, named.span))
    else if (other !== undefined) issues.push(clash(named, other, fix))
    else known.set(field, named)
  }
  for (const { name, span, declaration } of draft.dimensions.values()) {
    const column = declaration === undefined ? name : columnOf(declaration, name)
    const named = { what: `dimension \`${draft.name}.${name}\``, span }
    // Only a dimension of a column has one to keep.
    if (declaration !== undefined && isGrouping(declaration)) add(name, named, 'Rename one of them.', '')
    else add(name, named, `Rename one: \`name: ${name}_code, column: ${column}\`.`)
  }
  for (const { name, type, span } of draft.dimensions.values()) {
    for (const granularity of granularitiesOf(type, calendar)) {
      add(
        granularityName(name, granularity),
        { what: `dimension \`${draft.name}.${name}\` by ${granularity.replace('_', ' ')}`, span },
        'Rename one of them.',
      )
    }
  }
  for (const { name } of draft.measures.values()) {
    add(name.value, { what: `measure \`${draft.name}.${name.value}\``, span: name.span }, `Rename one: \`name: total_${name.value}\`.`)
  }
  for (const hop of draft.hops.values()) {
    const named = { what: `relationship \`${draft.name}.${hop.name}\``, span: placeOfHop(draft, hop) }
    add(hop.name, named, 'Give the relationship a `name` (and an `inverse` for its other end).')
  }
}

/**
 * A row that happened has the field `occurredAt`: its entity's time. The time itself may be called so, no other field of the row.
 */
function checkOccurredAt(draft: DraftEntity, issues: Issue[]): void {
  if (draft.time === undefined || draft.key.length === 0) return
  for (const { name, span, declaration } of draft.dimensions.values()) {
    if (toFieldName(name) !== occurredAt || name === draft.time || declaration?.hidden === true) continue
    const keeping = declaration?.from.kind === 'column' ? `, column: ${columnOf(declaration, name)}` : ''
    const fix = `It is what the time of \`${draft.name}\`, \`${draft.time}\`, is called on its rows. Write \`name: ${draft.name}_${name}${keeping}\`.`
    issues.push(issue('RESERVED_NAME', { name, fix }, span))
  }
  for (const hop of draft.hops.values()) {
    if (toFieldName(hop.name) !== occurredAt) continue
    const fix = `It is what the time of \`${draft.name}\`, \`${draft.time}\`, is called on its rows. Give the relationship another \`name\`.`
    issues.push(issue('RESERVED_NAME', { name: hop.name, fix }, placeOfHop(draft, hop)))
  }
}

function columnOf({ from }: DimensionDeclaration, name: string): string {
  return from.kind === 'column' ? from.column.value : name
}

function placeOfHop(draft: DraftEntity, hop: Hop): Span {
  const declaration = draft.declaration.relationships.find((relationship) => relationship.target.entity.value === hop.to)
  return declaration?.span ?? draft.declaration.name.span
}

function isGrouping({ from }: DimensionDeclaration): boolean {
  return ['score', 'segment', 'label', 'segmentation'].includes(from.kind)
}

function checkEntities(model: Model, drafts: Drafts, issues: Issue[]): void {
  const fixed: Named = { what: 'a name of the schema itself', span: model.header.name.span }
  const fields = new Map<string, Named>(reservedEntityFields.map((name) => [toFieldName(name), fixed]))
  const taken: Taken = {
    roots: new Map(rootFields.map((name) => [toFieldName(name), fixed])),
    types: new Map(fixedTypeNames.map((name) => [name, fixed])),
  }
  const { roots, types } = taken
  for (const draft of drafts.values()) {
    const { name, plural } = draft.declaration
    const named = { what: `entity \`${name.value}\``, span: name.span }
    const pluralName = plural?.value ?? `${name.value}s`
    const pluralNamed = { what: `plural \`${pluralName}\` of entity \`${name.value}\``, span: plural?.span ?? name.span }
    claim(fields, toFieldName(name.value), named, 'Rename the entity.', issues)
    claim(roots, toFieldName(name.value), named, 'Rename the entity.', issues)
    claim(roots, toFieldName(pluralName), pluralNamed, 'Write another `plural`.', issues)
    const { averages, group, grouping, ...ofEveryEntity } = entityTypeNames(name.value)
    claimTypes(
      types,
      Object.values(ofEveryEntity),
      (type) => ({ ...named, what: `type ${type} of ${named.what}` }),
      'Rename the entity.',
      issues,
    )
  }
  for (const draft of drafts.values()) checkGroupings(draft, taken, issues)
}

/** By name. */
interface Taken {
  readonly roots: Map<string, Named>
  readonly types: Map<string, Named>
}

/** What the public segments and segmentations of an entity are called in the schema: after its entities, so that they are what is renamed. */
function checkGroupings(draft: DraftEntity, { roots, types }: Taken, issues: Issue[]): void {
  const shown = [...draft.dimensions.values()].filter(({ declaration }) => declaration !== undefined && !declaration.hidden)
  const kindOf = ({ declaration }: DraftDimension) => declaration?.from.kind
  const segments = shown.filter((dimension) => kindOf(dimension) === 'segment' || kindOf(dimension) === 'label')
  const segmentations = shown.filter((dimension) => kindOf(dimension) === 'segmentation')
  const { span } = draft.declaration.name
  const whole = [
    ...(segments.length > 0 ? [{ ...segmentNames(draft.name), of: `the segments of entity \`${draft.name}\`` }] : []),
    ...(segmentations.length > 0 ? [{ ...segmentationNames(draft.name), of: `the segmentations of entity \`${draft.name}\`` }] : []),
  ]
  if (whole.length > 0) {
    const { averages, group, grouping } = entityTypeNames(draft.name)
    for (const type of [averages, group, grouping]) {
      const what = `type ${type} of entity \`${draft.name}\`, which has segments or segmentations,`
      claim(types, type, { what, span }, 'Rename one of them.', issues)
    }
  }
  for (const { type, rootFields: fields, of } of whole) {
    claim(types, type, { what: `type ${type} of ${of}`, span }, 'Rename one of them.', issues)
    for (const field of fields) claim(roots, field, { what: `field \`${field}\` of ${of}`, span }, 'Rename one of them.', issues)
  }
  for (const { name, span } of segmentations) {
    const named = (type: string) => ({ what: `type ${type} of segmentation \`${draft.name}.${name}\``, span })
    claimTypes(types, Object.values(segmentationTypeNames(draft.name, name)), named, 'Rename the segmentation.', issues)
  }
}

/** Types that are named after one thing: where one has a name that is taken, others mostly have one too. Said once. */
function claimTypes(types: Taken['types'], names: readonly string[], named: (type: string) => Named, fix: string, issues: Issue[]): void {
  const first = names.find((type) => types.has(type))
  for (const type of first === undefined ? names : [first]) claim(types, type, named(type), fix, issues)
}

function claim(taken: Map<string, Named>, name: string, named: Named, fix: string, issues: Issue[]): void {
  const other = taken.get(name)
  if (other === undefined) taken.set(name, named)
  else if (other.span !== named.span) issues.push(clash(named, other, fix))
}

function clash(named: Named, other: Named, fix: string): Issue {
  return issue('NAME_CLASH', { name: named.what, other: other.what, otherPlace: place(other.span), fix }, named.span)
}
