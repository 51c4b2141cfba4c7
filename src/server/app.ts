/**
 * What the server does with a request: names it, gives it to the surface of its path, answers what goes wrong, and writes one log line.
 * Knows nothing about sockets, models or databases, so that tests can put any schema behind it.
 */
import { setMaxListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import type { SavedQueries } from '../queries/saved-query.ts'
import type { Context } from '../resolvers/context.ts'
import { RowTexts } from '../resolvers/row-texts.ts'
import type { AccessToken } from './access-tokens.ts'
import { maskedMessage, type ToDatabaseIssue } from './errors.ts'
import { createGraphqlServer } from './graphql-server.ts'
import { type Authenticate, createAuthenticate } from './http/authenticate.ts'
import type { Trusted } from './http/document-of-request.ts'
import { type Exchange, HttpRefusal, type OpenExchange, type OpenSurface, redirect, type Surface, sendError } from './http/exchange.ts'
import { createGraphiqlSurface } from './http/graphiql.ts'
import { createGraphqlSurface, type OperationContext } from './http/graphql.ts'
import { createReadySurface, liveSurface, type Readiness } from './http/health.ts'
import { requestIdOf } from './http/request-id.ts'
import { createSavedQueryList, createSavedQuerySurface, savedQueryPrefix } from './http/saved-queries.ts'
import { createSchemaSurface } from './http/schema.ts'
import { securityHeaders } from './http/security-headers.ts'
import type { Logger } from './log.ts'

export interface AppOptions {
  readonly schema: GraphQLSchema
  /** The schema as /schema.graphql shows it, written when somebody asks for it. */
  readonly schemaText: () => string
  /** What resolvers are given, apart from what each request brings. */
  readonly context: Pick<Context, 'engine' | 'seal'>
  readonly showSql: boolean
  readonly modelName: string
  readonly savedQueries: SavedQueries
  /** Of a table that names no limit. */
  readonly mostTableRows: number
  readonly trusted: Trusted
  readonly now: () => Date
  readonly tokens: readonly AccessToken[]
  readonly readiness: () => Promise<Readiness>
  readonly toDatabaseIssue: ToDatabaseIssue
  /** The built page. */
  readonly webFolder: string
  readonly logger: Logger
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

/** Who may ask is asked before a path answers, unless its route says `open`: a new route cannot forget it. */
type Route = { readonly methods: readonly string[] } & (
  | { readonly open: true; readonly surface: OpenSurface }
  | { readonly open?: never; readonly surface: Surface }
)

export async function createApp(options: AppOptions): Promise<{ readonly handler: RequestHandler; close(): Promise<void> }> {
  const { logger } = options
  const server = await createGraphqlServer<OperationContext>(options)
  const routeOf = createRoutes(options, server)
  const authenticate = createAuthenticate(options)
  const handler: RequestHandler = (request, response) => {
    const exchange = openExchange(request, response)
    logWhenDone(exchange, logger)
    void answer(exchange, routeOf(exchange.path), { authenticate, logger })
  }
  return { handler, close: () => server.stop() }
}

const pageFolder = '/graphiql'

function createRoutes(
  options: AppOptions,
  server: Parameters<typeof createGraphqlSurface>[0]['server'],
): (path: string) => Route | undefined {
  const contextOf = ({ requestId, access, signal, log }: Exchange): OperationContext => ({
    ...options.context,
    now: options.now().toISOString(),
    requestId,
    access,
    signal,
    log,
    texts: new RowTexts(),
  })
  const read = ['GET', 'HEAD']
  const saved = { ...options, server, contextOf }
  const savedQueryList: Route = { methods: read, surface: createSavedQueryList(saved) }
  const answerSaved = createSavedQuerySurface(saved)
  const savedQuery: Route = { methods: read, surface: answerSaved }
  const savedQueryOfPage: Route = {
    methods: read,
    surface: (exchange) => answerSaved({ ...exchange, path: exchange.path.slice(pageFolder.length) }),
  }
  const graphql: Route = { methods: ['GET', 'POST'], surface: createGraphqlSurface({ ...options, server, contextOf }) }
  const page: Route = { methods: read, surface: createGraphiqlSurface(options.webFolder) }
  const routes = new Map<string, Route>([
    ['/', { methods: read, surface: (exchange) => redirect(exchange, '/graphiql/') }],
    ['/graphql', graphql],
    // For the page: a browser sends the password it was given for the page to what lies beside the page's own files, and not to /graphql.
    [`${pageFolder}/graphql`, graphql],
    [`${pageFolder}/q`, savedQueryList],
    ['/q', savedQueryList],
    [pageFolder, page],
    ['/schema.graphql', { methods: read, surface: createSchemaSurface(options.schemaText) }],
    ['/livez', { methods: read, open: true, surface: liveSurface }],
    ['/readyz', { methods: read, open: true, surface: createReadySurface(options.readiness) }],
  ])
  return (path) => {
    if (path.startsWith(savedQueryPrefix)) return savedQuery
    if (path.startsWith(`${pageFolder}${savedQueryPrefix}`)) return savedQueryOfPage
    return routes.get(path) ?? (path.startsWith(`${pageFolder}/`) ? page : undefined)
  }
}

function openExchange(request: IncomingMessage, response: ServerResponse): OpenExchange {
  const requestId = requestIdOf(request.headers['x-request-id'])
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  response.setHeader('x-request-id', requestId)
  const gone = new AbortController()
  // Every root field of an operation listens; Node would take more than ten for a leak.
  setMaxListeners(0, gone.signal)
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const [path = '', ...search] = (request.url ?? '').split('?')
  const searchText = search.length === 0 ? '' : `?${search.join('?')}`
  return { request, response, path, search: searchText, requestId, signal: gone.signal, log: {} }
}

interface Answering {
  readonly authenticate: Authenticate
  readonly logger: Logger
}

async function answer(exchange: OpenExchange, route: Route | undefined, { authenticate, logger }: Answering): Promise<void> {
  try {
    if (route?.open) {
      checkMethod(exchange, route)
      await route.surface(exchange)
      return
    }
    // Before anything else is said, also of what is not there.
    const access = authenticate(exchange.request)
    if (access.name !== undefined) exchange.log.caller = access.name
    if (route === undefined) throw new HttpRefusal(404, 'NOT_FOUND', 'There is nothing at this path.')
    checkMethod(exchange, route)
    await route.surface({ ...exchange, access })
  } catch (error) {
    answerError(exchange, error, logger)
  }
}

function checkMethod({ request }: OpenExchange, { methods }: Route): void {
  if (methods.includes(request.method ?? '')) return
  const allow = methods.join(', ')
  throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', `This path answers ${allow}.`, { allow })
}

function answerError(exchange: OpenExchange, error: unknown, logger: Logger): void {
  if (exchange.response.destroyed || exchange.response.headersSent) {
    if (!exchange.signal.aborted) logger.error({ requestId: exchange.requestId, err: error }, 'Unexpected error while answering')
    exchange.response.destroy()
  } else if (error instanceof HttpRefusal) {
    sendError(exchange, error.status, { code: error.code, message: error.message, headers: error.headers })
  } else {
    logger.error({ requestId: exchange.requestId, err: error }, 'Unexpected error')
    sendError(exchange, 500, { code: 'INTERNAL_SERVER_ERROR', message: maskedMessage(exchange.requestId) })
  }
}

/** One line per request; never variables, never SQL, and of the path only what is before the question mark. */
function logWhenDone(exchange: OpenExchange, logger: Logger): void {
  const start = performance.now()
  exchange.response.once('close', () => {
    const { request, response, log } = exchange
    logger.info(
      {
        requestId: exchange.requestId,
        method: request.method,
        path: exchange.path.slice(0, 200),
        status: response.statusCode,
        ms: Math.round(performance.now() - start),
        ...log,
        ...(response.writableFinished ? {} : { aborted: true }),
      },
      'Request',
    )
  })
}
