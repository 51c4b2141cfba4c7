/**
 * Who may ask: the holder of one of the configured tokens (Bearer, or Basic with the token as password, for tools that know nothing else).
 * Without tokens only requests under a loopback name are served, so that a web page cannot reach the server through a name of its own
 * that it points to this machine (DNS rebinding).
 */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Access } from '../../resolvers/access.ts'
import { issueCodes } from '../../semantic/issues/codes.ts'
import { type AccessToken, sha256Of } from '../access-tokens.ts'
import { HttpRefusal } from './exchange.ts'
import { hostName, isLoopbackHost } from './loopback.ts'

/** Throws a refusal for whoever may not ask. */
export type Authenticate = (request: IncomingMessage) => Access

export interface AuthenticateOptions {
  /** Empty: whoever uses this machine may ask. */
  readonly tokens: readonly AccessToken[]
  readonly showSql: boolean
}

export function createAuthenticate({ tokens, showSql }: AuthenticateOptions): Authenticate {
  if (tokens.length === 0) {
    return (request) => {
      refuseOtherSites(request)
      refuseForeignNames(request)
      return { key: request.socket.remoteAddress ?? '', showSql }
    }
  }
  const holders = tokens.map(({ name, sha256 }) => ({ access: { name, key: name, showSql }, hash: Buffer.from(sha256, 'hex') }))
  return (request) => {
    refuseOtherSites(request)
    const token = presentedToken(request.headers.authorization)
    const found = token === undefined ? undefined : holderOf(token, holders)
    if (found === undefined) {
      throw new HttpRefusal(401, 'UNAUTHENTICATED', issueCodes.UNAUTHENTICATED.message({}), { 'www-authenticate': challenge(request) })
    }
    return found.access
  }
}

/**
 * A browser answers a Basic challenge with a dialog of its own; where a page's script asks, the page has its own form. Each challenge is a
 * line of its own: Chromium reads the first word of a line and would not find Basic behind Bearer.
 */
function challenge({ headers }: IncomingMessage): string[] {
  const bearer = 'Bearer realm="tessera"'
  const isScript = headers['sec-fetch-mode'] !== undefined && headers['sec-fetch-mode'] !== 'navigate'
  return isScript ? [bearer] : [bearer, 'Basic realm="tessera", charset="UTF-8"']
}

/**
 * A page of another site can make a browser ask, with the password that the browser keeps or, without tokens, with nothing. It may not read the answer,
 * but the database would work for it. A link that somebody follows is their own doing.
 */
function refuseOtherSites({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if ((site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate') {
    throw new HttpRefusal(403, 'CROSS_SITE', issueCodes.CROSS_SITE.message({}))
  }
}

function refuseForeignNames(request: IncomingMessage): void {
  const host = request.headers.host ?? ''
  const name = hostName(host)
  if (name === undefined || !isLoopbackHost(name)) {
    throw new HttpRefusal(403, 'FORBIDDEN_HOST', issueCodes.FORBIDDEN_HOST.message({ host: host.slice(0, 255) }))
  }
}

interface Holder {
  readonly access: Access
  readonly hash: Buffer
}

/**
 * Hashes are equally long and say nothing about the token, so comparing them takes the same time for every guess; all of them are compared,
 * also after a match.
 */
function holderOf(token: string, holders: readonly Holder[]): Holder | undefined {
  const presented = Buffer.from(sha256Of(token), 'hex')
  return holders.filter(({ hash }) => timingSafeEqual(presented, hash))[0]
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
