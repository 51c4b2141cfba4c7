/** `first`, `last`, `after`, `before` of a connection, checked: which way it is read and how far. */
import { type Issue, issue } from '../../semantic/issues/issue.ts'
import { toGraphqlError } from '../to-graphql-error.ts'

export interface PageArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/** The most rows of one page, and of all pages of a field together where it stands below others. */
export interface PageLimits {
  readonly maxPage: number
  readonly maxRows: number
}

export interface Page {
  readonly size: number
  /** The last rows are asked for, not the first. */
  readonly isBackwards: boolean
  readonly after?: string
  readonly before?: string
}

export const defaultPage = 20

/** `above`: how many rows may have this connection. */
export function readPage({ first, last, after, before }: PageArguments, above: number, { maxPage, maxRows }: PageLimits): Page {
  const issues: Issue[] = []
  if (first != null && last != null) {
    issues.push(issue('BAD_USER_INPUT', { problem: '`first` and `last` cannot be given together: a page has one end it begins at.' }))
  }
  for (const [name, size] of Object.entries({ first, last })) {
    if (size == null) continue
    if (size < 0) issues.push(issue('BAD_USER_INPUT', { problem: `\`${name}\` is ${size}; it counts rows, 0 or more.` }))
    if (size > maxPage) issues.push(issue('LIMIT_EXCEEDED', { limit: size, maximum: maxPage, of: name === 'first' ? 'first' : 'last' }))
  }
  const size = first ?? last ?? Math.min(defaultPage, maxPage)
  if (issues.length === 0 && above * Math.max(size, 1) > maxRows) {
    issues.push(issue('LIMIT_EXCEEDED', { limit: above * size, maximum: maxRows, of: 'pages' }))
  }
  if (issues.length > 0) throw toGraphqlError(issues)
  return { size, isBackwards: last != null, ...(after != null && { after }), ...(before != null && { before }) }
}
