/**
 * Pages of the rows of an entity by place, not by number: a page begins after the row the last one ended with, whatever was added or taken before it.
 *
 *   order by revenue desc, id   after (100, 7)   ->   revenue < 100, or unknown; or revenue = 100 and id > 7
 */
import type { Dimension } from '../catalog/catalog.ts'
import { InternalError } from '../issues/issue.ts'
import type { AnswerScalar, AnswerValue } from './answer.ts'
import type { Direction, RowCondition, SliceOrder, Test } from './semantic-query.ts'

/** One dimension that rows are ordered by; unknown values come last. */
export interface PageOrder {
  readonly dimension: Dimension
  readonly direction: Direction
}

/** The values of a row in the order, as an answer has them. */
export type Place = readonly AnswerValue[]

export type Side = 'after' | 'before'

/** Made total: rows that are equal in `order` come by their key. */
export function totalOrder(order: readonly PageOrder[], key: readonly Dimension[]): readonly PageOrder[] {
  const rest = key.filter((part) => !order.some(({ dimension }) => dimension === part))
  return [...order, ...rest.map((dimension) => ({ dimension, direction: 'asc' as const }))]
}

/** The order as a slice takes it; read backwards for the last rows of a page. */
export function sliceOrder(order: readonly PageOrder[], isBackwards: boolean): readonly SliceOrder[] {
  return order.map(({ dimension, direction }): SliceOrder => {
    const member = { kind: 'dimension' as const, entity: dimension.entity, dimension: dimension.name }
    if (!isBackwards) return { kind: 'grain', member, direction }
    return { kind: 'grain', member, direction: direction === 'asc' ? 'desc' : 'asc', nulls: 'first' }
  })
}

/** Rows on one side of a place in a total order. */
export function beside(place: Place, order: readonly PageOrder[], side: Side): RowCondition {
  if (place.length !== order.length) throw new InternalError(`A place of ${place.length} values in an order of ${order.length}`)
  const branches = order.map((part, index): RowCondition => {
    const equal = order.slice(0, index).map((before, position) => sameAs(before.dimension, scalarOf(place[position])))
    return { kind: 'and', conditions: [...equal, beyond(part, scalarOf(place[index]), side)] }
  })
  return { kind: 'or', conditions: branches }
}

/** Lists are not ordered by. */
function scalarOf(value: AnswerValue | undefined): AnswerScalar {
  if (typeof value === 'object' && value !== null) throw new InternalError('A place in the order of a list')
  return value ?? null
}

function sameAs(dimension: Dimension, value: AnswerScalar): RowCondition {
  return value === null ? unknown(dimension) : tested(dimension, { operator: 'eq', value })
}

/** Floats that are no numbers, or infinite, are unknown as well: to databases they are more or less than all that are. */
function unknown(dimension: Dimension): RowCondition {
  const isNull = tested(dimension, { operator: 'isNull', value: true })
  if (dimension.type !== 'float') return isNull
  const tooLarge = tested(dimension, { operator: 'gt', value: Number.MAX_VALUE })
  const tooSmall = tested(dimension, { operator: 'lt', value: -Number.MAX_VALUE })
  return { kind: 'or', conditions: [isNull, tooLarge, tooSmall] }
}

/** Later in the order, or earlier; a value that is unknown is later than all others. */
function beyond({ dimension, direction }: PageOrder, value: AnswerScalar, side: Side): RowCondition {
  const isUnknown = unknown(dimension)
  if (value === null) return side === 'after' ? nothing : { kind: 'not', condition: isUnknown }
  const isGreater = (side === 'after') === (direction === 'asc')
  const known = typeof value === 'boolean' ? booleanBeyond(dimension, value, isGreater) : knownBeyond(dimension, value, isGreater)
  return side === 'after' ? { kind: 'or', conditions: [known, isUnknown] } : known
}

function knownBeyond(dimension: Dimension, value: number | string, isGreater: boolean): RowCondition {
  const isBeyond = tested(dimension, { operator: isGreater ? 'gt' : 'lt', value })
  if (dimension.type !== 'float') return isBeyond
  const isNumber = tested(
    dimension,
    isGreater ? { operator: 'lte', value: Number.MAX_VALUE } : { operator: 'gte', value: -Number.MAX_VALUE },
  )
  return { kind: 'and', conditions: [isBeyond, isNumber] }
}

/** False comes before true. */
function booleanBeyond(dimension: Dimension, value: boolean, isGreater: boolean): RowCondition {
  return value === isGreater ? nothing : tested(dimension, { operator: 'eq', value: isGreater })
}

const nothing: RowCondition = { kind: 'or', conditions: [] }

function tested({ name }: Dimension, test: Test): RowCondition {
  return { kind: 'test', dimension: name, test }
}
