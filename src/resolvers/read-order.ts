/**
 * `orderBy` by names of the model; what the rows are not grouped by has no order among them.
 */
import { InternalError, type Issue, issue } from '../semantic/issues/issue.ts'
import type { SliceOrder } from '../semantic/query/semantic-query.ts'
import { byArgument } from './grain.ts'
import { asObject, type InputObject } from './read-logic.ts'
import { findWord, type GrainWord, measureName, type Vocabulary } from './vocabulary.ts'

export interface OrderContext {
  readonly kind: 'slice' | 'explore'
  readonly grain: readonly GrainWord[]
  readonly vocabulary: Vocabulary
  readonly issues: Issue[]
}

/** `{ customer: { state: 'asc' } }`: one field on each level, made sure of by @oneOf. */
export function readOrder(entry: InputObject, { kind, grain, vocabulary, issues }: OrderContext): readonly SliceOrder[] {
  return Object.entries(entry).flatMap(([group, members]) =>
    Object.entries(asObject(members)).flatMap(([field, value]): readonly SliceOrder[] => {
      const direction = value === 'desc' ? 'desc' : 'asc'
      const word = findWord(vocabulary, group, field)
      if (word === undefined) throw new InternalError(`The schema orders by ${group}.${field}, the vocabulary does not.`)
      if (word.kind === 'measure') return [{ kind: 'measure', measure: measureName(word), direction }]
      if (grain.includes(word)) return [{ kind: 'grain', member: word.member, direction }]
      const add = kind === 'slice' ? `Add it with \`${byArgument([...grain, word])}\`` : 'Select it under `rows`'
      const fix = `${add}, or order by something else.`
      issues.push(issue('NOT_IN_GRAIN', { dimension: word.path, grain: grain.map(({ path }) => path), usedIn: 'orderBy', fix }))
      return []
    }),
  )
}
