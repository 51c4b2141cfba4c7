/** Names of a model, given one after the other: each is legal, none is reserved, and no two become one in GraphQL. */
import {
  entityTypeNames,
  fixedTypeNames,
  granularitiesOf,
  granularityName,
  occurredAt,
  reservedEntityFields,
  rootFields,
  toFieldName,
} from '../semantic/catalog/names.ts'
import { reservedMembers } from '../semantic/catalog/rules/names.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import { isLegalName, legalName } from '../semantic/model/names.ts'
import { plural, singular } from './words.ts'

const longest = 50

/** The first that is free; with a number where none is. */
function firstFree(candidates: readonly string[], isFree: (name: string) => boolean): string {
  const legal = candidates.map((name) => (isLegalName(name) ? name : legalName(name)))
  const found = legal.find(isFree)
  if (found !== undefined) return found
  const [base = 'n'] = legal
  for (let number = 2; ; number++) {
    const name = `${base.slice(0, longest - 5).replace(/_$/, '')}_${number}`
    if (isFree(name)) return name
  }
}

export interface EntityName {
  readonly name: string
  readonly plural: string
}

export class EntityNames {
  readonly #fields = new Set<string>(reservedEntityFields.map(toFieldName))
  readonly #roots = new Set<string>(rootFields.map(toFieldName))
  readonly #types = new Set<string>(fixedTypeNames)

  /** `customers` is the table of a `customer`. */
  take(table: string): EntityName {
    const written = hasLetters(table) ? legalName(table) : 'table'
    const name = firstFree([singular(written), written, `${singular(written).slice(0, 44)}_row`], (candidate) => this.#isFree(candidate))
    const { field, manyField, types } = claimsOf(name)
    this.#fields.add(field)
    for (const root of [field, manyField]) this.#roots.add(root)
    for (const type of types) this.#types.add(type)
    return { name, plural: pluralOf(name) }
  }

  #isFree(name: string): boolean {
    const { field, manyField, types } = claimsOf(name)
    return (
      !this.#fields.has(field) && ![field, manyField].some((root) => this.#roots.has(root)) && !types.some((type) => this.#types.has(type))
    )
  }
}

function claimsOf(name: string) {
  return { field: toFieldName(name), manyField: toFieldName(pluralOf(name)), types: Object.values(entityTypeNames(name)) }
}

function pluralOf(name: string): string {
  const many = plural(name)
  return isLegalName(many) ? many : `${name.slice(0, longest - 4).replace(/_$/, '')}_all`
}

function hasLetters(text: string): boolean {
  return legalName(text) !== 'n'
}

/** The members of one entity. */
export class MemberNames {
  readonly #entity: string
  readonly #taken = new Set<string>([...reservedMembers, occurredAt].map(toFieldName))

  constructor(entity: string) {
    this.#entity = entity
  }

  /** Of all columns: those that are names as they are keep them. `position` names what has no letters of ours. */
  dimensions(columns: readonly { readonly name: string; readonly type: ValueType }[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const { name, type } of [...columns].sort((a, b) => Number(!isLegalName(a.name)) - Number(!isLegalName(b.name)))) {
      const position = columns.findIndex((column) => column.name === name) + 1
      const written = hasLetters(name) || name === 'n' ? legalName(name) : `column_${position}`
      found.set(name, this.#take([written, `${this.#entity}_${written}`], type))
    }
    return found
  }

  member(...candidates: readonly string[]): string {
    return this.#take(candidates, 'string')
  }

  #take(candidates: readonly string[], type: ValueType): string {
    const fieldsOf = (name: string) =>
      [name, ...granularitiesOf(type, { weekStart: 'monday' }).map((granularity) => granularityName(name, granularity))].map(toFieldName)
    const name = firstFree(candidates, (candidate) => fieldsOf(candidate).every((field) => !this.#taken.has(field)))
    for (const field of fieldsOf(name)) this.#taken.add(field)
    return name
  }
}
