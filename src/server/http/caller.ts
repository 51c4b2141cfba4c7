/** Whose request it is, as far as sharing the database fairly goes: a token where tokens are asked for, otherwise an address. */
import type { IncomingMessage } from 'node:http'
import { digest, presentedToken } from './authenticate.ts'

export type CallerOf = (request: IncomingMessage) => string

/** What is not a valid token never gets as far as asking, so nobody wins turns by making tokens up. */
export function createCallerOf(tokens: readonly string[]): CallerOf {
  if (tokens.length === 0) return (request) => request.socket.remoteAddress ?? ''
  return (request) => digest(presentedToken(request.headers.authorization) ?? '').toString('base64')
}
