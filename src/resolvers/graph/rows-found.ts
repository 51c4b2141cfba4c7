/**
 * Rows by what they are found by, with their dimensions: one statement for what is computed for these rows alone, and one for what is computed
 * among all rows of the entity, as scores are. In one statement everything else would be computed for all rows, too.
 */
import type { Dimension } from '../../semantic/catalog/catalog.ts'
import { type Reads, readsOf } from '../../semantic/catalog/reads.ts'
import { type Context, runOptionsOf } from '../context.ts'
import { orThrow } from '../slice.ts'
import type { EntityWords } from '../vocabulary.ts'
import { dimensionValues, type EntityRow, keyOf, keyPrinter, type RowKey } from './entity-row.ts'
import { allRowsQuery, dimensionOf, lookUpQuery, rowsOf } from './rows-query.ts'
import type { Scope } from './scope.ts'

export interface RowsFound {
  readonly words: EntityWords
  readonly scope: Scope
  /** Dimensions they are found by, and the values of those. */
  readonly fields: readonly Dimension[]
  readonly keys: readonly RowKey[]
  readonly dimensions: readonly string[]
  /** From rows that are there: they are there too, even if their time is later (semantics.md 13). */
  readonly lookedUp?: true
}

export async function rowsFoundBy(asked: RowsFound, context: Context): Promise<(key: RowKey) => EntityRow | undefined> {
  const { words, fields, keys } = asked
  const [first = [], ...others] = apart(asked, context)
  const [rows, ...further] = await Promise.all([first, ...others].map((dimensions) => load({ ...asked, dimensions }, context)))
  const whole = further.reduce(besideRows, rows ?? [])
  const printKey = keyPrinter(fields)
  const names = fields.map(({ name }) => name)
  // A key that a client wrote need not be spelled as answers spell it: an instant in another zone.
  const [only, ...more] = keys.map(printKey)
  const found = new Map<string, EntityRow>()
  for (const row of whole) {
    const key = only !== undefined && more.length === 0 ? only : printKey(dimensionValues(row, names))
    const before = found.get(key)
    // A relationship that is `verified` and not so: one of them, always the same.
    if (before === undefined || JSON.stringify(row.values) < JSON.stringify(before.values)) found.set(key, row)
  }
  return (key) => found.get(printKey(key))

  /** Rows that have what belongs to them; one that is not among the others has gone between two statements. */
  function besideRows(some: readonly EntityRow[], other: readonly EntityRow[]): readonly EntityRow[] {
    const print = keyPrinter(words.entity.key)
    const byKey = new Map(other.map((row) => [print(keyOf(row)), row]))
    return joined(some, (row) => byKey.get(print(keyOf(row))))
  }
}

async function load({ words, scope, fields, keys, dimensions, lookedUp }: RowsFound, context: Context): Promise<readonly EntityRow[]> {
  const question = {
    entity: words.entity,
    scope,
    dimensions: [...dimensions, ...fields.map(({ name }) => name)],
    owners: { fields, path: [], keys },
  }
  const query = lookedUp === true ? lookUpQuery(question) : allRowsQuery(question)
  const answer = orThrow(await context.engine.run(query, runOptionsOf(context)))
  return rowsOf(answer.rows, answer, words, scope)
}

/** Dimensions by statement. */
function apart({ words, dimensions }: RowsFound, context: Context): readonly (readonly string[])[] {
  const reading = (reads: Reads) => dimensionsReading(words, dimensions, reads, context)
  const [all, others] = [reading('all'), reading('others')]
  // Beside what is in the row itself there is nothing to spare.
  return all.length === 0 || others.length === 0 ? [dimensions] : [[...reading('row'), ...others], all]
}

export function dimensionsReading({ entity }: EntityWords, dimensions: readonly string[], reads: Reads, { engine }: Context) {
  return dimensions.filter((name) => readsOf(dimensionOf(entity, name), engine.catalog) === reads)
}

/** Rows with the values of others beside them; those that have none are left out. */
export function joined(rows: readonly EntityRow[], otherOf: (row: EntityRow) => EntityRow | undefined): readonly EntityRow[] {
  let places: EntityRow['places'] | undefined
  return rows.flatMap((row) => {
    const other = otherOf(row)
    if (other === undefined) return []
    // All rows of an answer have one layout.
    places ??= new Map([...[...other.places].map(([name, place]) => [name, place + row.values.length] as const), ...row.places])
    return [{ ...row, values: [...row.values, ...other.values], places }]
  })
}
