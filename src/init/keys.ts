/**
 * What tells the rows of a table apart: its primary key; else a column, or a pair, that is never empty and never twice the same, surest names first.
 */
import type { Probe, Uniqueness } from '../database/tables/probe.ts'
import { columnNamed, type EntityPlan, type KeptColumn } from './entity-plan.ts'
import { amountRank, isKeyName, isQuantity, isRate, stemOfKey, wordsOf } from './words.ts'

export interface Key {
  readonly columns: readonly string[]
  /** Why it is taken for one; absent where the database says so. */
  readonly guess?: string
}

/** `others` are the names of all entities: `customer_id` is more likely a reference than the key of an order. */
export async function findKey(entity: EntityPlan, others: readonly string[], probe: Probe): Promise<Key | undefined> {
  const { table } = entity.source
  const isKept = (columns: readonly string[]) => columns.every((name) => columnNamed(entity, name) !== undefined)
  if (table.primaryKey.length > 0 && isKept(table.primaryKey)) return { columns: table.primaryKey }
  for (const columns of table.uniqueKeys.filter(isKept).toSorted((a, b) => a.length - b.length)) {
    const looked = await probe.uniqueness(table, columns)
    if (looked?.isKey) return { columns, guess: `the database has it as unique, and ${ofRows(looked, 'no row lacks it', 'none lacks it')}` }
  }
  return guessKey(entity, others, probe)
}

async function guessKey(entity: EntityPlan, others: readonly string[], probe: Probe): Promise<Key | undefined> {
  const { sample } = entity
  if (sample === undefined) return undefined
  const ranked = rankedColumns(entity, others)
  if (sample.rows === 0) {
    const named = ranked.find(({ rank }) => rank === 0)
    return named && { columns: [named.column.name], guess: 'by its name; there are no rows' }
  }
  const isWhole = ({ name }: KeptColumn): boolean => {
    const counts = sample.columns.get(name)
    return counts?.known === sample.rows && counts.different === sample.rows
  }
  const singles = ranked.filter(({ column }) => isWhole(column)).map(({ column }) => [column.name])
  const texts = entity.columns.filter((column) => column.type === 'string' && isWhole(column) && sample.rows > 1).map(({ name }) => [name])
  for (const columns of [...singles, ...pairsOf(entity), ...texts]) {
    const looked = await probe.uniqueness(entity.source.table, columns)
    if (looked?.isKey) return { columns, guess: ofRows(looked, 'unique and never empty in all', 'unique and never empty in the first') }
  }
  return undefined
}

function ofRows({ rows, isComplete }: Uniqueness, all: string, first: string): string {
  const counted = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  return isComplete ? `${all} ${all.endsWith('all') ? counted : `(${counted})`}` : `${first} ${counted}; the rest was not looked at`
}

interface Ranked {
  readonly column: KeptColumn
  readonly rank: number
}

/** Columns that may be keys by themselves: 0 is named as one, 3 as one of another entity. */
function rankedColumns(entity: EntityPlan, others: readonly string[]): readonly Ranked[] {
  return entity.columns
    .flatMap((column, position): Ranked[] => {
      if (!['string', 'integer', 'bigint'].includes(column.type)) return []
      const rank = rankOf(entity, column.name, position, others)
      return rank === undefined ? [] : [{ column, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
}

function rankOf(entity: EntityPlan, column: string, position: number, others: readonly string[]): number | undefined {
  const name = wordsOf(column)
  const stem = stemOfKey(column)
  const own = [entity.name, wordsOf(entity.source.table.name)]
  if (/^(id|key|uuid|guid|pk|_id|row_?id)$/.test(name) || column.toLowerCase() === 'id' || (stem !== undefined && own.includes(stem)))
    return 0
  if (isKeyName(column)) return stem !== undefined && others.includes(stem) ? 3 : 1
  return position === 0 && !isHowMuch(column) ? 2 : undefined
}

/** Numbers that are all different by chance tell no rows apart, and as a key they would not be summed. */
function isHowMuch(column: string): boolean {
  return amountRank(column) !== undefined || isQuantity(column) || isRate(column)
}

const mostInPairs = 5
/** A table of no more than these is there for what it joins. */
const fewColumns = 3

/** Of the first column, of columns named as keys or lines, and of days: at most ten pairs. In a table of few columns, of all texts. */
function pairsOf(entity: EntityPlan): readonly (readonly string[])[] {
  const parts = entity.columns
    .filter(
      ({ name, type }, position) =>
        type === 'date' ||
        (['string', 'integer', 'bigint'].includes(type) &&
          !isHowMuch(name) &&
          (position === 0 ||
            (entity.columns.length <= fewColumns && type === 'string') ||
            isKeyName(name) ||
            /(^|_)(line|position|pos|seq|sequence)$/.test(wordsOf(name)))),
    )
    .slice(0, mostInPairs)
  return parts.flatMap((first, index) => parts.slice(index + 1).map((second) => [first.name, second.name]))
}
