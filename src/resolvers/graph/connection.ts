/**
 * Connections: pages of rows by place (Relay's Cursor Connections). Rows, and how many there are, are asked for when they are selected.
 *
 * Every parent at one place of the document has a connection of its own, and all of them are one statement.
 */
import { setImmediate } from 'node:timers/promises'
import type { GraphQLResolveInfo } from 'graphql'
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import { InternalError, type Issue } from '../../semantic/issues/issue.ts'
import { type PageOrder, totalOrder } from '../../semantic/query/page.ts'
import type { Direction, RowCondition } from '../../semantic/query/semantic-query.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { readRowCondition } from '../read-conditions.ts'
import type { InputObject } from '../read-logic.ts'
import { orThrow } from '../slice.ts'
import { toGraphqlError } from '../to-graphql-error.ts'
import type { EntityWords, Vocabulary } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { beginnerBelow } from './begun.ts'
import { cursorAt, type Fingerprint, fingerprintOf, type Places, readPlaces } from './cursor.ts'
import { dimensionValues, type EntityRow, keyOf, keyPrinter, type RowKey } from './entity-row.ts'
import { connectionSelection, dimensionsRead, rowListsOf } from './entity-selection.ts'
import { type Page, type PageArguments, type PageLimits, readPage } from './page-arguments.ts'
import { dimensionsReading, joined, rowsFoundBy } from './rows-found.ts'
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
  readonly rows: readonly Row[]
  /** The place of a row, by its index. */
  readonly cursorOf: (index: number) => string
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
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
  const condition = where == null ? undefined : readRowCondition({ value: where, place: 'where', issues }, words, vocabulary)
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
      const read = dimensionsRead(connectionSelection(info), words)
      const { dimensions, later } =
        together.length * page.size > mostTogether ? { dimensions: read, later: [] } : atOnce(read, first, context)
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
      const rowsByOwner = together.map(({ owner }) => {
        const part = partOf(owner?.key ?? [])
        return { part, rows: part === undefined ? [] : rowsOf(part.rows, answer, words, scope) }
      })
      const pages = rowsByOwner.map(({ rows }) => rows)
      const whole = later.length === 0 ? pages : await besideWhatIsBelow(pages, { words, scope, later }, info, context)
      return together.map(({ fingerprint }, index) => {
        const part = rowsByOwner[index]?.part
        if (part === undefined) return noRows
        const read = whole[index] ?? []
        const rows = page.isBackwards ? [...read].reverse() : read
        const places = { fingerprint, scope, names }
        return {
          rows,
          cursorOf: cursorsOf(rows, (row) => cursorAt(dimensionValues(row, names), places, context)),
          hasNextPage: !page.isBackwards && part.hasMore,
          hasPreviousPage: page.isBackwards && part.hasMore,
        }
      })
    })
}

/** Values of a statement; a page of more rows is computed at once. */
const mostTogether = 1_000

/**
 * What is computed from other rows is computed for the rows of the page alone, once they are known: all rows of the entity have aggregates, 50 of
 * them are shown. What decides which rows those are cannot wait.
 */
function atOnce(read: readonly string[], { words, order }: PageOfOwner, context: Context) {
  const ordering = order.map(({ dimension }) => dimension.name)
  const own = dimensionsReading(words, read, 'row', context)
  return { dimensions: own, later: read.filter((name) => !own.includes(name) && !ordering.includes(name)) }
}

interface Later {
  readonly words: EntityWords
  readonly scope: Scope
  readonly later: readonly string[]
}

/** What is below is asked for first: it has more rows. */
async function besideWhatIsBelow(pages: readonly (readonly EntityRow[])[], { later, ...of }: Later, info: Info, context: Context) {
  const begun = beginBelowPages(pages, of.words, info, context)
  // What is batched is sent when this turn of the loop is over.
  if (begun !== pages) await setImmediate()
  return wholeRows(begun, { ...of, later }, context)
}

/** Rows of the list that is selected; where several are, each waits for its rows. */
function beginBelowPages(pages: readonly (readonly EntityRow[])[], { typeNames }: EntityWords, info: Info, context: Context) {
  const [list, ...others] = rowListsOf(info, typeNames)
  if (list === undefined || others.length > 0) return pages
  const path = list.names.reduce<Info['path']>((prev, name) => ({ prev, ...name }), info.path)
  const begin = beginnerBelow({ source: info, nodes: list.nodes, path, info }, context)
  return pages.map((rows) => rows.map(begin))
}

/** The pages with what could wait. */
async function wholeRows(pages: readonly (readonly EntityRow[])[], { words, scope, later }: Later, context: Context) {
  const printKey = keyPrinter(words.entity.key)
  const keys = [...new Map(pages.flat().map((row) => [printKey(keyOf(row)), keyOf(row)])).values()]
  if (keys.length === 0) return pages
  const rowOf = await rowsFoundBy({ words, scope, fields: words.entity.key, keys, dimensions: later }, context)
  return pages.map((rows) => joined(rows, (row) => rowOf(keyOf(row))))
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

/** Made when they are selected. */
export function cursorsOf<T>(all: readonly T[], print: (each: T) => string): ConnectionRows<EntityRow>['cursorOf'] {
  return (index) => {
    const each = all[index]
    if (each === undefined) throw new InternalError(`A cursor of row ${index} of ${all.length}`)
    return print(each)
  }
}

const noRows: ConnectionRows<never> = { rows: [], cursorOf: cursorsOf([], () => ''), hasNextPage: false, hasPreviousPage: false }

/**
 * Asked together: all that belong to owners by the same fields (groups of one segmentation, not of two), are as of one date and begin at one place.
 * An owner whose key is unknown has no rows.
 */
function togetherKey({ owner, places }: PageOfOwner): string | undefined {
  const fields = owner?.fields.map(({ name }) => name)
  return owner?.key.includes(null) ? undefined : JSON.stringify([scopeKey(places.scope), places.after, places.before, fields])
}

function ownersOf(asked: readonly PageOfOwner[]): Owners | undefined {
  const owner = asked[0]?.owner
  if (owner === undefined) return undefined
  const printKey = keyPrinter(owner.fields)
  const keys = new Map(asked.flatMap((each) => (each.owner === undefined ? [] : [[printKey(each.owner.key), each.owner.key] as const])))
  return { fields: owner.fields, path: [], keys: [...keys.values()] }
}
