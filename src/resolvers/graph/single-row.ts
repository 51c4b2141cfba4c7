/** Rows by what they are found by: a key that a client names, an id, a field of another row that points to them. */
import type { GraphQLResolveInfo } from 'graphql'
import type { Dimension, Hop } from '../../semantic/catalog/catalog.ts'
import type { Context } from '../context.ts'
import { KeptByContext } from '../kept-by-context.ts'
import type { EntityWords } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { beginnerBelow } from './begun.ts'
import { dimensionValues, type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import { dimensionsRead, type RowSelection, rowSelection } from './entity-selection.ts'
import { rowsFoundBy } from './rows-found.ts'
import { dimensionOf } from './rows-query.ts'
import { type Scope, scopeKey } from './scope.ts'

export interface RowAsked {
  readonly words: EntityWords
  readonly scope: Scope
  /** Dimensions it is found by. */
  readonly fields: readonly Dimension[]
  readonly key: RowKey
  /** From a row that is there: it is there too, even if its time is later (semantics.md 13). */
  readonly lookedUp?: true
}

/** Null where there is none. All that are asked for at one place of the document, of one entity and date, are one statement. */
export function rowAt(asked: RowAsked, selection: RowSelection, place: string, context: Context): Promise<EntityRow | null> {
  const { words, scope, fields, lookedUp } = asked
  const ofKind = JSON.stringify([place, words.entity.name, fields.map(({ name }) => name), lookedUp, scopeKey(scope)])
  return batchAt<RowAsked, EntityRow | null>(ofKind, context, () => (all) => loadRows(all, selection, context)).load(asked)
}

/** The one row that a row points to. A null points nowhere. */
export function linkedRow(row: EntityRow, { fromFields, toFields }: Hop, target: EntityWords, context: Context, info: GraphQLResolveInfo) {
  const key = dimensionValues(row, fromFields)
  if (key.includes(null)) return null
  const fields = toFields.map((name) => dimensionOf(target.entity, name))
  return rowOfField({ words: target, scope: row.scope, fields, key, lookedUp: true }, context, info)
}

/** The row that a field is. What is selected below it is asked for beside it, as far as what it is found by tells what that is. */
export function rowOfField(asked: RowAsked, context: Context, info: GraphQLResolveInfo): Promise<EntityRow | null> {
  const { words, scope, fields, key } = asked
  const place = placeOf(info)
  const found = rowAt(asked, rowSelection(info), place, context)
  const names = fields.map(({ name }) => name)
  const { begin, places } = beginnerAt([place, words.entity.name, ...names].join(' '), names, context, info)
  const { begun } = begin({ words, scope, values: key, places })
  if (begun === undefined) return found
  return found.then((row) => {
    // A key that a client wrote may be spelled otherwise than answers spell it, and goes into cursors.
    const isSame = row !== null && dimensionValues(row, names).every((value, index) => value === key[index])
    return isSame ? { ...row, begun } : row
  })
}

interface Beginner {
  readonly begin: (row: EntityRow) => EntityRow
  /** Of what a row is found by. */
  readonly places: EntityRow['places']
}

const beginners = new KeptByContext(() => new Map<string, Beginner>())

/** A page has hundreds of rows that point to others: what is selected of those is read once. */
function beginnerAt(place: string, names: readonly string[], context: Context, info: GraphQLResolveInfo): Beginner {
  const ofOperation = beginners.of(context)
  const known = ofOperation.get(place)
  if (known !== undefined) return known
  const begin = beginnerBelow({ ...rowSelection(info), path: info.path, info }, context)
  const made = { begin, places: new Map(names.map((name, index) => [name, index])) }
  ofOperation.set(place, made)
  return made
}

async function loadRows(asked: readonly RowAsked[], selection: RowSelection, context: Context): Promise<readonly (EntityRow | null)[]> {
  const [first] = asked
  if (first === undefined) return []
  const { words, scope, fields, lookedUp } = first
  const printKey = keyPrinter(fields)
  const keys = [...new Map(asked.map(({ key }) => [printKey(key), key])).values()]
  const question = { words, scope, fields, keys, dimensions: dimensionsRead(selection, words), ...(lookedUp && { lookedUp }) }
  const rowOf = await rowsFoundBy(question, context)
  return asked.map(({ key }) => rowOf(key) ?? null)
}
