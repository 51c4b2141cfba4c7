/** Questions about rows of an entity as they are: by key, by what they belong to, page by page. */
import type { Dimension, Entity, Hop } from '../../semantic/catalog/catalog.ts'
import { figureNames } from '../../semantic/catalog/figures.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { AnswerPart, AnswerValue, SliceAnswer } from '../../semantic/query/answer.ts'
import { beside, type PageOrder, sliceOrder } from '../../semantic/query/page.ts'
import type { GrainMember, RowCondition, Scalar, SemanticQuery } from '../../semantic/query/semantic-query.ts'
import type { EntityWords } from '../vocabulary.ts'
import type { Places } from './cursor.ts'
import { type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import type { Scope } from './scope.ts'

/** Rows that belong to others: by values of theirs, or of a row that `path` leads to over to-one relationships. */
export interface Owners {
  readonly fields: readonly Dimension[]
  readonly path: readonly Hop[]
  readonly keys: readonly RowKey[]
}

export interface RowsAsked {
  readonly entity: Entity
  readonly scope: Scope
  readonly dimensions: readonly string[]
  readonly owners?: Owners
  readonly where?: RowCondition
}

export interface PageAsked extends RowsAsked {
  /** A total order. */
  readonly order: readonly PageOrder[]
  readonly places: Pick<Places, 'after' | 'before'>
  readonly isBackwards: boolean
  /** The most rows, of each owner. */
  readonly size: number
}

/** Several owners have a page each: parts of one answer. */
export function pageQuery({ order, places, isBackwards, size, ...asked }: PageAsked): SemanticQuery {
  const { owners } = asked
  const conditions = (['after', 'before'] as const).flatMap((side) => {
    const place = places[side]
    return place === undefined ? [] : [beside(place, order, side)]
  })
  return {
    ...rowsQuery({ ...asked, dimensions: [...asked.dimensions, ...order.map(({ dimension }) => dimension.name)] }, conditions),
    ...(owners !== undefined && owners.keys.length > 1 && { apart: owners.fields.map(memberOf) }),
    orderBy: sliceOrder(order, isBackwards),
    limit: size,
  }
}

/** All rows there are, in no order. */
export function allRowsQuery(asked: RowsAsked): SemanticQuery {
  return rowsQuery(asked, [])
}

/** Rows that others point to: there even where they are later than the date of the question. */
export function lookUpQuery(asked: RowsAsked): SemanticQuery {
  return { ...rowsQuery(asked, []), lookedUp: true }
}

/** How many rows there are, of each owner where there are several. */
export function countQuery({ owners, ...asked }: Omit<RowsAsked, 'dimensions'>): SemanticQuery {
  const { each: _, ...query } = rowsQuery({ ...asked, dimensions: [], ...(owners && { owners }) }, [])
  const by = owners === undefined || owners.keys.length === 1 ? [] : owners.fields.map(memberOf)
  return { ...query, by, measures: [{ entity: asked.entity.name, measure: figureNames.count }] }
}

function rowsQuery({ entity, scope, dimensions, owners, where }: RowsAsked, conditions: readonly RowCondition[]): SemanticQuery {
  const { fields = [], path = [] } = owners ?? {}
  const own = [...entity.key.map(({ name }) => name), ...dimensions].map((name) => dimensionOf(entity, name))
  const all = [...(owners === undefined ? [] : [ownedBy(owners)]), ...(where === undefined ? [] : [grouped(where)]), ...conditions]
  const last = path.at(-1)
  return {
    by: [...new Set([...fields, ...own])].map(memberOf),
    of: [entity.name],
    ...(last !== undefined && { paths: [{ from: entity.name, to: last.to, via: path.map(({ name }) => name) }] }),
    each: true,
    measures: [],
    totals: [],
    ...(all.length > 0 && {
      where: { kind: 'entity' as const, entity: entity.name, condition: { kind: 'and' as const, conditions: all } },
    }),
    orderBy: [],
    limit: Number.POSITIVE_INFINITY,
    offset: 0,
    rowCount: false,
    asOf: scope.asOf,
    timeZone: scope.timeZone,
  }
}

/** What a client wrote is an object of its own: its conditions on related rows are about the same of them, and about none of ours. */
function grouped(where: RowCondition): RowCondition {
  return { kind: 'and', conditions: [where] }
}

/** Lists are filled up to a power of two, so that few statements serve all sizes of pages. */
export function ownedBy({ fields, path, keys }: Owners): RowCondition {
  const last = keys.at(-1)
  if (last === undefined) return { kind: 'or', conditions: [] }
  const room = 2 ** Math.ceil(Math.log2(keys.length))
  const filled = [...keys, ...Array.from({ length: room - keys.length }, () => last)]
  const along = (condition: RowCondition) =>
    path.reduceRight<RowCondition>(
      (inner, { name }) => ({ kind: 'related', relationship: name, quantifier: 'one', condition: inner }),
      condition,
    )
  const [field, ...others] = fields
  if (field === undefined) throw new InternalError('Rows owned by nothing')
  if (others.length === 0 && !filled.some(([value]) => value === null))
    return along({
      kind: 'test',
      dimension: field.name,
      test: { operator: 'in', values: filled.map((key) => asScalar(key[0])), finds: true },
    })
  return along({
    kind: 'or',
    conditions: filled.map((key) => ({ kind: 'and', conditions: fields.map(({ name }, index) => equalTo(name, key[index] ?? null)) })),
  })
}

function equalTo(dimension: string, value: AnswerValue): RowCondition {
  const scalar = asScalar(value)
  return { kind: 'test', dimension, test: scalar === null ? { operator: 'isNull', value: true } : { operator: 'eq', value: scalar } }
}

function asScalar(value: AnswerValue | undefined): Scalar | null {
  if (value === undefined || Array.isArray(value)) throw new InternalError('A key that is no scalar')
  return value as Scalar | null
}

export function memberOf({ entity, name }: Dimension): Extract<GrainMember, { kind: 'dimension' }> {
  return { kind: 'dimension', entity, dimension: name }
}

export function dimensionOf({ name: entity, dimensions }: Entity, name: string): Dimension {
  const dimension = dimensions.get(name)
  if (dimension === undefined) throw new InternalError(`No dimension ${entity}.${name}`)
  return dimension
}

/** Rows of an answer, in its order. */
export function rowsOf(rows: SliceAnswer['rows'], answer: SliceAnswer, words: EntityWords, scope: Scope): readonly EntityRow[] {
  const places = placesIn(answer)
  return rows.map((values) => ({ words, scope, values, places }))
}

const places = new WeakMap<SliceAnswer['columns'], ReadonlyMap<string, number>>()

/** Columns of a statement are the same object in all its answers. */
export function placesIn({ columns }: SliceAnswer): ReadonlyMap<string, number> {
  const known = places.get(columns)
  if (known !== undefined) return known
  const made = new Map(
    columns.flatMap(({ kind, member }, index) =>
      kind === 'dimension' && member.kind === 'dimension' ? [[member.dimension, index] as const] : [],
    ),
  )
  places.set(columns, made)
  return made
}

type Part = Pick<AnswerPart, 'rows' | 'hasMore'>

/** What an owner has of an answer: all of it where there is one owner, else its part. */
export function partsByOwner({ fields, keys }: Owners, answer: SliceAnswer): (key: RowKey) => Part | undefined {
  if (keys.length === 1) return () => answer
  const printKey = keyPrinter(fields)
  if (answer.parts === undefined) throw new InternalError('An answer for several owners without parts')
  const parts = new Map(answer.parts.map((part) => [printKey(part.key), part]))
  return (key) => parts.get(printKey(key))
}

/** The answer of a `countQuery`, for each of these keys. */
export function countsByOwner(owners: Owners | undefined, { rows }: SliceAnswer, asked: readonly RowKey[]): readonly number[] {
  if (owners === undefined || owners.keys.length === 1) return asked.map(() => Number(rows[0]?.[0] ?? 0))
  const printKey = keyPrinter(owners.fields)
  const counts = new Map(rows.map((row) => [printKey(row.slice(0, -1)), Number(row.at(-1))]))
  return asked.map((key) => counts.get(printKey(key)) ?? 0)
}
