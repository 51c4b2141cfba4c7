/** Random worlds: two to five entities, what joins them, and rows that do not always fit. */
import type { Cell, Dimension, Entity, Relationship, Row, ValueType, World } from '../case.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'
import { withMembers } from './members.ts'

const names = ['ant', 'bee', 'cat', 'dog', 'elk'] as const

export function generateWorld(choices: Choices): World {
  const chosen = choices.some(names, choices.pick([2, 2, 3, 3, 3, 4, 4, 5]))
  const drafts = chosen.map((name) => draftEntity(choices, name))
  const links = linksBetween(choices, drafts)
  const entities = fillRows(choices, drafts, links)
  return withMembers(choices, { entities, relationships: links.map(({ relationship }) => relationship) })
}

interface Column {
  readonly name: string
  readonly type: ValueType
  readonly values: readonly Cell[]
}

/** Columns are added while links are drawn. */
interface Draft {
  readonly name: string
  readonly keyType: 'integer' | 'string'
  readonly size: number
  readonly hasTime: boolean
  readonly columns: Column[]
}

function draftEntity(choices: Choices, name: string): Draft {
  const column = (columnName: string, type: ValueType): Column => {
    const values: readonly Cell[] = choices.some(domains[type], choices.whole(2, 4))
    return { name: columnName, type, values: choices.chance(60) ? [...values, null] : values }
  }
  const optional = ([columnName, type]: readonly [string, ValueType]) => (choices.chance(50) ? [column(columnName, type)] : [])
  const columns = [
    column('s', 'string'),
    ...(
      [
        ['n', 'integer'],
        ['m', 'decimal'],
        ['f', 'boolean'],
        ['d', 'date'],
      ] as const
    ).flatMap(optional),
  ]
  return {
    name,
    keyType: choices.chance(80) ? 'integer' : 'string',
    size: choices.pick([0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8]),
    hasTime: columns.some((found) => found.name === 'd') && choices.chance(65),
    columns,
  }
}

interface Link {
  readonly relationship: Relationship
  /** Where the pointing column is, and what it points to. */
  readonly many: Draft
  readonly column: string
  readonly one: Draft
  readonly field: string
  readonly isUnique: boolean
}

/** Nearly every entity is joined to an earlier one; some pairs again, some to themselves. */
function linksBetween(choices: Choices, drafts: readonly Draft[]): readonly Link[] {
  const pairs = drafts.flatMap((draft, position) =>
    position === 0 || choices.chance(3) ? [] : [[draft, choices.pick(drafts.slice(0, position))] as const],
  )
  const extra = drafts.flatMap((draft) => (choices.chance(18) ? [[draft, choices.pick(drafts)] as const] : []))
  return [...pairs, ...extra].map(([a, b], position) => {
    const [many, one] = choices.chance(70) ? [a, b] : [b, a]
    return link(choices, { many, one, number: position + 1 })
  })
}

type LinkKind = 'plain' | 'told from the one side' | 'unverified 1:1' | 'verified 1:1' | 'to no key' | 'verified to no key'

function link(choices: Choices, { many, one, number }: { readonly many: Draft; readonly one: Draft; readonly number: number }): Link {
  const kinds: readonly LinkKind[] = [
    'plain',
    'plain',
    'plain',
    'plain',
    'plain',
    'told from the one side',
    'unverified 1:1',
    'verified 1:1',
    'to no key',
    'verified to no key',
  ]
  const kind = choices.pick(kinds)
  const field = kind === 'to no key' || kind === 'verified to no key' ? 'alt' : 'k'
  if (field === 'alt' && !one.columns.some(({ name }) => name === 'alt')) {
    one.columns.push({ name: 'alt', type: 'integer', values: [1, 2, 3, 4, 5, 6, 7, 8] })
  }
  const column = `fk${number}`
  many.columns.push({ name: column, type: field === 'alt' ? 'integer' : one.keyType, values: [] })
  const isVerified = kind === 'verified 1:1' || kind === 'verified to no key'
  const [toOne, toMany] = [`${one.name}${number}`, `${many.name}s${number}`]
  const relationship: Relationship =
    kind === 'told from the one side'
      ? { type: '1:N', from: one.name, field, to: many.name, target: column, name: toMany, inverse: toOne, verified: false }
      : {
          type: kind.endsWith('1:1') ? '1:1' : 'N:1',
          from: many.name,
          field: column,
          to: one.name,
          target: field,
          name: toOne,
          inverse: toMany,
          verified: isVerified,
        }
  return { relationship, many, column, one, field, isUnique: kind === 'verified 1:1' }
}

function fillRows(choices: Choices, drafts: readonly Draft[], links: readonly Link[]): readonly Entity[] {
  const keys = new Map(
    drafts.map((draft) => [
      draft.name,
      keysOf(
        choices,
        draft,
        links.some(({ one }) => one === draft),
      ),
    ]),
  )
  // Unique even where nobody verified it half of the time; a verified one always.
  const alts = new Map(drafts.map((draft) => [draft.name, altsOf(choices, draft, links)]))
  return drafts.map((draft): Entity => {
    const pointing = links.filter(({ many }) => many === draft)
    const pointers = new Map(
      pointing.map((found) => [
        found.column,
        pointersOf(choices, draft, found, (found.field === 'alt' ? alts : keys).get(found.one.name) ?? []),
      ]),
    )
    const cell = (column: Column, position: number): Cell => {
      if (column.name === 'alt') return alts.get(draft.name)?.[position] ?? null
      return pointers.get(column.name)?.[position] ?? (pointers.has(column.name) ? null : choices.pick(column.values))
    }
    const rows = (keys.get(draft.name) ?? []).map(
      (key, position): Row => ({ k: key, ...Object.fromEntries(draft.columns.map((column) => [column.name, cell(column, position)])) }),
    )
    const dimensions: readonly Dimension[] = [
      { kind: 'column', name: 'k', type: draft.keyType },
      ...draft.columns.map(({ name, type }): Dimension => ({ kind: 'column', name, type })),
    ]
    return {
      name: draft.name,
      key: ['k'],
      ...(draft.hasTime && { time: 'd' }),
      future: draft.hasTime && choices.chance(15),
      dimensions,
      measures: [],
      rows,
    }
  })
}

/** One to the size; some rows have no key, and where nothing looks a row up by key two may share one. */
function keysOf(choices: Choices, { keyType, size }: Draft, isLookedUp: boolean): readonly Cell[] {
  const isMessy = choices.chance(15)
  return Array.from({ length: size }, (_, position) => {
    if (isMessy && choices.chance(30)) return null
    const number = isMessy && !isLookedUp && choices.chance(40) ? choices.whole(1, position + 1) : position + 1
    return keyType === 'integer' ? number : `k${number}`
  })
}

function altsOf(choices: Choices, draft: Draft, links: readonly Link[]): readonly Cell[] {
  const isVerified = links.some(({ one, relationship }) => one === draft && relationship.verified && relationship.target === 'alt')
  const isUnique = isVerified || choices.chance(40)
  return Array.from({ length: draft.size }, (_, position) => {
    if (choices.chance(15)) return null
    return isUnique ? position + 1 : choices.whole(1, 3)
  })
}

/** Mostly to rows that are there, now and then to none; null too. */
function pointersOf(choices: Choices, { size }: Draft, { one, field, isUnique }: Link, targets: readonly Cell[]): readonly Cell[] {
  const known = targets.filter((target) => target !== null)
  const nobody = field === 'k' && one.keyType === 'string' ? 'k9' : 9
  const taken = new Set<Cell>()
  return Array.from({ length: size }, () => {
    const dice = choices.whole(1, 100)
    const target = dice <= 12 ? null : dice <= 24 || known.length === 0 ? nobody : choices.pick(known)
    if (isUnique && taken.has(target)) return null
    taken.add(target)
    return target
  })
}
