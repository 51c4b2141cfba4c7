/**
 * Dimensions picked out of the rows of another entity: an aggregate that no model declares, in the order of time and key of those rows.
 *
 *   customer.first_category = first: order.category   ->   first(category) over the orders of each customer
 *
 * Rows without a time have no place in the order: they are neither first nor last. What is most frequent, and a list, need no order.
 */
import type { Aggregation } from '../aggregation/aggregation.ts'
import { first, last, list, mostFrequent } from '../aggregation/picked.ts'
import type { Expression } from '../expression/expression.ts'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { DimensionDeclaration } from '../model/model.ts'
import type { Pick, PickOrigin } from '../model/pick.ts'
import { isAssignable } from './answer-type.ts'
import type { Dimension, Measure, MemberReference } from './catalog.ts'
import { type DraftDimension, type DraftEntity, isList, unknown } from './declare.ts'
import type { Place } from './expressions.ts'
import { splitName } from './measure-names.ts'
import { rowsRead } from './rows-read.ts'
import { timesNeeded } from './times-needed.ts'

const aggregations: Readonly<Record<Pick, Aggregation>> = { first, last, nth: first, most_frequent: mostFrequent, list }

export function pickSource(declaration: DimensionDeclaration, from: PickOrigin, place: Place): Result<Dimension['from']> {
  const found = dimensionNamed(from, place)
  if (!found.ok) return found
  const { entity, dimension } = found.value
  const read = rowsRead(from, { written: from.of.value, span: from.of.span, target: entity, sources: [entity.name] }, place)
  const isOrdered = from.pick !== 'most_frequent' && from.pick !== 'list'
  const issues = [
    ...(isOrdered ? timesNeeded([entity.name], `\`${from.pick}\``, from.of.span, place.drafts) : []),
    ...(isOrdered && entity.key.length === 0
      ? [issue('NO_PRIMARY_KEY', { entity: entity.name, because: 'an order of its rows' }, from.of.span)]
      : []),
    ...(isAssignable(dimension.type, declaration.type.value) ? [] : [mismatch(declaration, dimension, entity, place)]),
    ...(read.ok ? [] : read.issues),
  ]
  if (issues.length > 0 || !read.ok) return failure(...issues)
  const of = { entity: entity.name, name: dimension.name }
  return success({ kind: 'pick', of, measure: measureOf(from, entity, dimension), ...read.value })
}

function dimensionNamed(
  { of, pick }: PickOrigin,
  { entity, drafts, owner }: Place,
): Result<{ entity: DraftEntity; dimension: DraftDimension }> {
  const { entityName, name } = splitName(of.value, entity.name)
  const target = drafts.get(entityName)
  if (target === undefined) return failure(unknown('entity', { value: entityName, span: of.span }, 'The model', drafts.keys()))
  const dimension = target.dimensions.get(name)
  const actual = target.measures.has(name) ? `the measure \`${entityName}.${name}\`` : `the list \`${entityName}.${name}\``
  if (dimension !== undefined && !isList(dimension)) return success({ entity: target, dimension })
  if (dimension === undefined && !target.measures.has(name))
    return failure(unknown('dimension', { value: name, span: of.span }, `Entity \`${entityName}\``, target.dimensions.keys()))
  return failure(issue('TYPE_MISMATCH', { what: `\`${pick}\` of \`${owner}\``, expected: 'a dimension of one value', actual }, of.span))
}

/** Its name is none that a model can write, so that it is never taken for a measure of the entity. */
function measureOf({ pick, nth }: PickOrigin, entity: DraftEntity, dimension: DraftDimension): Measure {
  const aggregation = aggregations[pick]
  const time = entity.time === undefined ? undefined : entity.dimensions.get(entity.time)
  const keys = entity.key.flatMap((name) => entity.dimensions.get(name) ?? [])
  const isOrdered = aggregation === first || aggregation === last
  const name = `${pick}${nth === undefined ? '' : `_${nth}`}:${dimension.name}`
  return {
    kind: 'measure',
    entity: entity.name,
    name,
    title: name,
    hidden: true,
    tags: [],
    verified: false,
    type: aggregation.resultType(dimension.type),
    additivity: aggregation.additivity,
    compute: {
      kind: 'aggregate',
      aggregation,
      argument: readingOf(dimension, entity),
      ...(isOrdered &&
        time !== undefined && { where: isKnown(readingOf(time, entity)), order: [time, ...keys].map((key) => readingOf(key, entity)) }),
      ...(nth !== undefined && { nth }),
    },
  }
}

function readingOf({ name, type }: DraftDimension, entity: DraftEntity): Expression<MemberReference> {
  return { kind: 'reference', type, reference: { kind: 'dimension', entity: entity.name, dimension: name, path: [] } }
}

function isKnown(value: Expression<MemberReference>): Expression<MemberReference> {
  return { kind: 'call', name: 'is_not_null', type: 'boolean', arguments: [value] }
}

function mismatch({ type }: DimensionDeclaration, dimension: DraftDimension, entity: DraftEntity, { owner }: Place) {
  const actual = `${dimension.type}, the type of \`${entity.name}.${dimension.name}\``
  return issue('TYPE_MISMATCH', { what: `Dimension \`${owner}\``, expected: type.value, actual }, type.span)
}

/** Of one value, or of several. */
export function listOf(from: DimensionDeclaration['from']): { readonly list?: true } {
  return from.kind === 'pick' && from.pick === 'list' ? { list: true } : {}
}
