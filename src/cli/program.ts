/**
 * The command line: which commands there are, how wrong usage, failures and bugs end.
 *
 *   exit code 0: done    1: a mistake in the input, or a failure    2: wrong usage
 */
import { Command, CommanderError } from 'commander'
import { printIssues } from '../semantic/issues/print.ts'
import { addCheck } from './check.ts'
import { CommandFailure } from './failure.ts'
import { addImport } from './import.ts'
import { addJsonSchema } from './json-schema.ts'
import { addLoad } from './load.ts'
import { addQuery } from './query.ts'
import { addSample } from './sample.ts'
import { addSchema } from './schema.ts'
import { addServe } from './serve.ts'
import { addSql } from './sql.ts'
import { note, type Terminal } from './terminal.ts'

const commands = [addServe, addCheck, addLoad, addQuery, addSql, addSchema, addJsonSchema, addSample, addImport]

export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    return exitCodeOf(error, terminal)
  }
}

function createProgram(terminal: Terminal): Command {
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
  for (const add of commands) add(program, terminal)
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
