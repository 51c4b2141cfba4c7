/**
 * A REST query of Cube asked of us. Our models keep the names of its cubes and members.
 *
 *   ECommerce.productName -> eCommerce.productName        ECommerce.orderDate by month -> eCommerce.orderDateMonth
 */
import type { Dimension, Entity } from '../../../src/semantic/catalog/catalog.ts'
import { toFieldName } from '../../../src/semantic/catalog/names.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { granularities } from '../../../src/semantic/time/granularity.ts'
import type { Ask } from '../../support/story.ts'
import type { Row } from '../compare.ts'
import { answerTo, inOneSpelling, nested } from '../question.ts'
import type { Comparison } from '../suite.ts'

type Direction = 'asc' | 'desc'
type OrderList = readonly (readonly [member: string, direction: Direction])[]
type Order = Readonly<Record<string, Direction>> | OrderList

interface TimeDimension {
  readonly dimension: string
  readonly granularity: string
  /** Both days included. */
  readonly dateRange?: readonly [from: string, to: string]
}

interface Filter {
  readonly member: string
  readonly operator: string
  readonly values: readonly string[]
}

export interface Case {
  readonly id: string
  readonly klass: string
  readonly query: {
    readonly dimensions?: readonly string[]
    readonly measures?: readonly string[]
    readonly timeDimensions?: readonly TimeDimension[]
    readonly filters?: readonly Filter[]
    readonly order?: Order
    readonly limit?: number
    readonly offset?: number
    /** Count the rows, whatever the page. */
    readonly total?: boolean
  }
  /** Without columns where there are no rows. */
  readonly expected: {
    readonly columns: readonly string[]
    readonly rows: readonly Row[]
    readonly total?: number
    readonly ordered: boolean
  }
}

export async function compareCase({ query, expected }: Case, ask: Ask): Promise<Comparison> {
  const { dimensions = [], measures = [], timeDimensions = [], filters = [], limit, offset } = query
  const buckets = bucketsOf(timeDimensions)
  const columnPath = (column: string) => buckets.get(column) ?? pathOf(column)
  const asked = new Set([...dimensions, ...measures, ...buckets.keys()])
  const answer = await answerTo(
    {
      by: [...dimensions.map(pathOf), ...buckets.values()],
      measures: measures.map(pathOf),
      where: [...filters.map((filter) => conditionOf(filter, ask)), ...timeDimensions.flatMap((each) => rangeOf(each, ask))],
      // Cube drops members from the order that the query does not ask for.
      orderBy: entriesOf(query.order ?? {})
        .filter(([member]) => asked.has(member))
        .map(([member, direction]) => ({ path: columnPath(member), direction: direction === 'asc' ? 'ASC' : 'DESC' })),
      ...(limit !== undefined && { limit }),
      ...(offset !== undefined && { offset }),
    },
    ask,
  )
  const compared = inOneSpelling(answer, expected.rows, expected.columns.map(columnPath), expected.ordered)
  return { ...compared, ...(expected.total !== undefined && { count: { ours: answer.rowCount, theirs: expected.total } }) }
}

/** By column: Cube answers a bucket under its own name and under that of its time dimension. A size of the model's own is a dimension with us. */
function bucketsOf(timeDimensions: readonly TimeDimension[]): ReadonlyMap<string, string> {
  const buckets = new Map<string, string>()
  for (const { dimension, granularity } of timeDimensions) {
    const [cube] = dimension.split('.')
    const isOfCalendar = granularities.some((known) => known === granularity)
    const path = pathOf(isOfCalendar ? `${dimension}_${granularity}` : `${cube}.${granularity}`)
    buckets.set(dimension, path).set(`${dimension}.${granularity}`, path)
  }
  return buckets
}

/** A range of the primary time says what is shown, and measures read back before it; of any other time it restricts the rows. */
function rangeOf({ dimension, dateRange }: TimeDimension, ask: Ask): readonly string[] {
  if (dateRange === undefined) return []
  const leaf = `{ between: { from: "${dateRange[0]}", to: "${dateRange[1]}" } }`
  const path = pathOf(dimension)
  return [entityOf(path, ask)?.time === dimensionOf(path, ask) ? `{ time: ${leaf} }` : nested(path, leaf)]
}

function entriesOf(order: Order): OrderList {
  return isList(order) ? order : Object.entries(order)
}

function isList(order: Order): order is OrderList {
  return Array.isArray(order)
}

function pathOf(member: string): string {
  const [cube = '', name = ''] = member.split('.')
  const group = `${cube.charAt(0).toLowerCase()}${cube.slice(1)}`
  // `id` is the name of every object in GraphQL; the key of an entity is named for it.
  return `${group}.${name === 'id' ? `${group}Id` : toFieldName(name)}`
}

/** Any of the values; `not...` is the complement, rows without a value included. */
function conditionOf({ member, operator, values }: Filter, ask: Ask): string {
  const path = pathOf(member)
  const positive = operator.replace(/^not(.)/, (_, first: string) => first.toLowerCase())
  const leaf =
    positive === 'equals'
      ? `{ in: [${values.map((value) => literal(value, typeOf(path, ask))).join(', ')}] }`
      : `{ ${positive}: ${JSON.stringify(values)} }`
  return positive === operator ? nested(path, leaf) : `{ not: ${nested(path, leaf)} }`
}

function typeOf(path: string, ask: Ask): ValueType {
  const dimension = dimensionOf(path, ask)
  if (dimension === undefined) throw new Error(`The model has no dimension ${path}`)
  return dimension.type
}

function dimensionOf(path: string, ask: Ask): Dimension | undefined {
  const [, field] = path.split('.')
  return [...(entityOf(path, ask)?.dimensions.values() ?? [])].find(({ name }) => toFieldName(name) === field)
}

function entityOf(path: string, ask: Ask): Entity | undefined {
  const [group] = path.split('.')
  return [...ask.engine().catalog.entities.values()].find(({ name }) => toFieldName(name) === group)
}

function literal(value: string, type: ValueType): string {
  return type === 'integer' || type === 'bigint' || type === 'float' || type === 'boolean' ? value : JSON.stringify(value)
}
