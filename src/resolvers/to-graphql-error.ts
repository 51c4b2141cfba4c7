/**
 * Mistakes as GraphQL reports them: the statement as message, code and facts in `extensions`.
 *
 * A field can fail with one error only. Several mistakes are one error whose message has a line for each, with the code and facts
 * of the first in `extensions` and all of them in `extensions.issues`. A mistake that several entities meet is said once.
 */
import { GraphQLError } from 'graphql'
import { InternalError, type Issue } from '../semantic/issues/issue.ts'
import { issueMessage } from '../semantic/issues/print.ts'

export function toGraphqlError(issues: readonly Issue[]): GraphQLError {
  const distinct = [...new Map(issues.map((each) => [issueMessage(each), each])).values()]
  const [first, ...rest] = distinct
  if (first === undefined) throw new InternalError('A failure without an issue.')
  if (rest.length === 0) return new GraphQLError(issueMessage(first), { extensions: extensionsOf(first) })
  return new GraphQLError(distinct.map(issueMessage).join('\n'), {
    extensions: { ...extensionsOf(first), issues: distinct.map((each) => ({ message: issueMessage(each), ...extensionsOf(each) })) },
  })
}

function extensionsOf({ code, facts }: Issue): Readonly<Record<string, unknown>> {
  return { ...facts, code }
}
