/** `tessera serve`: the server, until a signal ends it. */
import closeWithGrace from 'close-with-grace'
import type { Command } from 'commander'
import { sampleDefaults } from '../sample/options.ts'
import type { Config } from '../server/config.ts'
import { createLogger, type Logger } from '../server/log.ts'
import { type RunningServer, startServer } from '../server/main.ts'
import { generating, writeSampleInto } from '../server/sample-database.ts'
import { CommandFailure, orFail } from './failure.ts'
import { createProgress, type Progress } from './progress.ts'
import { note, type Terminal } from './terminal.ts'
import { catalogOf, configOf, modelSources } from './workspace.ts'

interface ServeOptions {
  readonly host?: string
  readonly port?: string
  readonly sample?: true
}

interface Start {
  readonly logger: Logger
  readonly terminal: Terminal
  readonly sample: boolean
}

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('serve the model over HTTP: GraphQL at /graphql, GraphiQL at /graphiql')
    .option('--host <host>', 'the address to bind to (default: HOST, else 127.0.0.1)')
    .option('--port <port>', 'the port; 0 takes a free one (default: PORT, else 4000)')
    .option('--sample', 'generate the sample customer base first, where its tables are not there yet')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera serve\n  tessera serve --model semantic-models/shop --port 8080\n  DATABASE_URL=postgres://localhost/crm tessera serve\n' +
        '\nWithout DATABASE_URL and --model, a sample customer base is generated into .tessera/ first.\n',
    )
    .action(async (options: ServeOptions, command: Command) => {
      const config = configOf(command, terminal, { HOST: options.host, PORT: options.port })
      const logger = createLogger(config.logLevel, terminal.stdout)
      const server = await start(config, { logger, terminal, sample: options.sample ?? false })
      note(terminal, `Tessera serves ${server.url}/graphiql`)
      await untilSignal(server, config, { logger, terminal })
    })
}

async function start(config: Config, { logger, terminal, sample }: Start): Promise<RunningServer> {
  const catalog = await catalogOf(config)
  const progress = createProgress(terminal)
  if (sample) await ensureSampleTables(config, progress)
  const started = await startServer(config, catalog, { logger, onPreparing: progress.update })
  progress.stop()
  if (!started.ok) throw new CommandFailure(started.issues, await modelSources(config))
  return started.value
}

async function ensureSampleTables(config: Config, progress: Progress): Promise<void> {
  const options = { customers: sampleDefaults.customers }
  const written = await writeSampleInto(config, options, (done, of) => progress.update(generating, done / of))
  if (!written.ok && !written.issues.every(({ code }) => code === 'SAMPLE_TABLE_EXISTS')) orFail(written)
}

/** Signals of errors in machine code are left out: after them nothing can be done in order. */
const notForUs: closeWithGrace.AllEvents[] = [
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGUSR2',
  'SIGQUIT',
  'beforeExit',
]

/** Never resolves: the process ends when the server is closed, or at once with a second signal. */
function untilSignal(server: RunningServer, config: Config, { logger, terminal }: { logger: Logger; terminal: Terminal }): Promise<never> {
  const options: closeWithGrace.Options = {
    // The server keeps the grace itself; this is for a close that hangs.
    delay: config.shutdownGraceMs + 5_000,
    skip: notForUs,
    logger: { error: (message: unknown) => logger.error(message instanceof Error ? { err: message } : String(message)) },
  }
  let isClosing = false
  const { close } = closeWithGrace(options, async ({ err, signal }) => {
    isClosing = true
    if (err !== undefined) logger.fatal({ err }, 'Unexpected error: the process ends')
    else logger.info({ signal }, 'Stopping')
    await server.close()
  })
  // A closed terminal also sends SIGHUP, so the server may be closing already.
  terminal.onReaderGone(() => {
    if (!isClosing) close()
  })
  return new Promise(() => {})
}
