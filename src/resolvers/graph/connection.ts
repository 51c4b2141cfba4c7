/**
 * Connections: pages of rows by place (Relay's Cursor Connections). Rows, and how many there are, are asked for when they are selected.
 *
 * Every parent at one place of the document has a connection of its own, and all of them are one statement.
 */
import type { GraphQLResolveInfo } from 'graphql'
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import { InternalError, type Issue } from '../../semantic/issues/issue.ts'
import { type PageOrder, totalOrder } from '../../semantic/query/page.ts'
import type { Direction, RowCondition } from '../../semantic/query/semantic-query.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { readEntityRows } from '../read-conditions.ts'
import type { InputObject } from '../read-logic.ts'
import { orThrow } from '../slice.ts'
import { toGraphqlError } from '../to-graphql-error.ts'
import type { EntityWords, Vocabulary } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { cursorAt, type Fingerprint, fingerprintOf, type Places, readPlaces } from './cursor.ts'
import { dimensionValues, type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import { connectionSelection, dimensionsRead } from './entity-selection.ts'
import { type Page, type PageArguments, type PageLimits, readPage } from './page-arguments.ts'
import { countQuery, countsByOwner, type Owners, pageQuery, partsByOwner, rowsOf } from './rows-query.ts'
import { type Scope, scopeKey } from './scope.ts'
import { loadTogether, once } from './together.ts'

export interface ConnectionArguments extends PageArguments {
  readonly where?: InputObject | null
  /** Objects of one field: `{ revenue: 'desc' }`. */
  readonly orderBy?: readonly Readonly<Record<string, Direction>>[] | null
}

/** What the fields of a connection type read. */
export interface Connection<Row> {
  readonly rows: () => Promise<ConnectionRows<Row>>
  readonly count: () => Promise<number>
}

export interface ConnectionRows<Row> {
  readonly edges: readonly Edge<Row>[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

export interface Edge<Row> {
  readonly node: Row
  readonly cursor: () => string
}

export interface ConnectionEnvironment {
  readonly vocabulary: Vocabulary
  readonly limits: PageLimits
}

/** Whose rows these are: a parent row's, by fields of the rows. Absent: all rows of the entity. */
export interface Owner {
  readonly fields: readonly Dimension[]
  /** A null in it belongs to nobody. */
  readonly key: RowKey
}

export interface ConnectionAsked {
  readonly words: EntityWords
  readonly scope: Scope
  readonly owner?: Owner
  /** What all rows are, beside the client's `where`, and its name. */
  readonly fixed?: { readonly name: string; readonly condition: RowCondition }
}

type Info = GraphQLResolveInfo

export function connectionOf(
  { words, scope, owner, fixed }: ConnectionAsked,
  args: ConnectionArguments,
  environment: ConnectionEnvironment,
  context: Context,
  info: Info,
): Connection<EntityRow> {
  const page = readPage(args, scope.rows, environment.limits)
  const where = readFilter(args.where, words, environment.vocabulary)
  const order = totalOrder(readOrder(args.orderBy, words), words.entity.key)
  const identity = [
    words.entity.name,
    owner === undefined ? null : [owner.fields.map(({ name }) => name), owner.key],
    fixed?.name ?? null,
    args.where ?? null,
    order.map(({ dimension, direction }) => [dimension.name, dimension.type, direction]),
  ]
  const fingerprint = fingerprintOf(identity, scope)
  const places = readPlaces(page, fingerprint, scope, context)
  const all = allOf([fixed?.condition, where])
  const asked: PageOfOwner = {
    page,
    order,
    places,
    fingerprint,
    words,
    ...(owner !== undefined && { owner }),
    ...(all !== undefined && { where: all }),
  }
  // What rows are fixed to be may differ at one place: the members of each group.
  const place = fixed === undefined ? placeOf(info) : `${placeOf(info)} ${fixed.name}`
  return {
    rows: once(() => batchAt(place, context, () => pagesLoad(info, context)).load(asked)),
    count: once(() => batchAt(`${place}#count`, context, () => countsLoad(context)).load(asked)),
  }
}

function readFilter(where: InputObject | null | undefined, words: EntityWords, vocabulary: Vocabulary): RowCondition | undefined {
  const issues: Issue[] = []
  const condition = where == null ? undefined : readEntityRows({ value: where, place: 'where', issues }, words, vocabulary)
  if (issues.length > 0) throw toGraphqlError(issues)
  return condition
}

function readOrder(orderBy: ConnectionArguments['orderBy'], words: EntityWords): readonly PageOrder[] {
  const asked = (orderBy ?? []).flatMap((entry) => Object.entries(entry))
  const order = asked.map(([field, direction]): PageOrder => {
    const dimension = words.grains.get(field)?.dimension
    if (dimension === undefined) throw new InternalError(`The schema orders by ${words.field}.${field}, the vocabulary does not.`)
    return { dimension, direction }
  })
  // A second time it decides nothing.
  return order.filter(({ dimension }, index) => order.findIndex((other) => other.dimension === dimension) === index)
}

function allOf(conditions: readonly (RowCondition | undefined)[]): RowCondition | undefined {
  const present = conditions.filter((condition) => condition !== undefined)
  return present.length > 1 ? { kind: 'and', conditions: present.map((each) => ({ kind: 'and', conditions: [each] })) } : present[0]
}

/** The page of one owner; at one place of a document all differ in owner, places and date only. */
interface PageOfOwner {
  readonly words: EntityWords
  readonly page: Page
  readonly order: readonly PageOrder[]
  readonly places: Places
  readonly fingerprint: Fingerprint
  readonly owner?: Owner
  readonly where?: RowCondition
}

function pagesLoad(info: Info, context: Context) {
  return async (asked: readonly PageOfOwner[]): Promise<readonly ConnectionRows<EntityRow>[]> =>
    loadTogether(asked, { together: togetherKey, nothing: noRows }, async (together) => {
      const [first] = together
      const { words, order, page, places } = first
      const scope = { ...places.scope, rows: places.scope.rows * Math.max(page.size, 1) }
      const owners = ownersOf(together)
      const dimensions = dimensionsRead(connectionSelection(info), words)
      const question = {
        ...first,
        entity: words.entity,
        ...(owners && { owners }),
        scope,
        dimensions,
        isBackwards: page.isBackwards,
        size: page.size,
      }
      const answer = orThrow(await context.engine.run(pageQuery(question), runOptionsOf(context)))
      const partOf = owners === undefined ? () => answer : partsByOwner(owners, answer)
      const names = order.map(({ dimension }) => dimension.name)
      return together.map(({ owner, fingerprint }) => {
        const part = partOf(owner?.key ?? [])
        if (part === undefined) return noRows
        const rows = rowsOf(part.rows, answer, words, scope)
        const edges = (page.isBackwards ? [...rows].reverse() : rows).map((node) => ({
          node,
          cursor: () => cursorAt(dimensionValues(node, names), { fingerprint, scope, names }, context),
        }))
        return { edges, hasNextPage: !page.isBackwards && part.hasMore, hasPreviousPage: page.isBackwards && part.hasMore }
      })
    })
}

function countsLoad(context: Context) {
  return (asked: readonly PageOfOwner[]): Promise<readonly number[]> =>
    loadTogether(asked, { together: togetherKey, nothing: 0 }, async (together) => {
      const [{ words, where, places }] = together
      const owners = ownersOf(together)
      const query = countQuery({ entity: words.entity, scope: places.scope, ...(where && { where }), ...(owners && { owners }) })
      const answer = orThrow(await context.engine.run(query, runOptionsOf(context)))
      return countsByOwner(
        owners,
        answer,
        together.map(({ owner }) => owner?.key ?? []),
      )
    })
}

const noRows: ConnectionRows<never> = { edges: [], hasNextPage: false, hasPreviousPage: false }

/** Asked together: all that are as of one date and begin at one place. An owner whose key is unknown has no rows. */
function togetherKey({ owner, places }: PageOfOwner): string | undefined {
  return owner?.key.includes(null) ? undefined : JSON.stringify([scopeKey(places.scope), places.after, places.before])
}

function ownersOf(asked: readonly PageOfOwner[]): Owners | undefined {
  const owner = asked[0]?.owner
  if (owner === undefined) return undefined
  const printKey = keyPrinter(owner.fields)
  const keys = new Map(asked.flatMap((each) => (each.owner === undefined ? [] : [[printKey(each.owner.key), each.owner.key] as const])))
  return { fields: owner.fields, path: [], keys: [...keys.values()] }
}
