/** Keys that may stand on everything: header, stream, entity, dimension, measure, relationship. */
import type { Fields, Key } from '../mapping.ts'
import type { Annotations } from '../model.ts'
import { list, plainText, trueOrFalse } from '../shape.ts'

const keys = {
  description: { name: 'description', shape: plainText(), description: 'What it is, for the people who read numbers.' },
  owner: { name: 'owner', shape: plainText(), description: 'Who answers questions about it.', example: 'sales-analytics' },
  tags: { name: 'tags', shape: list(plainText()), description: 'Words to find it by.', default: 'none', example: ['finance'] },
  deprecated: { name: 'deprecated', shape: plainText(), description: 'Why it should not be used any more, and what to use instead.' },
} satisfies Record<string, Key<unknown>>

export const verifiedKey: Key<boolean> = {
  name: 'verified',
  shape: trueOrFalse(),
  description: 'Someone has checked it.',
  default: 'false',
}

export const hiddenKey: Key<boolean> = {
  name: 'hidden',
  shape: trueOrFalse(),
  description: 'Not in the schema, and usable in expressions.',
  default: 'false',
}

export const annotationKeys: readonly Key<unknown>[] = Object.values(keys)

/** `verified` has its own meaning on a relationship, so each declaration names its key. */
export function readAnnotations(fields: Fields, verified: Key<boolean> = verifiedKey): Annotations {
  return {
    description: fields.read(keys.description),
    owner: fields.read(keys.owner),
    tags: fields.read(keys.tags) ?? [],
    verified: fields.read(verified) ?? false,
    deprecated: fields.read(keys.deprecated),
  }
}

/** What scores, segments and segmentations say of themselves as any dimension does; they hold no personal data. */
export function readShown(fields: Fields, title: Key<string>) {
  return {
    title: fields.read(title),
    hidden: fields.read(hiddenKey) ?? false,
    pii: false,
    trusted: false,
    span: fields.span,
    ...readAnnotations(fields),
  }
}
