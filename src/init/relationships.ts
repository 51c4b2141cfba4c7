/**
 * Which column leads to which table: foreign keys; else columns that are named after another table or its key and whose values are found there.
 *
 *   orders.customer_id -> customers.customer_id     all 801 values are there
 */
import type { Containment, Probe } from '../database/tables/probe.ts'
import { isSameTable, writtenName } from '../database/tables/table.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { Remark } from './draft.ts'
import { columnNamed, type EntityPlan, type KeptColumn } from './entity-plan.ts'
import type { Key } from './keys.ts'
import { isKeyName, stemOfKey, wordsOf } from './words.ts'

export interface FoundRelationship {
  readonly from: EntityPlan
  readonly columns: readonly string[]
  readonly to: EntityPlan
  readonly targets: readonly string[]
  readonly type: 'N:1' | '1:1'
  /** The database has the targets as unique, and they are not the primary key. */
  readonly verified: boolean
  /** What it is called from here: `billing_customer`. */
  readonly role: string
  readonly guess?: string
}

export interface FoundRelationships {
  readonly relationships: readonly FoundRelationship[]
  readonly remarks: readonly Remark[]
}

type Keys = ReadonlyMap<EntityPlan, Key>

export async function findRelationships(entities: readonly EntityPlan[], keys: Keys, probe: Probe): Promise<FoundRelationships> {
  const remarks: Remark[] = []
  const declared = entities.flatMap((from) => declaredOf(from, entities, keys, remarks))
  const found = [...declared]
  for (const from of entities) {
    for (const column of from.columns) {
      const isDeclared = declared.some((relationship) => relationship.from === from && relationship.columns.includes(column.name))
      if (isDeclared || !['string', 'integer', 'bigint'].includes(column.type)) continue
      const guessed = await guessFor(from, column, { entities, keys, probe })
      if (guessed === undefined) continue
      if ('text' in guessed) remarks.push(guessed)
      // Two tables with one key lead to each other; one way is enough.
      else if (!found.some((other) => other.from === guessed.to && other.to === from && other.targets[0] === column.name))
        found.push(guessed)
    }
  }
  return { relationships: found, remarks }
}

function declaredOf(from: EntityPlan, entities: readonly EntityPlan[], keys: Keys, remarks: Remark[]): readonly FoundRelationship[] {
  const seen = new Set<string>()
  return from.source.table.foreignKeys.flatMap(({ columns, target, targetColumns }): FoundRelationship[] => {
    const to = entities.find((entity) => isSameTable(entity.source.table, target))
    const what = `the foreign key of \`${from.name}\` over \`${columns.join('`, `')}\``
    if (to === undefined) {
      remarks.push({ kind: 'left out', text: `${what}: its table \`${writtenName(target)}\` is not in the model` })
      return []
    }
    const isKept = columns.every((name) => columnNamed(from, name)) && targetColumns.every((name) => columnNamed(to, name))
    if (!isKept) remarks.push({ kind: 'left out', text: `${what}: a column of it is not in the model` })
    const text = JSON.stringify([columns, to.name, targetColumns])
    if (!isKept || seen.has(text)) return []
    seen.add(text)
    const type = isSame(keys.get(from)?.columns, columns) ? '1:1' : 'N:1'
    const verified = !isSame(keys.get(to)?.columns, targetColumns)
    return [{ from, columns, to, targets: targetColumns, type, verified, role: roleOf(columns, to, targetColumns) }]
  })
}

function isSame(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && [...a].sort().join('\n') === [...b].sort().join('\n')
}

/** `billing_customer_id` is a billing customer; what the key of the customer is called is just the customer. */
function roleOf(columns: readonly string[], to: EntityPlan, targets: readonly string[]): string {
  const [column = '', second] = columns
  if (column === targets[0]) return to.name
  const stem = stemOfKey(column) ?? wordsOf(column)
  return second === undefined && stem.length > 1 && !/^(id|key|code)$/.test(stem) && stem !== wordsOf(to.source.table.name) ? stem : to.name
}

interface Around {
  readonly entities: readonly EntityPlan[]
  readonly keys: Keys
  readonly probe: Probe
}

/** Fewer values than this share are no relationship; a few that lead nowhere are what data is like. */
const leastShare = 0.9

async function guessFor(
  from: EntityPlan,
  column: KeptColumn,
  { entities, keys, probe }: Around,
): Promise<FoundRelationship | Remark | undefined> {
  const stem = stemOfKey(column.name)
  const own = [from.name, wordsOf(from.source.table.name)]
  if (stem === undefined ? own.includes(wordsOf(column.name)) : own.includes(stem)) return undefined
  const targets = entities.flatMap((to): readonly Target[] => {
    const key = keys.get(to)
    const [name = '', second] = key?.columns ?? []
    const target = columnNamed(to, name)
    return to === from || second !== undefined || target === undefined
      ? []
      : [{ to, column: target, rank: nameRank(column.name, to, name) }]
  })
  const ask = (target: Target) =>
    probe.containment({ table: from.source.table, column }, { table: target.to.source.table, column: target.column })
  const type = isSame(keys.get(from)?.columns, [column.name]) ? ('1:1' as const) : ('N:1' as const)
  const made = ({ to, column: target }: Target, guess: string): FoundRelationship => ({
    ...{
      from,
      columns: [column.name],
      to,
      targets: [target.name],
      type,
      verified: false,
      role: roleOf([column.name], to, [target.name]),
      guess,
    },
  })
  const named = await namedTarget({ from, column, targets, ask })
  if (named !== undefined) return 'text' in named ? named : made(named.target, named.guess)
  // Small numbers are among those of any key: only texts say by themselves where they belong.
  if (column.type !== 'string' || !isKeyName(column.name)) return undefined
  const holding: { readonly target: Target; readonly found: Containment }[] = []
  for (const target of targets.filter((other) => isComparable(column.type, other.column.type))) {
    const found = await ask(target)
    if (found !== undefined && found.values > 1 && found.missing === 0) holding.push({ target, found })
  }
  const [only, second] = holding
  if (only === undefined || second !== undefined) return undefined
  return made(only.target, `${guessText(only.found, written(only.target))}, and in no other key`)
}

interface Naming {
  readonly from: EntityPlan
  readonly column: KeptColumn
  readonly targets: readonly Target[]
  readonly ask: (target: Target) => Promise<Containment | undefined>
}

/** The entity that the name of the column means, surest names first; of equal ones that which has most of the values, and tables before views. */
async function namedTarget({ from, column, targets, ask }: Naming) {
  let refused: Remark | undefined
  for (const rank of [4, 3, 2, 1]) {
    const [longest, ...others] = targets.filter((target) => target.rank === rank).toSorted((a, b) => b.to.name.length - a.to.name.length)
    if (longest === undefined) continue
    const asked: { readonly target: Target; readonly found: Containment }[] = []
    for (const target of rank === 1 ? [longest] : [longest, ...others]) {
      const found = isComparable(column.type, target.column.type) ? await ask(target) : undefined
      if (found !== undefined) asked.push({ target, found })
    }
    const isView = ({ to }: Target): number => Number(to.source.table.kind === 'view')
    const [best] = asked.toSorted((a, b) => a.found.missing - b.found.missing || isView(a.target) - isView(b.target))
    if (best === undefined) {
      const types = `one is ${column.type}, the other ${longest.column.type}`
      if (rank > 1 && !isComparable(column.type, longest.column.type)) refused ??= refusal(from, column, longest, types)
      continue
    }
    const { target, found } = best
    if (found.values === 0) return { target, guess: 'by the names; there are no values' }
    if (found.values - found.missing >= leastShare * found.values) return { target, guess: guessText(found, written(target)) }
    refused ??= refusal(from, column, target, `${found.missing} of ${found.values} values are not there`)
  }
  return refused
}

function refusal(from: EntityPlan, column: KeptColumn, target: Target, why: string): Remark {
  const text = `a relationship from \`${from.name}.${column.name}\` to ${written(target)}, which the names suggest: ${why}`
  return { kind: 'left out', text }
}

function written({ to, column }: Target): string {
  return `\`${to.name}.${column.name}\``
}

interface Target {
  readonly to: EntityPlan
  readonly column: KeptColumn
  readonly rank: number
}

/** How surely the name of a column means the key of an entity: 0 is not at all. */
function nameRank(column: string, to: EntityPlan, key: string): number {
  const name = wordsOf(column)
  const stem = stemOfKey(column)
  const called = [to.name, wordsOf(to.source.table.name)]
  const isTelling = !/^(id|key|code|no|nr|num|number|uuid|guid|name|date|type|status)$/.test(wordsOf(key))
  if (stem !== undefined && called.includes(stem)) return 4
  if (isTelling && name === wordsOf(key)) return 3
  // `orders` is how many they are.
  if (to.name === name) return 2
  return stem !== undefined && called.some((one) => stem.endsWith(`_${one}`)) ? 1 : 0
}

function guessText({ values, missing, isComplete }: Containment, there: string): string {
  const of = isComplete ? '' : ' of the rows looked at'
  if (missing > 0) return `by the names; ${missing} of ${values} values${of} are not in ${there}`
  return values === 1 ? `its only value${of} is in ${there}` : `all ${values} values${of} are in ${there}`
}

function isComparable(a: ValueType, b: ValueType): boolean {
  return a === b || [a, b].every((type) => type === 'integer' || type === 'bigint')
}
