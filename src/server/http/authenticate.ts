/**
 * Who may ask: the holder of one of the configured tokens (Bearer, or Basic with the token as password, for tools that know nothing else).
 * Without tokens only requests under a loopback name are served, so that a web page cannot reach the server through a name of its own
 * that it points to this machine (DNS rebinding).
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Access } from '../../resolvers/access.ts'
import { issueCodes } from '../../semantic/issues/codes.ts'
import { HttpRefusal } from './exchange.ts'
import { hostName, isLoopbackHost } from './loopback.ts'

/** Throws a refusal for whoever may not ask. */
export type Authenticate = (request: IncomingMessage) => Access

export interface AuthenticateOptions {
  /** Empty: whoever uses this machine may ask. */
  readonly tokens: readonly string[]
  readonly showSql: boolean
}

export function createAuthenticate({ tokens, showSql }: AuthenticateOptions): Authenticate {
  if (tokens.length === 0) {
    return (request) => {
      refuseForeignNames(request)
      return { key: request.socket.remoteAddress ?? '', showSql }
    }
  }
  const digests = tokens.map(digest)
  return (request) => {
    const token = presentedToken(request.headers.authorization)
    const found = token === undefined ? undefined : oneOf(digest(token), digests)
    if (found === undefined) {
      throw new HttpRefusal(401, 'UNAUTHENTICATED', issueCodes.UNAUTHENTICATED.message({}), { 'www-authenticate': challenge(request) })
    }
    return { key: found.toString('base64'), showSql }
  }
}

/** A browser answers a Basic challenge with a dialog of its own; where a page's script asks, the page has its own form. */
function challenge({ headers }: IncomingMessage): string {
  const isScript = headers['sec-fetch-mode'] !== undefined && headers['sec-fetch-mode'] !== 'navigate'
  return isScript ? 'Bearer realm="tessera"' : 'Bearer realm="tessera", Basic realm="tessera", charset="UTF-8"'
}

function refuseForeignNames(request: IncomingMessage): void {
  const host = request.headers.host ?? ''
  const name = hostName(host)
  if (name === undefined || !isLoopbackHost(name)) {
    throw new HttpRefusal(403, 'FORBIDDEN_HOST', issueCodes.FORBIDDEN_HOST.message({ host: host.slice(0, 255) }))
  }
}

/** Digests are equally long and say nothing about the token, so comparing them takes the same time for every guess. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

/** Compares with every token, also after a match. */
function oneOf(candidate: Buffer, digests: readonly Buffer[]): Buffer | undefined {
  return digests.filter((each) => timingSafeEqual(candidate, each))[0]
}

function presentedToken(authorization: string | undefined): string | undefined {
  const [, scheme, credentials] = /^(\S+) +(\S+)$/.exec(authorization ?? '') ?? []
  if (credentials === undefined) return undefined
  switch (scheme?.toLowerCase()) {
    case 'bearer':
      return credentials
    case 'basic':
      return /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString('utf8'))?.[1]
    default:
      return undefined
  }
}
