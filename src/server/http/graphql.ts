/**
 * `/graphql`: GraphQL over HTTP, POST for everything and GET for queries (which a plain link of another site cannot make); tables for those who accept
 * nothing else.
 */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ApolloServer, HeaderMap } from '@apollo/server'
import type { Context } from '../../resolvers/context.ts'
import type { OperationLog } from '../graphql-server.ts'
import { readJsonBody } from './body.ts'
import { resolveBody, resolveSearch, type Trusted } from './document-of-request.ts'
import { type Exchange, HttpRefusal, type Surface } from './exchange.ts'
import { answerTable, readTableRequest, readTableSearch, refuseForeignPages, wantedTable } from './table.ts'

export type OperationContext = Context & OperationLog

export interface GraphqlSurfaceOptions {
  readonly server: ApolloServer<OperationContext>
  readonly trusted: Trusted
  /** Called once per operation, so that all its parts see one instant. */
  readonly contextOf: (exchange: Exchange) => OperationContext
  /** Of a table that names no limit. */
  readonly mostTableRows: number
}

export function createGraphqlSurface({ trusted, ...answering }: GraphqlSurfaceOptions): Surface {
  const { server, contextOf } = answering
  return async (exchange) => {
    const method = exchange.request.method ?? ''
    const body = method === 'POST' ? await readJsonBody(exchange.request) : undefined
    if (Array.isArray(body)) throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is a list: operations are sent one by one.')
    const asked =
      method === 'POST' ? { search: '', body: resolveBody(body, trusted) } : { search: resolveSearch(exchange.search, trusted), body }
    const format = wantedTable(exchange)
    if (format !== undefined) {
      if (method !== 'POST') refuseForeignPages(exchange)
      const request = method === 'POST' ? readTableRequest(asked.body) : readTableSearch(asked.search)
      await answerTable(exchange, request, { format }, answering)
      return
    }
    const context = contextOf(exchange)
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers: headersOf(exchange), ...asked },
      context: async () => context,
    })
    if (exchange.response.destroyed) return
    for (const [name, value] of answer.headers) exchange.response.setHeader(name, value)
    const text = answer.body.kind === 'complete' ? answer.body.string : await joined(answer.body.asyncIterator)
    const parts = context.texts.fill(text)
    const length = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0)
    exchange.response.writeHead(answer.status ?? 200, { 'content-length': length })
    if (parts.every((part) => typeof part === 'string')) exchange.response.end(parts.join(''))
    else await pipeline(Readable.from(parts), exchange.response)
  }
}

function headersOf({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

async function joined(parts: AsyncIterable<string>): Promise<string> {
  const texts: string[] = []
  for await (const part of parts) texts.push(part)
  return texts.join('')
}
