/** `relationships[]` of an entity: how its rows belong to those of another. */
import { issue } from '../../issues/issue.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { RelationshipDeclaration } from '../model.ts'
import { name, oneOfWords, oneOrMore, text, trueOrFalse } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'

const targetKeys = {
  entity: { name: 'entity', shape: text(), description: 'The other entity.', isRequired: true, example: 'customer' },
  field: {
    name: 'field',
    shape: oneOrMore(text()),
    description: 'Its dimension, or dimensions in the order of `field`.',
    isRequired: true,
    example: 'customer_id',
  },
} satisfies Record<string, Key<unknown>>

const target = mapping(
  {
    noun: '`target` of a relationship',
    description: 'The far end.',
    example: 'target: { entity: customer, field: customer_id }',
    keys: Object.values(targetKeys),
    rules: [],
  },
  (fields): RelationshipDeclaration['target'] | undefined => {
    const entity = fields.read(targetKeys.entity)
    const field = fields.read(targetKeys.field)
    return entity === undefined || field === undefined ? undefined : { entity, field }
  },
)

const verified: Key<boolean> = {
  ...verifiedKey,
  description:
    'At most one row is reached even though the target field is not its primary key; without it such a path is planned as to-many.',
}

const keys = {
  type: {
    name: 'type',
    shape: oneOfWords(['1:1', '1:N', 'N:1']),
    description: 'Rows here to rows there.',
    isRequired: true,
    example: 'N:1',
  },
  field: {
    name: 'field',
    shape: oneOrMore(text()),
    description: 'A dimension here, or a list for a composite key.',
    isRequired: true,
    example: 'customer_id',
  },
  target: { name: 'target', shape: target, description: 'The other entity and its field.', isRequired: true },
  name: {
    name: 'name',
    shape: name(),
    description: 'The field of this entity in GraphQL.',
    default: 'the name of the target, or its plural when many rows are reached',
    example: 'buyer',
  },
  inverse: {
    name: 'inverse',
    shape: name(),
    description: 'The field of the target in GraphQL; needed where two relationships join the same entities.',
    example: 'purchases',
  },
  preferred: {
    name: 'preferred',
    shape: trueOrFalse(),
    description: 'Of several ways to the same entity that are as short, the one over this relationship is taken.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

export const relationship = mapping(
  {
    noun: 'relationship',
    plural: 'relationships',
    description: 'Declarations over the same two fields, from either end, are one relationship.',
    example: `relationships:
  - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }`,
    keys: [...Object.values(keys), ...annotationKeys, verified],
    rules: [],
  },
  build,
)

function build(fields: Fields): RelationshipDeclaration | undefined {
  const type = fields.read(keys.type)
  const field = fields.read(keys.field)
  const far = fields.read(keys.target)
  const declaration = {
    name: fields.read(keys.name),
    inverse: fields.read(keys.inverse),
    preferred: fields.read(keys.preferred) ?? false,
    span: fields.span,
    ...readAnnotations(fields, verified),
  }
  if (type === undefined || field === undefined || far === undefined) return undefined
  if (field.length !== far.field.length) {
    const value = field.map((part) => part.value).join(', ')
    const problem = `${count(field.length)}, and its target has ${count(far.field.length)}; they are matched in pairs`
    fields.report(issue('BAD_VALUE', { what: `\`field\` of ${fields.of}`, value, problem }, field[0]?.span ?? fields.span))
  }
  return { type, field, target: far, ...declaration }
}

function count(parts: number): string {
  return parts === 1 ? 'one name' : `${parts} names`
}
