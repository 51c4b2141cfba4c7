/** Rows by what they are found by: a key that a client names, an id, a field of another row that points to them. */
import type { GraphQLResolveInfo } from 'graphql'
import type { Dimension, Hop } from '../../semantic/catalog/catalog.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { orThrow } from '../slice.ts'
import type { EntityWords } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { dimensionValue, dimensionValues, type EntityRow, keyPrinter, type RowKey } from './entity-row.ts'
import { dimensionsRead, type RowSelection, rowSelection } from './entity-selection.ts'
import { allRowsQuery, dimensionOf, lookUpQuery, type RowsAsked, rowsOf } from './rows-query.ts'
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
  const asked = { words: target, scope: row.scope, fields, key, lookedUp: true as const }
  return rowAt(asked, rowSelection(info), placeOf(info), context)
}

async function loadRows(asked: readonly RowAsked[], selection: RowSelection, context: Context): Promise<readonly (EntityRow | null)[]> {
  const [first] = asked
  if (first === undefined) return []
  const { words, scope, fields, lookedUp } = first
  const printKey = keyPrinter(fields)
  const keys = new Map(asked.map(({ key }) => [printKey(key), key]))
  const owners = { fields, path: [], keys: [...keys.values()] }
  const question: RowsAsked = {
    entity: words.entity,
    scope,
    dimensions: [...dimensionsRead(selection, words), ...fields.map(({ name }) => name)],
    owners,
  }
  const answer = orThrow(
    await context.engine.run(lookedUp === true ? lookUpQuery(question) : allRowsQuery(question), runOptionsOf(context)),
  )
  const found = new Map<string, EntityRow>()
  // A key that a client wrote need not be spelled as answers spell it: an instant in another zone.
  const [only, ...others] = keys.keys()
  for (const row of rowsOf(answer.rows, answer, words, scope)) {
    const key = only !== undefined && others.length === 0 ? only : printKey(fields.map(({ name }) => dimensionValue(row, name)))
    const before = found.get(key)
    // A relationship that is `verified` and not so: one of them, always the same.
    if (before === undefined || JSON.stringify(row.values) < JSON.stringify(before.values)) found.set(key, row)
  }
  return asked.map(({ key }) => found.get(printKey(key)) ?? null)
}
