/** A query answered as a table, on whatever path it was asked: rows in the form that is wanted, or errors with a status. */
import type { ApolloServer } from '@apollo/server'
import Negotiator from 'negotiator'
import { z } from 'zod'
import { issueCodes } from '../../semantic/issues/codes.ts'
import { arrow } from '../tables/formats/arrow.ts'
import { csv } from '../tables/formats/csv.ts'
import type { TableFormat } from '../tables/formats/format.ts'
import { ndjson } from '../tables/formats/json.ts'
import { TableResponse } from '../tables/table-response.ts'
import { type Exchange, HttpRefusal, sendJson } from './exchange.ts'
import type { OperationContext } from './graphql.ts'
import { statusOf } from './status.ts'

export interface TableAnswering {
  readonly server: ApolloServer<OperationContext>
  readonly contextOf: (exchange: Exchange) => OperationContext
  /** Of a table that names no limit. */
  readonly mostTableRows: number
}

export interface TableRequest {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
}

/** What GraphQL over HTTP says of a body, for those parts that a table needs. */
export function readTableRequest(body: unknown): TableRequest {
  const request = tableRequest.safeParse(body)
  if (request.success)
    return { ...request.data, variables: request.data.variables ?? {}, operationName: request.data.operationName ?? undefined }
  const problem =
    'A table is asked for with `query`, a text, `variables`, an object, and `operationName`, a text; the last two may be absent.'
  throw new HttpRefusal(400, 'BAD_REQUEST', problem)
}

/** The same of the parameters of a GET. */
export function readTableSearch(search: string): TableRequest {
  const { variables, ...others } = Object.fromEntries(new URLSearchParams(search))
  return readTableRequest({ ...others, ...(variables !== undefined && { variables: parsed(variables) }) })
}

/** What is no JSON is refused with what else is no object. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A page of another site can make a browser send a GET, but none with a header that nobody sends by chance. */
export function refuseForeignPages({ request: { headers } }: Exchange): void {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return
  throw new HttpRefusal(400, 'BAD_REQUEST', 'A GET for a table has the header `apollo-require-preflight: true`.')
}

const tableRequest = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

interface TableForm {
  readonly format: TableFormat
  readonly fileName?: string
}

export async function answerTable(
  exchange: Exchange,
  { query, variables = {}, operationName }: TableRequest,
  form: TableForm,
  { server, contextOf, mostTableRows }: TableAnswering,
): Promise<void> {
  const table = new TableResponse(exchange, form)
  try {
    const contextValue: OperationContext = { ...contextOf(exchange), table: { sink: table, mostRows: mostTableRows } }
    const request = { query, variables, ...(operationName !== undefined && { operationName }) }
    const { body } = await server.executeOperation(request, { contextValue })
    const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : []
    const [first] = errors
    if (exchange.response.destroyed) return
    if (first === undefined) await table.complete()
    else if (!table.isUnderWay) {
      const status = statusOf(first.extensions?.code)
      sendJson(exchange, status, { errors }, status === 503 ? { 'retry-after': '5' } : {})
    } else await table.abandon()
  } finally {
    await table.close()
  }
}

/** Tables that `/graphql` answers by `Accept`; of records as one JSON list there is no media type but that of GraphQL itself. */
const formats: readonly TableFormat[] = [csv, ndjson, arrow]
const graphqlTypes = ['application/json', 'application/graphql-response+json']

/** What the client wants most: a table, or undefined for GraphQL's own answer. Throws the refusal where nothing is acceptable. */
export function wantedTable({ request }: Exchange): TableFormat | undefined {
  const offered = [...graphqlTypes, ...formats.map(({ mediaType }) => mediaType)]
  // A parameter such as the charset makes no other type of it.
  const accept = request.headers.accept?.replace(/;(?!\s*q\s*=)[^;,]+/gi, '')
  const wanted = new Negotiator({ headers: { ...(accept && { accept }) } }).mediaType(offered)
  if (wanted === undefined) throw new HttpRefusal(406, 'NOT_ACCEPTABLE', issueCodes.NOT_ACCEPTABLE.message({ offered }))
  return formats.find(({ mediaType }) => mediaType === wanted)
}
