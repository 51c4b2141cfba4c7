/** `tessera serve`: the server, until a signal ends it. */
import closeWithGrace from 'close-with-grace'
import type { Command } from 'commander'
import type { Config } from '../server/config.ts'
import { createLogger, type Logger } from '../server/log.ts'
import { type RunningServer, startServer } from '../server/main.ts'
import { CommandFailure } from './failure.ts'
import { createProgress } from './progress.ts'
import { note, type Terminal } from './terminal.ts'
import { catalogOf, configOf, modelSources } from './workspace.ts'

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('serve the model over HTTP: GraphQL at /graphql, GraphiQL at /graphiql')
    .option('--host <host>', 'the address to bind to (default: HOST, else 127.0.0.1)')
    .option('--port <port>', 'the port; 0 takes a free one (default: PORT, else 4000)')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera serve\n  tessera serve --model semantic-models/shop --port 8080\n  DATABASE_URL=postgres://localhost/crm tessera serve\n' +
        '\nWithout DATABASE_URL and --model, a sample customer base is generated into .tessera/ first.\n',
    )
    .action(async (options: { host?: string; port?: string }, command: Command) => {
      const config = configOf(command, terminal, { HOST: options.host, PORT: options.port })
      const logger = createLogger(config.logLevel, terminal.stdout)
      const server = await start(config, logger, terminal)
      note(terminal, `Tessera serves ${server.url}/graphiql`)
      await untilSignal(server, config, logger)
    })
}

async function start(config: Config, logger: Logger, terminal: Terminal): Promise<RunningServer> {
  const catalog = await catalogOf(config)
  const progress = createProgress(terminal)
  const started = await startServer(config, catalog, { logger, onPreparing: progress.update })
  progress.stop()
  if (!started.ok) throw new CommandFailure(started.issues, await modelSources(config))
  return started.value
}

/** Never resolves: the process ends when the server is closed, or at once with a second signal. */
function untilSignal(server: RunningServer, config: Config, logger: Logger): Promise<never> {
  const options = {
    // The server keeps the grace itself; this is for a close that hangs.
    delay: config.shutdownGraceMs + 5_000,
    logger: { error: (message: unknown) => logger.error(message instanceof Error ? { err: message } : String(message)) },
  }
  closeWithGrace(options, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'Unexpected error: the process ends')
    else logger.info({ signal }, 'Stopping')
    await server.close()
  })
  return new Promise(() => {})
}
