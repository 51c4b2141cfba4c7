/**
 * Conditions that every row meets, or none, taken out of what they stand in: they ask nothing of a row.
 *
 *   and(color = red, everything)     ->  color = red
 *   exists(products where nothing)   ->  nothing
 */
import type { RowPredicate } from './resolved-query.ts'

export function simplified(predicate: RowPredicate): RowPredicate {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return simplifiedList(predicate.kind, predicate.predicates.map(simplified))
    case 'exists': {
      const { where, ...reach } = predicate.rows
      const inner = where && simplified(where)
      if (inner?.kind !== 'constant') return { ...predicate, rows: { ...reach, ...(inner && { where: inner }) } }
      return inner.value ? { ...predicate, rows: reach } : { kind: 'constant', value: predicate.negated }
    }
    default:
      return predicate
  }
}

/** Every row passes. */
export function isEverything(predicate: RowPredicate): boolean {
  return predicate.kind === 'constant' && predicate.value
}

function simplifiedList(kind: 'and' | 'or', parts: readonly RowPredicate[]): RowPredicate {
  const decisive = kind === 'or'
  if (parts.some((part) => part.kind === 'constant' && part.value === decisive)) return { kind: 'constant', value: decisive }
  const open = parts.filter((part) => part.kind !== 'constant')
  const [only, ...others] = open
  if (only === undefined) return { kind: 'constant', value: !decisive }
  return others.length === 0 ? only : { kind, predicates: open }
}
