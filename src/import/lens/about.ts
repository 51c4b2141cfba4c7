/** What may stand on everything in a Lens: who it is from, what it says to people. `meta:` is an open mapping; what is known of it is lifted out. */
import { issue } from '../../semantic/issues/issue.ts'
import type { Fields, Key } from '../../semantic/model/mapping.ts'
import { oneOrMore, plainText, type Shape, trueOrFalse } from '../../semantic/model/shape.ts'
import type { Tree } from '../../semantic/model/tree.ts'
import type { About } from './lens.ts'
import { anything } from './shapes.ts'

function key<T>(name: string, shape: Shape<T>): Key<T> {
  return { name, shape, description: '' }
}

const keys = {
  title: key('title', plainText()),
  description: key('description', plainText()),
  owner: key('owner', plainText()),
  tags: key('tags', oneOrMore(plainText())),
  verified: key('verified', trueOrFalse()),
  meta: key('meta', anything()),
} satisfies Record<string, Key<unknown>>

export const aboutKeys: readonly Key<unknown>[] = Object.values(keys)

/** Keys that say something to people only: a member is whole without them. */
export const keysForPeople: readonly string[] = [
  ...aboutKeys.map(({ name }) => name),
  'format',
  'label',
  'alias',
  'display_name',
  'icon',
  'group',
]

export function readAbout(fields: Fields): About {
  const own = read((known) => fields.read(known))
  const meta = fields.read(keys.meta)
  if (meta === undefined) return complete(own)
  if (meta.kind !== 'mapping') {
    fields.report(issue('UNKNOWN_KEY', { key: 'meta', of: fields.of, allowed: [] }, fields.entry('meta')?.key.span))
    return complete(own)
  }
  const entries = new Map<string, Tree>(meta.entries.map((entry) => [entry.key.value, entry.value]))
  const lifted = read((known) => {
    const tree = entries.get(known.name)
    return tree && known.shape.decode(tree, `\`meta.${known.name}\` of ${fields.of}`, (found) => fields.report(found))
  })
  for (const { key: found } of meta.entries.filter(({ key: found }) => !Object.hasOwn(lifted, found.value)))
    fields.report(issue('UNKNOWN_KEY', { key: `meta.${found.value}`, of: fields.of, allowed: [] }, found.span))
  return complete({ ...lifted, ...own })
}

function read(value: <T>(known: Key<T>) => T | undefined): Partial<About> {
  const found = {
    title: value(keys.title),
    description: value(keys.description),
    owner: value(keys.owner),
    tags: value(keys.tags),
    verified: value(keys.verified),
  }
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined))
}

function complete(about: Partial<About>): About {
  return { tags: [], verified: false, ...about }
}
