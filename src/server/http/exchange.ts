/**
 * One request and its response, as every surface sees them, and the few ways to answer.
 * What a surface learns for the log (operation name, error codes) it leaves in `log`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../../resolvers/access.ts'

/** What is known before anybody has shown who they are: all that a path open to everyone gets. */
export interface OpenExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  readonly requestId: string
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal
  readonly log: RequestLog
}

export interface Exchange extends OpenExchange {
  readonly access: Access
}

export interface RequestLog {
  /** The name of their access token. */
  caller?: string
  operation?: string
  errorCodes?: readonly string[]
}

/** A header with several values is that many lines. */
type Headers = Readonly<Record<string, string | string[]>>

/** Answers one path, for whoever may ask. */
export type Surface = (exchange: Exchange) => void | Promise<void>
/** Answers one path, for everyone. */
export type OpenSurface = (exchange: OpenExchange) => void | Promise<void>

/** The refusal of a request, thrown on the way to an answer and written by the app. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal'
  readonly status: number
  readonly code: string
  readonly headers: Headers

  constructor(status: number, code: string, message: string, headers: Headers = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

interface Answer {
  readonly type: string
  readonly body: string | Buffer
  readonly headers?: Headers
}

export function send({ request, response }: OpenExchange, status: number, { type, body, headers = {} }: Answer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

export function sendJson(exchange: OpenExchange, status: number, value: unknown, headers: Headers = {}): void {
  send(exchange, status, { type: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n`, headers })
}

/** Errors have one form on every path: that of GraphQL. */
export function sendError(exchange: OpenExchange, status: number, error: { code: string; message: string; headers?: Headers }): void {
  exchange.log.errorCodes = [error.code]
  sendJson(exchange, status, { errors: [{ message: error.message, extensions: { code: error.code } }] }, error.headers)
}

export function redirect(exchange: OpenExchange, location: string): void {
  send(exchange, 308, { type: 'text/plain; charset=utf-8', body: `${location}\n`, headers: { location } })
}
