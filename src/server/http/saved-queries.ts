/**
 * `/q`: the saved queries of the model. `/q/<name>.<ending>`: one of them as a table, its variables from the URL; for tools that know URLs and nothing else.
 */
import { type GraphQLSchema, getVariableValues, print, valueFromASTUntyped } from 'graphql'
import type { SavedQueries, SavedQuery } from '../../queries/saved-query.ts'
import { documentHash } from '../../queries/trusted-documents.ts'
import { readUrlVariables } from '../../queries/url-variables.ts'
import { findTable, type Table } from '../../resolvers/table/find-table.ts'
import { fragmentsOf } from '../../resolvers/table/fragments.ts'
import { toGraphqlError } from '../../resolvers/to-graphql-error.ts'
import { issueCodes } from '../../semantic/issues/codes.ts'
import type { Issue, Result } from '../../semantic/issues/issue.ts'
import { issueMessage } from '../../semantic/issues/print.ts'
import { closest } from '../../semantic/issues/suggest.ts'
import type { TableFormat } from '../tables/formats/format.ts'
import { tableFormats } from '../tables/formats/index.ts'
import { type TableResponseOptions, tableHeaders } from '../tables/table-response.ts'
import { type Exchange, HttpRefusal, type Surface, sendJson } from './exchange.ts'
import { answerTable, type TableAnswering } from './table.ts'

export interface SavedQueriesOptions extends TableAnswering {
  readonly modelName: string
  readonly schema: GraphQLSchema
  readonly savedQueries: SavedQueries
}

export function createSavedQueryList({ modelName, savedQueries, schema }: SavedQueriesOptions): Surface {
  const queries = [...savedQueries.values()].map((query) => listed(query, schema))
  return (exchange) => sendJson(exchange, 200, { model: modelName, queries })
}

/** `/q/<name>.<ending>`. */
export const savedQueryPrefix = '/q/'

export function createSavedQuerySurface(options: SavedQueriesOptions): Surface {
  const { savedQueries, schema } = options
  return async (exchange) => {
    const { name, format } = readPath(exchange.path.slice(savedQueryPrefix.length))
    const query = savedQueries.get(name)
    if (query === undefined) {
      const nearest = closest(name, [...savedQueries.keys()])
      const message = issueCodes.UNKNOWN_QUERY.message({ name: name.slice(0, 100), ...(nearest !== undefined && { closest: nearest }) })
      throw new HttpRefusal(404, 'UNKNOWN_QUERY', message)
    }
    const variables = readUrlVariables(query, schema, new URLSearchParams(exchange.search))
    if (!variables.ok) {
      refuse(exchange, variables.issues)
      return
    }
    const form = { format, fileName: `${name}.${format.ending}` }
    if (exchange.request.method === 'HEAD') answerHead(exchange, tableOf(query, schema, variables.value), form)
    else await answerTable(exchange, { query: query.text, variables: variables.value }, form, options)
  }
}

function readPath(path: string): { readonly name: string; readonly format: TableFormat } {
  const [, name = path, ending = ''] = /^(.*)\.([^.]*)$/.exec(path) ?? []
  const format = tableFormats.find((each) => each.ending === ending)
  if (format === undefined) {
    const offered = tableFormats.map((each) => `/q/${name.slice(0, 100)}.${each.ending}`)
    throw new HttpRefusal(404, 'NOT_ACCEPTABLE', issueCodes.NOT_ACCEPTABLE.message({ offered }))
  }
  return { name, format }
}

/** Nothing is asked of the database for what nobody reads: there is no ETag. */
function answerHead(exchange: Exchange, table: Result<Table>, form: TableResponseOptions): void {
  if (table.ok) exchange.response.writeHead(200, tableHeaders(form)).end()
  else refuse(exchange, table.issues)
}

/** Without variables: as long as nobody has asked. */
function tableOf({ document, operation }: SavedQuery, schema: GraphQLSchema, variables?: Readonly<Record<string, unknown>>): Result<Table> {
  const coerced = variables && getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced
  return findTable({ schema, operation, fragments: fragmentsOf(document), ...(coerced && { variables: coerced }) })
}

function refuse(exchange: Exchange, issues: readonly Issue[]): void {
  const { message, extensions } = toGraphqlError(issues)
  exchange.log.errorCodes = [String(extensions.code)]
  sendJson(exchange, 400, { errors: [{ message, extensions }] })
}

function listed(query: SavedQuery, schema: GraphQLSchema) {
  const { name, description, text, operation } = query
  const table = tableOf(query, schema)
  return {
    name,
    description,
    text,
    documentId: `sha256:${documentHash(text)}`,
    variables: (operation.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => ({
      name: variable.name.value,
      type: print(type),
      required: type.kind === 'NonNullType' && defaultValue === undefined,
      default: defaultValue === undefined ? null : valueFromASTUntyped(defaultValue),
    })),
    table: table.ok,
    reason: table.ok ? null : table.issues.map(issueMessage).join(' '),
    columns: table.ok ? table.value.columns.map(({ path, type }) => ({ path, type })) : [],
    formats: table.ok ? tableFormats.map(({ ending }) => ending) : [],
  }
}
