/**
 * The server from configuration to a closed door: model, schema, database, HTTP. Whatever keeps it from starting is a list of issues,
 * and nothing is left open then.
 */
import { join } from 'node:path'
import type { GraphQLSchema } from 'graphql'
import { toDatabaseIssue } from '../database/to-database-issue.ts'
import { type KnownDocuments, readKnownDocuments } from '../queries/known-documents.ts'
import { createSeal } from '../resolvers/seal.ts'
import { buildSchema } from '../schema/build-schema.ts'
import { printBuiltSchema } from '../schema/print-schema.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { failure, type Result, success } from '../semantic/issues/issue.ts'
import { type AppOptions, createApp } from './app.ts'
import { type Config, checkExposure } from './config.ts'
import { type DataSource, serveDataSource } from './data-source.ts'
import { listen } from './listen.ts'
import type { Logger } from './log.ts'
import type { OnPreparing } from './open-database.ts'
import { packageRoot } from './package-root.ts'

export interface RunningServer {
  readonly url: string
  /** Nothing new is taken, running requests finish within the configured grace, then the database is closed. */
  close(): Promise<void>
}

export interface ServerOptions {
  readonly logger: Logger
  readonly onPreparing?: OnPreparing
}

export async function startServer(config: Config, catalog: Catalog, options: ServerOptions): Promise<Result<RunningServer>> {
  const exposure = checkExposure(config)
  if (exposure.length > 0) return failure(...exposure)
  const schema = buildSchema(catalog, { maxLimit: config.maxLimit, explore: config.explore })
  const known = await readKnownDocuments(config, schema)
  if (!known.ok) return known
  const source = await serveDataSource(config, catalog, options)
  if (!source.ok) return source
  const app = await createApp(appOptions(config, catalog, { schema, known: known.value, source: source.value, logger: options.logger }))
  const close = async (): Promise<void> => {
    await app.close()
    await source.value.close()
  }
  const listening = await listen(config, app.handler)
  if (!listening.ok) {
    await close()
    return listening
  }
  const { url, close: stopListening } = listening.value
  options.logger.info({ url, model: catalog.name }, 'Listening')
  return success({
    url,
    close: async () => {
      const finished = await stopListening(config.shutdownGraceMs)
      if (!finished) options.logger.warn('Requests were cut: the grace of TESSERA_SHUTDOWN_GRACE is over')
      await close()
      options.logger.info('Stopped')
    },
  })
}

interface Served {
  readonly schema: GraphQLSchema
  readonly known: KnownDocuments
  readonly source: DataSource
  readonly logger: Logger
}

function appOptions(config: Config, catalog: Catalog, { schema, known, source, logger }: Served): AppOptions {
  const { showSql, tokens, secret, trustedOnly, maxTableRows } = config
  return {
    schema,
    schemaText: () => printBuiltSchema(schema, catalog),
    context: { engine: source.engine, seal: createSeal(secret) },
    showSql,
    modelName: catalog.name,
    savedQueries: known.savedQueries,
    mostTableRows: maxTableRows,
    trusted: { documents: known.trusted, only: trustedOnly },
    now: () => new Date(),
    tokens,
    readiness: source.readiness,
    toDatabaseIssue,
    webFolder: join(packageRoot, 'dist', 'web'),
    logger,
  }
}
