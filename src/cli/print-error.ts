/** A GraphQL error as a terminal shows it: where, which code, what. Here the reader is the operator, so nothing is masked. */
import { unwrapResolverError } from '@apollo/server/errors'
import type { GraphQLError } from 'graphql'

export function errorText(error: GraphQLError): string {
  const place = (error.path ?? []).join('.')
  const code = typeof error.extensions.code === 'string' ? error.extensions.code : 'INTERNAL_SERVER_ERROR'
  const lines = typeof error.extensions.code === 'string' ? error.message : wholeText(unwrapResolverError(error))
  return [place === '' ? code : `${place}  ${code}`, ...lines.split('\n').map((line) => `  ${line}`)].join('\n')
}

function wholeText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
