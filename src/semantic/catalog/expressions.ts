/**
 * Third step of the catalog: texts become typed expressions over members.
 *
 * What a name may mean depends on where it stands: a dimension reads columns and dimensions of its own entity and, over to-one paths, dimensions of
 * others; a `number` measure reads measures of any entity and, inside aggregates, what a dimension may read.
 */
import type { ValueType } from '../dialect/value-type.ts'
import { checkExpression } from '../expression/check.ts'
import type { Expression, ExpressionType, ParsedReference } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse.ts'
import { failure, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { MemberReference } from './catalog.ts'
import { type DraftEntity, type Drafts, isList } from './declare.ts'
import { findPath, isToOne, printPath } from './join-graph.ts'

/** Looks up the type of a measure's answer; measures are typed on demand, because `number` measures read others. */
export type MeasureTypes = (entity: string, measure: string) => Result<ValueType>

export interface Place {
  readonly entity: DraftEntity
  readonly drafts: Drafts
  /** What the text belongs to, for messages: `order.revenue`. */
  readonly owner: string
  readonly trusted: boolean
}

/** A value per row of the entity. */
export function rowExpression(text: Spanned<string>, place: Place): Result<Expression<MemberReference>> {
  const parsed = parseExpression(text, { trusted: place.trusted, aggregates: 'refused' })
  return parsed.ok ? checkedRow(parsed.value, place) : parsed
}

/** The same for an expression that no text says. */
export function checkedRow(expression: Expression<ParsedReference>, place: Place): Result<Expression<MemberReference>> {
  return checkExpression(expression, (reference) => resolveRowReference(reference, place))
}

/** A value per group: measures and aggregates, no bare dimension. */
export function numberExpression(text: Spanned<string>, place: Place, typeOfMeasure: MeasureTypes): Result<Expression<MemberReference>> {
  const parsed = parseExpression(text, { trusted: place.trusted, aggregates: 'allowed' })
  if (!parsed.ok) return parsed
  return checkExpression(
    parsed.value,
    (reference) => {
      const measure = measureNamed(reference, place)
      if (measure === undefined) return resolveRowReference(reference, place)
      const type = typeOfMeasure(measure.entity, measure.measure)
      return type.ok ? success({ reference: { kind: 'measure', ...measure }, type: type.value }) : type
    },
    { division: 'float' },
  )
}

/** A filter: what `rowExpression` gives, and true or false. */
export function conditionExpression(text: Spanned<string>, place: Place): Result<Expression<MemberReference>> {
  const checked = rowExpression(text, place)
  if (!checked.ok || checked.value.type === 'boolean' || checked.value.type === 'unknown') return checked
  return failure(
    issue('TYPE_MISMATCH', { what: `The condition of \`${place.owner}\``, expected: 'boolean', actual: checked.value.type }, text.span),
  )
}

/** A dimension by its name alone, over to-one paths. */
export function dimensionExpression(name: ParsedReference, place: Place): Result<Expression<MemberReference>> {
  const resolved = resolveRowReference(name, place)
  return resolved.ok ? success({ kind: 'reference', ...resolved.value, span: name.span }) : resolved
}

type Resolved = Result<{ readonly reference: MemberReference; readonly type: ExpressionType }>

function resolveRowReference(reference: ParsedReference, place: Place): Resolved {
  if (reference.kind === 'column') return resolveColumn(reference.column, place)
  // A relationship of the entity says the way itself: `${billing_customer.state}`.
  const hop = reference.entity === undefined ? undefined : place.entity.hops.get(reference.entity)
  const entity = reference.entity === undefined ? place.entity : place.drafts.get(hop?.to ?? reference.entity)
  if (entity === undefined) return failure(unknownEntity(reference.entity ?? '', place, reference))
  const dimension = entity.dimensions.get(reference.member)
  if (dimension === undefined) return failure(noDimension(entity, reference, place))
  if (isList(dimension)) return failure(listRead(entity, reference, place))
  const path = hop === undefined ? findPath(place.drafts, place.entity.name, entity.name) : success([hop])
  if (!path.ok) return failure(...path.issues.map((found) => ({ ...found, span: reference.span })))
  if (!isToOne(path.value)) {
    return failure(
      issue(
        'MANY_VALUES',
        { member: `${entity.name}.${reference.member}`, of: place.entity.name, path: printPath(path.value) },
        reference.span,
      ),
    )
  }
  return success({
    reference: { kind: 'dimension', entity: entity.name, dimension: reference.member, path: path.value },
    type: dimension.type,
  })
}

/** The type of a column is known where a dimension declares it. */
function resolveColumn(column: string, place: Place): Resolved {
  const declared = [...place.entity.dimensions.values()].find(({ from }) => from?.kind === 'column' && from.column === column)
  return success({ reference: { kind: 'column', entity: place.entity.name, column }, type: declared?.type ?? 'unknown' })
}

function measureNamed(reference: ParsedReference, place: Place) {
  if (reference.kind === 'column') return undefined
  const entity = reference.entity === undefined ? place.entity : place.drafts.get(reference.entity)
  return entity?.measures.has(reference.member) ? { entity: entity.name, measure: reference.member } : undefined
}

function unknownEntity(name: string, place: Place, reference: ParsedReference): Issue {
  return unknownMember('entity', name, 'The model', [...place.drafts.keys(), ...place.entity.hops.keys()], reference)
}

function noDimension(entity: DraftEntity, reference: ParsedReference & { readonly kind: 'member' }, place: Place): Issue {
  if (entity.measures.has(reference.member)) {
    return issue(
      'TYPE_MISMATCH',
      {
        what: `\`${entity.name}.${reference.member}\` in \`${place.owner}\``,
        expected: 'a dimension (one value per row)',
        actual: 'a measure; a measure of type `number` may read it',
      },
      reference.span,
    )
  }
  return unknownMember(
    'member',
    reference.member,
    `Entity \`${entity.name}\``,
    [...entity.dimensions.keys(), ...entity.measures.keys()],
    reference,
  )
}

function listRead(entity: DraftEntity, reference: ParsedReference & { readonly kind: 'member' }, { owner }: Place): Issue {
  const actual = `the list \`${entity.name}.${reference.member}\`, which only profiles show`
  return issue('TYPE_MISMATCH', { what: `\`${owner}\``, expected: 'one value per row', actual }, reference.span)
}

function unknownMember(what: string, name: string, of: string, known: Iterable<string>, reference: ParsedReference): Issue {
  const nearest = closest(name, [...known])
  return issue('UNKNOWN_MEMBER', { what, name, of, ...(nearest !== undefined && { closest: nearest }) }, reference.span)
}
