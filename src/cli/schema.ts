/** `tessera schema`: the GraphQL schema of the model, as text. */
import type { Command } from 'commander'
import { printSchemaOf } from '../schema/print-schema.ts'
import { print, type Terminal } from './terminal.ts'
import { catalogOf, configOf } from './workspace.ts'

export function addSchema(program: Command, terminal: Terminal): void {
  program
    .command('schema')
    .description('print the GraphQL schema of the model (SDL)')
    .addHelpText('after', '\nExample:\n  tessera schema > schema.graphql\n')
    .action(async (_options: unknown, command: Command) => {
      const config = configOf(command, terminal)
      const { maxLimit, explore } = config
      print(terminal, printSchemaOf(await catalogOf(config), { maxLimit, explore }))
    })
}
