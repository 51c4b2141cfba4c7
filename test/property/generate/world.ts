/** Random worlds: two to five entities and what joins them. */
import type { Cell, Relationship, ValueType, World } from '../case.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'
import { withMembers } from './members.ts'
import { fillRows } from './rows.ts'

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

/** An entity whose columns are still being added to. */
export interface Draft {
  readonly name: string
  readonly keyType: 'integer' | 'string'
  /** `k` identifies a row, or `k` and `p` together; `none`: so it does, and nobody says so. */
  readonly keyKind: 'one' | 'two' | 'none'
  readonly size: number
  readonly hasTime: boolean
  readonly columns: Column[]
}

const optionalColumns = [
  ['n', 'integer'],
  ['m', 'decimal'],
  ['f', 'boolean'],
  ['d', 'date'],
] as const

function draftEntity(choices: Choices, name: string): Draft {
  const column = ([columnName, type]: readonly [string, ValueType]): Column => {
    const values: readonly Cell[] = choices.some(domains[type], choices.whole(2, 4))
    return { name: columnName, type, values: choices.chance(60) ? [...values, null] : values }
  }
  const columns = [column(['s', 'string']), ...optionalColumns.filter(() => choices.chance(50)).map(column)]
  const keyDice = choices.whole(1, 100)
  return {
    name,
    keyType: choices.chance(80) ? 'integer' : 'string',
    keyKind: keyDice <= 12 ? 'two' : keyDice <= 17 ? 'none' : 'one',
    size: choices.pick([0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8]),
    hasTime: columns.some((found) => found.name === 'd') && choices.chance(65),
    columns,
  }
}

/** The columns of `many` that point to the fields of `one`. */
export interface Link {
  readonly relationship: Relationship
  readonly many: Draft
  readonly columns: readonly string[]
  readonly one: Draft
  readonly fields: readonly string[]
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

const linkKinds = ['unverified 1:1', 'verified 1:1', 'to no key', 'verified to no key'] as const

function link(choices: Choices, { many, one, number }: { readonly many: Draft; readonly one: Draft; readonly number: number }): Link {
  const kind = choices.chance(58) ? 'plain' : choices.pick(linkKinds)
  const fields = kind.endsWith('to no key') ? ['alt'] : one.keyKind === 'two' && choices.chance(80) ? ['k', 'p'] : ['k']
  const isVerified = kind === 'verified to no key' || (kind === 'verified 1:1' && fields.length === (one.keyKind === 'two' ? 2 : 1))
  if (fields.includes('alt') && !one.columns.some(({ name }) => name === 'alt'))
    one.columns.push({ name: 'alt', type: 'integer', values: [] })
  const columns = fields.map((_, part) => `fk${number}${part === 0 ? '' : 'p'}`)
  for (const [part, name] of columns.entries())
    many.columns.push({ name, type: fields[part] === 'k' ? one.keyType : 'integer', values: [] })
  const [toOne, toMany] = [`${one.name}${number}`, `${many.name}s${number}`]
  const declaredAtOne = kind === 'plain' && choices.chance(20)
  const relationship: Relationship = declaredAtOne
    ? { type: '1:N', from: one.name, fields, to: many.name, targets: columns, name: toMany, inverse: toOne, verified: false }
    : {
        type: kind.endsWith('1:1') ? '1:1' : 'N:1',
        from: many.name,
        fields: columns,
        to: one.name,
        targets: fields,
        name: toOne,
        inverse: toMany,
        verified: isVerified,
      }
  return { relationship, many, columns, one, fields, isUnique: kind === 'verified 1:1' && isVerified }
}
