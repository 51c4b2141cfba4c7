/**
 * Apollo Server as this program uses it: no landing page, no batching, no persisted queries, nothing sent to anyone,
 * documents limited in size, errors masked.
 */
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLSchema } from 'graphql'
import { documentLimits, documentSizeRule } from '../queries/limits.ts'
import type { RowTexts } from '../resolvers/row-texts.ts'
import { createFormatError, type ErrorFormat } from './errors.ts'
import { executing } from './executor.ts'
import type { TableTarget } from './tables/run-table.ts'

export interface GraphqlServerOptions extends ErrorFormat {
  readonly schema: GraphQLSchema
}

/** What the context of every operation carries for this room; resolvers do not see it. */
export interface OperationLog extends BaseContext {
  readonly log: { operation?: string; errorCodes?: readonly string[] }
  /** Rows of the response, as text. */
  readonly texts: RowTexts
  /** Present where the answer is a table. */
  readonly table?: TableTarget
}

export async function createGraphqlServer<Context extends OperationLog>(options: GraphqlServerOptions): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    gateway: executing(options.schema),
    nodeEnv: 'production',
    introspection: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: options.logger,
    parseOptions: { maxTokens: documentLimits.tokens },
    validationRules: [documentSizeRule],
    formatError: createFormatError(options),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      operationLogPlugin(),
      unavailableStatusPlugin(),
    ],
  })
  await server.start()
  return server
}

function operationLogPlugin<Context extends OperationLog>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async willSendResponse({ operationName, response }) {
          if (typeof operationName === 'string') contextValue.log.operation = operationName
          const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
          if (errors.length > 0) contextValue.log.errorCodes = [...new Set(errors.map(({ extensions }) => String(extensions?.code)))]
        },
      }
    },
  }
}

/** Clients and proxies that look at the status alone must not take "nothing could be answered" for an answer. */
function unavailableStatusPlugin<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return
          const { data, errors = [] } = response.body.singleResult
          const nothingAnswered = Object.values(data ?? {}).every((field) => field === null)
          if (errors.length > 0 && nothingAnswered && errors.every(({ extensions }) => extensions?.code === 'UNAVAILABLE')) {
            response.http.status = 503
            response.http.headers.set('retry-after', '5')
          }
        },
      }
    },
  }
}
