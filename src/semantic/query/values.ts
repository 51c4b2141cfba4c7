/**
 * The values of one dimension with the number of rows of its entity that have each: a slice by that dimension, most frequent first.
 *
 *   customer.state, search "n"  ->  NY 120, TN 80, NC 80
 */
import { knownAggregation } from '../aggregation/index.ts'
import type { Catalog, Dimension, MemberReference } from '../catalog/catalog.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import { bucketType } from '../time/granularity.ts'
import type { AnswerValue, SliceAnswer } from './answer.ts'
import { AskedTests } from './asked-tests.ts'
import { printMember } from './grain.ts'
import { allOf } from './predicate.ts'
import { resolveQuery } from './resolve.ts'
import type { BaseMeasure, ResolvedQuery } from './resolved-query.ts'
import type { GrainMember, Test } from './semantic-query.ts'
import { searchTest, type ValuesQuery } from './values-query.ts'

export interface ValuesAnswer {
  readonly values: readonly { readonly value: AnswerValue; readonly count: number }[]
  readonly hasMore: boolean
}

/** Types whose printed value is the same on every engine. */
const searchable: readonly ValueType[] = ['string', 'integer', 'bigint', 'boolean', 'date']

/** `tests`: what is searched for. */
export function resolveValues(query: ValuesQuery, catalog: Catalog, tests = new AskedTests(searchTest(query))): Result<ResolvedQuery> {
  const { dimension: member, first, asOf, timeZone } = query
  const resolved = resolveQuery(
    {
      by: [member],
      of: [member.entity],
      measures: [],
      totals: [],
      orderBy: [],
      limit: first,
      offset: 0,
      rowCount: false,
      asOf,
      timeZone,
    },
    catalog,
    tests,
  )
  return resolved.ok ? counted(resolved.value, query, tests.asked[0]) : resolved
}

/** The slice with a count of rows, the largest first, of what is searched for. */
function counted(query: ResolvedQuery, { dimension: { entity } }: ValuesQuery, search: Test | undefined): Result<ResolvedQuery> {
  const [key] = query.grain
  const [branch] = query.branches
  const [own] = branch?.keys ?? []
  if (key === undefined || branch === undefined || own === undefined) throw new InternalError('Values of no dimension')
  const searched =
    search === undefined ? undefined : searchCondition(search, { ...own, type: key.type, name: printMember(key.member) }, query)
  if (searched !== undefined && !searched.ok) return searched
  const where = allOf([...(branch.where === undefined ? [] : [branch.where]), ...(searched === undefined ? [] : [searched.value])])
  const count = countOfRows(query.names.allocate(entity, 'rows'))
  return success({
    ...query,
    branches: [{ ...branch, measures: [count], ...(where !== undefined && { where }) }],
    measures: [{ name: count.name, type: count.type, member: { entity, measure: 'rows' } }],
    order: [{ column: count.name, direction: 'desc' }, ...query.order],
  })
}

function countOfRows(name: string): BaseMeasure {
  const aggregation = knownAggregation('count')
  return { name, type: aggregation.resultType(undefined), compute: { kind: 'aggregate', aggregation } }
}

interface Searched {
  readonly dimension: Dimension
  readonly granularity?: Extract<GrainMember, { readonly kind: 'time' }>['granularity']
  /** Of the key: of the bucket, where it is one. */
  readonly type: ValueType
  readonly name: string
}

function searchCondition(search: Test, key: Searched, { time, tests }: ResolvedQuery) {
  const { type, name } = key
  if (!searchable.includes(type)) {
    const problem = `\`search\` looks into text, whole numbers, booleans and dates; \`${name}\` is of type ${type}.${type === 'timestamp' ? ' Its buckets from day upwards are dates.' : ''}`
    return failure<never>(issue('BAD_USER_INPUT', { problem }))
  }
  if (search.operator === 'contains' && search.values.some((text) => text.includes('\u0000'))) {
    return failure<never>(issue('BAD_USER_INPUT', { problem: '`search` has the character U+0000, which no text has.' }))
  }
  const tested = { operand: { path: [], dimension: printed(key) }, type: 'string' as const, name }
  return tests.predicate(search, tested, false, time)
}

/** The value as a text of its own beside it; `:` is in no name of a model. */
function printed({ dimension, granularity, type }: Searched): Dimension {
  if (type === 'string') return dimension
  const own: Expression<MemberReference> = {
    kind: 'reference',
    type: dimension.type,
    reference: { kind: 'dimension', entity: dimension.entity, dimension: dimension.name, path: [] },
  }
  const bucket: Expression<MemberReference> =
    granularity === undefined
      ? own
      : {
          kind: 'call',
          name: 'date_trunc',
          type: bucketType(granularity),
          arguments: [{ kind: 'literal', type: 'string', value: granularity }, own],
        }
  const expression: Expression<MemberReference> = { kind: 'cast', type: 'string', argument: bucket }
  return { ...dimension, name: `${dimension.name}:text`, type: 'string', from: { kind: 'expression', expression } }
}

/** Rows of the slice, read again: the value, then the count. */
export function valuesOf({ rows, hasMore }: SliceAnswer): ValuesAnswer {
  return { values: rows.map(([value = null, count]) => ({ value, count: Number(count) })), hasMore }
}
