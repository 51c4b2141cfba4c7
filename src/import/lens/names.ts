/** Names of a Lens as names of a model: lower case with single underscores, none that is reserved, none twice for two. */
import { reservedMembers } from '../../semantic/catalog/rules/names.ts'
import { isLegalName, legalName } from '../../semantic/model/names.ts'
import type { Lens, LensEntity } from './lens.ts'

/** Words that every entity has for itself. */
const reserved: readonly string[] = reservedMembers

export interface Names {
  entity(name: string): string
  member(entity: string, name: string): string
}

export function namesOf(lens: Lens): Names {
  const entities = lens.entities.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const ofEntities = legalNames(
    entities.map(({ name }) => name.value),
    (name) => legal(name),
  )
  // Of two entities of one name the first is translated.
  const ofMembers = new Map(entities.toReversed().map((entity) => [entity.name.value, memberNames(entity)]))
  return {
    entity: (name) => ofEntities.get(name) ?? legal(name),
    member: (entity, name) => ofMembers.get(entity)?.get(name) ?? legal(name),
  }
}

function memberNames({ name: entity, fields, dimensions, measures }: LensEntity): ReadonlyMap<string, string> {
  const names = [...fields, ...dimensions, ...measures].flatMap(({ value }) => (value === undefined ? [] : [value.name.value]))
  return legalNames(names, (name) => {
    const found = legal(name)
    return reserved.includes(found) ? legal(`${entity.value}_${found}`) : found
  })
}

function legal(name: string): string {
  return isLegalName(name) ? name : legalName(name)
}

/** Two names that become one: the second gets a number. */
function legalNames(names: readonly string[], convert: (name: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  // Those that are legal as they are keep their names.
  for (const name of [...names].sort((a, b) => Number(convert(a) !== a) - Number(convert(b) !== b))) {
    if (found.has(name)) continue
    const taken = new Set(found.values())
    let candidate = convert(name)
    for (let number = 2; taken.has(candidate); number++) candidate = `${convert(name).slice(0, 46)}_${number}`
    found.set(name, candidate)
  }
  return found
}
