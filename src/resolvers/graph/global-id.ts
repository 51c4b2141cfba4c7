/**
 * Global ids: which row, and as of when where the client named a date. Sealed, because a key may be an e-mail address.
 *
 *   [customer, ["42"], "2024-06-30"]  ->  one opaque text, always the same
 */
import { InternalError, issue } from '../../semantic/issues/issue.ts'
import type { Context } from '../context.ts'
import type { NamedScope } from '../named-scope.ts'
import { toGraphqlError } from '../to-graphql-error.ts'
import { type EntityRow, keyNames, keyOf, type RowKey } from './entity-row.ts'
import { sealed } from './sealed.ts'

export interface RowId {
  /** As in the model. */
  readonly entity: string
  readonly key: RowKey
  readonly named: NamedScope
}

/** Throws where the key is too long. */
export function idOf(row: EntityRow, context: Pick<Context, 'seal'>): string {
  const { asOf = null, timeZone = null } = row.scope.named
  const key = keyOf(row)
  const parts = [row.words.entity.name, key, asOf, timeZone]
  while (parts.at(-1) === null) parts.pop()
  return sealed('id', { parts, values: keyNames(row.words).map((name, index) => [name, key[index] ?? null] as const) }, context)
}

/** Throws for a text that is none of our ids. */
export function readId(id: string, { seal }: Pick<Context, 'seal'>): RowId {
  const parts = seal.open('id', id)
  if (parts === undefined) {
    const problem = '`id` is not an id of this server. Ids are taken from the field `id` of a row as they are.'
    throw toGraphqlError([issue('BAD_USER_INPUT', { problem })])
  }
  if (!Array.isArray(parts)) throw new InternalError('A sealed id is no list.')
  const [entity, key, asOf, timeZone] = parts as [string, RowKey, (string | null)?, (string | null)?]
  return { entity, key, named: { ...(asOf != null && { asOf }), ...(timeZone != null && { timeZone }) } }
}
