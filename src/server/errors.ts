/**
 * What a client may read of an error: mistakes and conditions with a code as they are, everything else as one sentence and the id
 * under which the log holds the whole of it.
 */
import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { documentLimits } from '../queries/limits.ts'
import { issueCodes } from '../semantic/issues/codes.ts'
import type { Issue } from '../semantic/issues/issue.ts'
import { issueMessage } from '../semantic/issues/print.ts'
import type { Logger } from './log.ts'

/** Conditions of the database that a client should be told apart (timeout, unavailable, number too large); undefined for the rest. */
export type ToDatabaseIssue = (error: unknown) => Issue | undefined

export interface ErrorFormat {
  readonly logger: Logger
  readonly toDatabaseIssue: ToDatabaseIssue
}

export function createFormatError({ logger, toDatabaseIssue }: ErrorFormat) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    if (isTokenLimit(formatted)) return tokenLimit()
    if (isOfSizeRule(error)) return { ...formatted, extensions: { ...formatted.extensions, code: 'QUERY_TOO_LARGE' } }
    const original = unwrapResolverError(error)
    const requestId = requestIdOf(error)
    if (original instanceof GraphQLError && formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return formatted
    const known = toDatabaseIssue(original)
    if (known !== undefined) {
      // Whoever goes away before the answer is no news.
      const level = known.code === 'CANCELLED' ? 'debug' : 'warn'
      logger[level]({ requestId, path: formatted.path, code: known.code, err: original }, 'Database condition')
      return { ...placeOf(formatted), message: issueMessage(known), extensions: { ...known.facts, code: known.code } }
    }
    logger.error({ requestId, path: formatted.path, err: original }, 'Unexpected error')
    return {
      ...placeOf(formatted),
      message: maskedMessage(requestId),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    }
  }
}

export function maskedMessage(id: string): string {
  return `Internal error. Request id: ${id}`
}

/** Apollo Server formats errors without saying of which request; what is not from executing an operation is no riddle either. */
const requestIds = new WeakMap<object, string>()

export function rememberRequest(errors: readonly GraphQLError[], requestId: string): void {
  for (const error of errors) requestIds.set(error, requestId)
}

function requestIdOf(error: unknown): string {
  return (error instanceof GraphQLError ? requestIds.get(error) : undefined) ?? 'none'
}

function placeOf({ locations, path }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) }
}

/** Apollo gives every error of a validation rule the same code. */
function isOfSizeRule(error: unknown): boolean {
  const original = error instanceof GraphQLError ? error.originalError : undefined
  return original instanceof GraphQLError && original.extensions.code === 'QUERY_TOO_LARGE'
}

/** The parser stops at the limit with a syntax error; the text is not wrong, only long. */
function isTokenLimit({ message, extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'GRAPHQL_PARSE_FAILED' && message.includes(`${documentLimits.tokens} tokens`)
}

function tokenLimit(): GraphQLFormattedError {
  const facts = { what: 'tokens', limit: documentLimits.tokens }
  return { message: issueCodes.QUERY_TOO_LARGE.message(facts), extensions: { code: 'QUERY_TOO_LARGE', limit: facts.limit } }
}
