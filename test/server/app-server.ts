/** Starts the app behind any schema on a free port, with its log lines kept: for tests of what HTTP does. */
import { GraphQLError, GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, printSchema } from 'graphql'
import type { Context } from '../../src/resolvers/context.ts'
import type { Engine } from '../../src/semantic/engine.ts'
import { failure, issue } from '../../src/semantic/issues/issue.ts'
import { readAccessTokens } from '../../src/server/access-tokens.ts'
import { type AppOptions, createApp } from '../../src/server/app.ts'
import { listen } from '../../src/server/listen.ts'
import { createLogger } from '../../src/server/log.ts'
import { testSeal } from '../support/test-seal.ts'

export interface TestServer {
  readonly url: string
  readonly logLines: () => readonly Record<string, unknown>[]
  close(graceMs?: number): Promise<boolean>
}

export const token = 'correct-horse-battery'
/** For a server that asks for it; it is called `token-1`. */
export const { tokens } = readAccessTokens(token)

export async function startApp(overrides: Partial<AppOptions> = {}): Promise<TestServer> {
  const lines: string[] = []
  const schema = overrides.schema ?? testSchema
  const app = await createApp({
    schema,
    schemaText: () => printSchema(schema),
    context: { engine: noEngine, seal: testSeal },
    showSql: true,
    modelName: 'test',
    mostTableRows: 1000,
    savedQueries: new Map(),
    trusted: { documents: new Map(), only: false },
    now: () => new Date('2026-05-04T10:00:00Z'),
    tokens: [],
    readiness: async () => ({ ready: true }),
    toDatabaseIssue: () => undefined,
    webFolder: '/nonexistent',
    logger: createLogger('info', { write: (line) => void lines.push(line) }),
    ...overrides,
  })
  const listening = await listen({ host: '127.0.0.1', port: 0 }, app.handler)
  if (!listening.ok) throw new Error('No free port')
  return {
    url: listening.value.url,
    logLines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    close: async (graceMs = 1000) => {
      const finished = await listening.value.close(graceMs)
      await app.close()
      return finished
    },
  }
}

export function post(server: TestServer, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** A schema without a database: what matters is how requests, answers and errors travel. */
const node: GraphQLObjectType = new GraphQLObjectType({
  name: 'Node',
  fields: () => ({ node: { type: node, resolve: () => ({}) }, name: { type: GraphQLString, resolve: () => 'leaf' } }),
})

export const testSchema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, Context>({
    name: 'Query',
    fields: {
      hello: { type: GraphQLString, resolve: () => 'world' },
      now: { type: GraphQLString, resolve: (_source, _args, context) => context.now },
      echo: { type: GraphQLInt, args: { n: { type: new GraphQLNonNull(GraphQLInt) } }, resolve: (_source, args) => args.n },
      node: { type: node, resolve: () => ({}) },
      broken: {
        type: GraphQLString,
        resolve: () => {
          throw new Error('select secret from customers at 10.0.0.7')
        },
      },
      refused: {
        type: GraphQLString,
        resolve: () => {
          throw new GraphQLError('`limit` is -1; it counts rows, 0 or more.', { extensions: { code: 'BAD_USER_INPUT' } })
        },
      },
      tooLarge: { type: GraphQLInt, resolve: () => 2 ** 40 },
    },
  }),
  mutation: new GraphQLObjectType({ name: 'Mutation', fields: { change: { type: GraphQLString, resolve: () => 'changed' } } }),
})

const noEngine: Engine = {
  get catalog(): never {
    throw new Error('There is no catalog behind this schema.')
  },
  run: async () => failure(issue('NOT_YET', { what: 'questions' })),
  explain: () => failure(issue('NOT_YET', { what: 'questions' })),
  prepare: () => failure(issue('NOT_YET', { what: 'questions' })),
  values: async () => failure(issue('NOT_YET', { what: 'questions' })),
  explainValues: () => failure(issue('NOT_YET', { what: 'questions' })),
  together: () => failure(issue('NOT_YET', { what: 'questions' })),
  moves: () => failure(issue('NOT_YET', { what: 'questions' })),
  cutPoints: () => failure(issue('NOT_YET', { what: 'questions' })),
  read: async () => failure(issue('NOT_YET', { what: 'questions' })),
  explainReading: () => ({ plan: '', sql: '', parameters: [] }),
}
