/** A question for the values of one dimension. */
import type { GrainMember, Test } from './semantic-query.ts'

export interface ValuesQuery {
  readonly dimension: Extract<GrainMember, { readonly kind: 'dimension' }>
  /** Text that the printed value has somewhere in it, ignoring case; absent or empty: all values, null too. */
  readonly search?: string
  readonly first: number
  readonly asOf: string
  readonly timeZone: string
}

export function searchTest({ search = '' }: ValuesQuery): readonly Test[] {
  return search === '' ? [] : [{ operator: 'contains', values: [search] }]
}
