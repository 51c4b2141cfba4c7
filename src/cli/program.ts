/**
 * The command line: which commands there are, how wrong usage, failures and bugs end.
 *
 *   exit code 0: done    1: a mistake in the input, or a failure    2: wrong usage
 */
import { Command, CommanderError } from 'commander'
import { printIssues } from '../semantic/issues/print.ts'
import { CommandFailure } from './failure.ts'
import { note, type Terminal } from './terminal.ts'

type AddCommand = (program: Command, terminal: Terminal) => void

/** Loaded when they are asked for: what one command needs, others need not wait for. In the order of the help. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import('./init.ts')).addInit,
  serve: async () => (await import('./serve.ts')).addServe,
  check: async () => (await import('./check.ts')).addCheck,
  load: async () => (await import('./load.ts')).addLoad,
  query: async () => (await import('./query.ts')).addQuery,
  sql: async () => (await import('./sql.ts')).addSql,
  schema: async () => (await import('./schema.ts')).addSchema,
  'json-schema': async () => (await import('./json-schema.ts')).addJsonSchema,
  sample: async () => (await import('./sample.ts')).addSample,
  import: async () => (await import('./import.ts')).addImport,
  token: async () => (await import('./token.ts')).addToken,
}

/** The one that is named first; all of them for the help, for a word that is no command, and after options. */
async function commandsFor([first]: readonly string[]): Promise<readonly AddCommand[]> {
  const named = Object.entries(commands).filter(([name]) => name === first)
  return Promise.all((named.length > 0 ? named : Object.entries(commands)).map(([, load]) => load()))
}

export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal, await commandsFor(args)).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    return exitCodeOf(error, terminal)
  }
}

function createProgram(terminal: Terminal, adds: readonly AddCommand[]): Command {
  const program = new Command('tessera')
    .description('A GraphQL semantic layer for customer analytics: one model, typed slices, right numbers.')
    .option('-m, --model <folder>', 'the folder of the model (default: TESSERA_MODEL, else the shipped customer-360)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) })
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText(
      'after',
      '\nConfiguration comes from the environment (docs/configuration.md): DATABASE_URL, TESSERA_MODEL, HOST, PORT ...\n',
    )
  // Commands copy the settings above when they are made.
  for (const add of adds) add(program, terminal)
  return program
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CommandFailure) {
    if (error.issues.length > 0) note(terminal, printIssues(error.issues, error.sources))
    return 1
  }
  note(terminal, `Internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 1
}
