/** Rows that do not always fit: without a key, with one that others have too, pointing nowhere. */
import type { Cell, Dimension, Entity, Row } from '../case.ts'
import type { Choices } from './choices.ts'
import type { Draft, Link } from './world.ts'

type Tuple = readonly Cell[]

export function fillRows(choices: Choices, drafts: readonly Draft[], links: readonly Link[]): readonly Entity[] {
  const keys = new Map(drafts.map((draft) => [draft.name, keysOf(choices, draft, links)]))
  const alts = new Map(drafts.map((draft) => [draft.name, altsOf(choices, draft, links)]))
  const targetsOf = ({ one, fields }: Link): readonly Tuple[] =>
    fields.includes('alt') ? (alts.get(one.name) ?? []) : (keys.get(one.name) ?? []).map((key) => key.slice(0, fields.length))
  return drafts.map((draft): Entity => {
    const own = keys.get(draft.name) ?? []
    const pointers = links.filter(({ many }) => many === draft).map((link) => [link, pointersOf(choices, link, targetsOf(link))] as const)
    const rowAt = (position: number): Row => {
      const plain = draft.columns.filter(({ values }) => values.length > 0).map(({ name, values }) => [name, choices.pick(values)] as const)
      const pointing = pointers.flatMap(([{ columns }, tuples]) =>
        columns.map((name, part) => [name, tuples[position]?.[part] ?? null] as const),
      )
      const alt = draft.columns.some(({ name }) => name === 'alt') ? [['alt', alts.get(draft.name)?.[position]?.[0] ?? null] as const] : []
      const [k = null, p = null] = own[position] ?? []
      return Object.fromEntries([['k', k], ...(draft.keyKind === 'two' ? [['p', p] as const] : []), ...plain, ...pointing, ...alt])
    }
    return {
      name: draft.name,
      key: { one: ['k'], two: ['k', 'p'], none: [] }[draft.keyKind],
      ...(draft.hasTime && { time: 'd' }),
      future: draft.hasTime && choices.chance(15),
      dimensions: dimensionsOf(draft),
      measures: [],
      rows: own.map((_, position) => rowAt(position)),
    }
  })
}

function dimensionsOf({ keyType, keyKind, columns }: Draft): readonly Dimension[] {
  const key: readonly Dimension[] = [
    { kind: 'column', name: 'k', type: keyType },
    ...(keyKind === 'two' ? [{ kind: 'column', name: 'p', type: 'integer' } as const] : []),
  ]
  return [...key, ...columns.map(({ name, type }): Dimension => ({ kind: 'column', name, type }))]
}

/** Each its own; some rows have no key, and where nothing looks a row up by key two may share one. */
function keysOf(choices: Choices, draft: Draft, links: readonly Link[]): readonly Tuple[] {
  const isLookedUp = links.some(({ one }) => one === draft)
  const isMessy = choices.chance(15)
  const part = (number: number): Cell => {
    if (isMessy && choices.chance(30)) return null
    return draft.keyType === 'integer' ? number : `k${number}`
  }
  return Array.from({ length: draft.size }, (_, position): Tuple => {
    const number = isMessy && !isLookedUp && choices.chance(40) ? choices.whole(0, position) : position
    return draft.keyKind === 'two' ? [part((number >> 1) + 1), (number % 2) + 1] : [part(number + 1)]
  })
}

/** Unique where that is verified, and else half of the time. */
function altsOf(choices: Choices, draft: Draft, links: readonly Link[]): readonly Tuple[] {
  const isVerified = links.some(({ one, relationship, fields }) => one === draft && relationship.verified && fields.includes('alt'))
  const isUnique = isVerified || choices.chance(40)
  return Array.from({ length: draft.size }, (_, position) => [choices.chance(15) ? null : isUnique ? position + 1 : choices.whole(1, 3)])
}

/** Mostly to rows that are there, half of the time to one of two, so that many meet there; now and then to none; null too, of two parts perhaps one. */
function pointersOf(choices: Choices, { many, one, fields, isUnique }: Link, targets: readonly Tuple[]): readonly Tuple[] {
  const known = targets.filter((target) => !target.includes(null))
  const popular = known.slice(0, 2)
  const nobody: Tuple = fields.map((field) => (field === 'k' && one.keyType === 'string' ? 'k9' : 9))
  const taken = new Set<string>()
  return Array.from({ length: many.size }, (): Tuple => {
    const dice = choices.whole(1, 100)
    if (dice <= 10) return fields.map((_, part) => (part > 0 && choices.chance(50) ? 1 : null))
    const target = dice <= 22 || known.length === 0 ? nobody : choices.pick(choices.chance(50) ? popular : known)
    if (isUnique && taken.has(target.join())) return fields.map(() => null)
    taken.add(target.join())
    return target
  })
}
