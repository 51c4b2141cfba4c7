/**
 * Which rows of two entities belong together: those of the same row of a third entity that both point to, or of one of the two.
 *
 *   visit.customer_id -> customer <- order.customer_id     visits and orders of the same customer
 */
import { failure, type Issue, issue, type Result, type Span, type Spanned, success } from '../issues/issue.ts'
import type { Hop } from './catalog.ts'
import { type DraftEntity, unknown } from './declare.ts'
import type { Place } from './expressions.ts'

/** One way in which rows of both belong to rows of one entity. */
interface Shared {
  readonly entity: string
  readonly fromFields: readonly string[]
  readonly toFields: readonly string[]
  readonly path: string
  readonly preferred: boolean
}

type Fields = Pick<Shared, 'fromFields' | 'toFields'>

/** Where the two are named, and the entity that both belong to where it is. */
export interface Asked {
  readonly span: Span
  readonly by?: Spanned<string>
}

/** The fields of the place's entity and of `target` that are equal where their rows belong together. */
export function sharedFields(target: DraftEntity, { by, span }: Asked, place: Place): Result<Fields> {
  const { entity, drafts, owner } = place
  const all = sharedBy(entity, target)
  const names = [...new Set(all.map((shared) => shared.entity))]
  if (by !== undefined && !drafts.has(by.value)) return failure(unknown('entity', by, 'The model', drafts.keys()))
  if (all.length === 0) {
    return failure(
      issue(
        'NO_SHARED_ENTITY',
        { measure: owner, from: entity.name, to: target.name, ofFrom: toOneOf(entity), ofTo: toOneOf(target) },
        span,
      ),
    )
  }
  if (by !== undefined && !names.includes(by.value)) return failure(notShared(by, target, names, place))
  const meant = by === undefined ? meantOf(names, entity, target) : [by.value]
  if (meant.length > 1) {
    return failure(issue('SEVERAL_SHARED_ENTITIES', { measure: owner, from: entity.name, to: target.name, candidates: meant }, span))
  }
  const ways = all.filter((shared) => shared.entity === meant[0])
  const preferred = ways.filter((shared) => shared.preferred)
  const [only, ...others] = ways.length > 1 && preferred.length > 0 ? preferred : ways
  if (only === undefined || others.length > 0) {
    const candidates = ways.map((shared) => shared.path)
    return failure(issue('AMBIGUOUS_PATH', { from: entity.name, to: target.name, candidates }, by?.span ?? span))
  }
  return success({ fromFields: only.fromFields, toFields: only.toFields })
}

/** Both hang on a third one, or one of them is what the other belongs to: the first is meant. Of several that both hang on, whose activities they are. */
function meantOf(names: readonly string[], entity: DraftEntity, target: DraftEntity): readonly string[] {
  const third = names.filter((name) => name !== entity.name && name !== target.name)
  if (third.length === 0) return names
  const customer = entity.stream?.customer.value
  return customer !== undefined && customer === target.stream?.customer.value && third.includes(customer) ? [customer] : third
}

function notShared(by: Spanned<string>, target: DraftEntity, names: readonly string[], { entity, owner }: Place): Issue {
  const both = `rows of \`${entity.name}\` and \`${target.name}\``
  const problem = `and ${both} do not both belong to one of it; they do to ${names.map((name) => `\`${name}\``).join(', ')}`
  return issue('BAD_VALUE', { what: `\`by\` of \`${owner}\``, value: by.value, problem }, by.span)
}

/** Each pair of to-one hops to the same fields of one entity, of one entity's rows the same hop; a row belongs to itself too. */
function sharedBy(from: DraftEntity, to: DraftEntity): readonly Shared[] {
  return ends(from).flatMap((a) =>
    ends(to).flatMap((b): readonly Shared[] => {
      if (from === to && a.name !== b.name) return []
      if (a.to !== b.to || [...a.toFields].sort().join() !== [...b.toFields].sort().join()) return []
      const toFields = a.toFields.map((field) => b.fromFields[b.toFields.indexOf(field)] ?? field)
      return [{ entity: a.to, fromFields: a.fromFields, toFields, path: `${a.name} and ${b.name}`, preferred: a.preferred || b.preferred }]
    }),
  )
}

type End = Pick<Hop, 'name' | 'to' | 'fromFields' | 'toFields' | 'preferred'>

function ends({ name, key, hops }: DraftEntity): readonly End[] {
  const own: readonly End[] = key.length === 0 ? [] : [{ name, to: name, fromFields: key, toFields: key, preferred: false }]
  return [...own, ...[...hops.values()].filter(({ cardinality }) => cardinality === 'one')]
}

function toOneOf({ hops }: DraftEntity): readonly string[] {
  return [...new Set([...hops.values()].filter(({ cardinality }) => cardinality === 'one').map(({ to }) => to))]
}
