/** Walks over an expression: what it reads, and the same expression over something else. */
import { InternalError } from '../issues/issue.ts'
import { type Aggregate, branch, type Expression } from './expression.ts'

/** Every reference in the order written; a member read twice stands twice. */
export function referencesOf<R>(expression: Expression<R>): readonly R[] {
  if (expression.kind === 'reference') return [expression.reference]
  return childrenOf(expression).flatMap((child) => referencesOf(child))
}

/** The aggregates in the order written. */
export function aggregatesOf<R>(expression: Expression<R>): readonly Aggregate<R>[] {
  if (expression.kind === 'aggregate') return [expression]
  return childrenOf(expression).flatMap((child) => aggregatesOf(child))
}

export function mapReferences<R, S>(expression: Expression<R>, map: (reference: R) => S): Expression<S> {
  return rebuild(expression, (node) => (node.kind === 'reference' ? { ...node, reference: map(node.reference) } : undefined))
}

/** The expression with each aggregate replaced; `index` is its place in `aggregatesOf`. */
export function replaceAggregates<R>(
  expression: Expression<R>,
  replace: (aggregate: Aggregate<R>, index: number) => Expression<R>,
): Expression<R> {
  let index = 0
  return rebuild(expression, (node) => {
    if (node.kind === 'aggregate') return replace(node, index++)
    return node.kind === 'reference' ? node : undefined
  })
}

export function childrenOf<R>(expression: Expression<R>): readonly Expression<R>[] {
  switch (expression.kind) {
    case 'call':
      return expression.arguments
    case 'case':
      return [...expression.branches.flatMap(({ when, then }) => [when, then]), ...optional(expression.otherwise)]
    case 'cast':
      return [expression.argument]
    case 'aggregate':
      return [...optional(expression.argument), ...optional(expression.filter)]
    default:
      return []
  }
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}

/** Copies the tree; where `replace` gives a node, that node stands instead of the branch. */
function rebuild<R, S>(expression: Expression<R>, replace: (node: Expression<R>) => Expression<S> | undefined): Expression<S> {
  const replaced = replace(expression)
  if (replaced !== undefined) return replaced
  const inner = (node: Expression<R>): Expression<S> => rebuild(node, replace)
  switch (expression.kind) {
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inner) }
    case 'case': {
      const { otherwise, branches, ...rest } = expression
      const rebuilt = branches.map(({ when, then }) => branch(inner(when), inner(then)))
      return { ...rest, branches: rebuilt, ...(otherwise !== undefined && { otherwise: inner(otherwise) }) }
    }
    case 'cast':
      return { ...expression, argument: inner(expression.argument) }
    case 'aggregate': {
      const { argument, filter, ...rest } = expression
      return {
        ...rest,
        ...(argument !== undefined && { argument: inner(argument) }),
        ...(filter !== undefined && { filter: inner(filter) }),
      }
    }
    case 'reference':
      throw new InternalError('A reference that was not replaced.')
    default:
      return expression
  }
}
