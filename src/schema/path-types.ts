/** Names of entities and relationships, and `paths`: SlicePath { from: ORDER, to: CUSTOMER, via: [BILLING_CUSTOMER] }. */
import { toEnumValue } from '../semantic/catalog/names.ts'
import type { NamedPath } from '../semantic/query/semantic-query.ts'
import { describeEntity } from './describe.ts'
import type { Parts } from './parts.ts'

export function createEntityName({ builder, vocabulary }: Parts) {
  return builder.enumType('EntityName', {
    description: 'An entity of the model.',
    values: Object.fromEntries(
      [...vocabulary.entities.values()].map(({ entity }) => [
        toEnumValue(entity.name),
        { value: entity.name, description: describeEntity(entity) },
      ]),
    ),
  })
}

/** Undefined for a model without relationships: GraphQL has no empty enums. */
export function createPathType({ builder, vocabulary }: Parts, entityName: ReturnType<typeof createEntityName>) {
  const shown = [...vocabulary.entities.values()].map(({ entity }) => entity)
  const hops = shown.flatMap((entity) => [...entity.hops.values()].filter(({ to }) => shown.some(({ name }) => name === to)))
  if (hops.length === 0) return undefined
  const relationship = builder.enumType('RelationshipName', {
    description: 'A relationship of the model, as an entity at one of its ends calls it.',
    values: Object.fromEntries(
      [...new Set(hops.map(({ name }) => name))].map((name) => {
        const ends = hops.filter((hop) => hop.name === name).map(({ from, to }) => `${from} to ${to}`)
        return [toEnumValue(name), { value: name, description: `From ${ends.join(', from ')}.` }]
      }),
    ),
  })
  return builder.inputRef<NamedPath>('SlicePath').implement({
    description: 'The way from an entity to another, relationship by relationship.',
    fields: (t) => ({
      from: t.field({ type: entityName, required: true, description: 'The entity of the measure.' }),
      to: t.field({ type: entityName, required: true, description: 'The entity of the dimension or the condition.' }),
      via: t.field({ type: [relationship], required: true, description: 'The relationships to take, one after the other.' }),
    }),
  })
}
