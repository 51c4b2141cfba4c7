/** Measures by the names other members call them: `revenue` of the same entity, `order.revenue` of another. */
import { failure, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { MemberName } from './catalog.ts'
import { unknown } from './declare.ts'
import type { Place } from './expressions.ts'

/** `key` says where the name stands, for messages: "`of` of `order.share`". */
export function measureNamed(written: Spanned<string>, { entity, drafts, owner }: Place, key: string): Result<MemberName> {
  const { entityName, name } = splitName(written.value, entity.name)
  const target = drafts.get(entityName)
  if (target === undefined) return failure(unknown('entity', { value: entityName, span: written.span }, 'The model', drafts.keys()))
  if (target.measures.has(name)) return success({ entity: entityName, name })
  if (target.dimensions.has(name)) {
    const facts = { what: `\`${key}\` of \`${owner}\``, expected: 'a measure', actual: `the dimension \`${entityName}.${name}\`` }
    return failure(issue('TYPE_MISMATCH', facts, written.span))
  }
  const own = closest(name, target.measures.keys())
  if (own !== undefined || target !== entity)
    return failure(unknown('measure', { value: name, span: written.span }, `Entity \`${entityName}\``, target.measures.keys()))
  // Not of this entity: of another, by its full name.
  const others = [...drafts.values()].flatMap((draft) => [...draft.measures.keys()].map((measure) => ({ of: draft.name, measure })))
  const nearest = closest(
    name,
    others.map(({ measure }) => measure),
  )
  const other = others.find(({ measure }) => measure === nearest)
  const facts = { what: 'measure', name, of: `Entity \`${entityName}\``, ...(other && { closest: `${other.of}.${other.measure}` }) }
  return failure(issue('UNKNOWN_MEMBER', facts, written.span))
}

/** `customer.state` -> customer, state; `state` -> the entity where it stands. */
export function splitName(written: string, ownEntity: string): { readonly entityName: string; readonly name: string } {
  const dot = written.indexOf('.')
  return dot < 0 ? { entityName: ownEntity, name: written } : { entityName: written.slice(0, dot), name: written.slice(dot + 1) }
}
