/** Values of a row in a token: refused where they are longer than a token may be, with the one that makes them so. */
import { issue } from '../../semantic/issues/issue.ts'
import type { Context } from '../context.ts'
import { type Json, mostSealedBytes, type SealPurpose } from '../seal.ts'
import { toGraphqlError } from '../to-graphql-error.ts'

/** `parts`: what is sealed. `values`: those of them that are a row's, by the names of their dimensions. */
export interface Sealed {
  readonly parts: readonly Json[]
  readonly values: readonly (readonly [dimension: string, value: Json])[]
}

const cures = {
  id: 'The row is read without its `id`.',
  cursor: 'Another `orderBy` makes shorter cursors; `nodes` can be read without any.',
} as const satisfies Record<SealPurpose, string>

export function sealed(purpose: SealPurpose, { parts, values }: Sealed, { seal }: Pick<Context, 'seal'>): string {
  if (bytesOf(parts) <= mostSealedBytes) return seal.seal(purpose, parts)
  const [longest] = values.toSorted(([, a], [, b]) => bytesOf(b) - bytesOf(a))
  const [dimension, value] = longest ?? ['', null]
  const problem = `The ${purpose} of this row would hold \`${dimension}\`, whose value has ${bytesOf(value)} bytes; all of one have ${mostSealedBytes} at most. ${cures[purpose]}`
  throw toGraphqlError([issue('BAD_USER_INPUT', { problem })])
}

function bytesOf(value: Json | readonly Json[]): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8')
}
