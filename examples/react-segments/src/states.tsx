/** What stands in place of an answer: it is on its way, it failed, or there is nothing. */
import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client'
import type { ReactNode } from 'react'

export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="state" role="status">
      Loading {what} …
    </p>
  )
}

interface ProblemProps {
  readonly error: ErrorLike
  readonly onRetry: () => Promise<unknown>
  readonly children?: ReactNode
}

export function Problem({ error, onRetry, children }: ProblemProps) {
  // What fails again is shown again: by the query that failed, and not by this promise.
  const retry = () => void onRetry().catch(() => undefined)
  return (
    <div className="state problem" role="alert">
      <p>{explain(error)}</p>
      <p className="actions">
        <button type="button" onClick={retry}>
          Try again
        </button>
        {children}
      </p>
    </div>
  )
}

export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="state">{children}</p>
}

/** What the server says is about the question. Codes stay as they are, so that a page can say in its own words what its readers may meet. */
function explain(error: ErrorLike): string {
  if (!CombinedGraphQLErrors.is(error)) return 'No answer came from the server. It may not be running, or want a token.'
  const isStale = error.errors.some(({ extensions }) => extensions?.code === 'STALE_CURSOR')
  return isStale ? 'This page of the list is no longer there.' : error.message
}
