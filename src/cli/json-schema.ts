/** `tessera json-schema`: what a model file may hold, for editors to complete and check. */
import type { Command } from 'commander'
import { modelJsonSchema } from '../semantic/model/json-schema.ts'
import { print, type Terminal } from './terminal.ts'

export function addJsonSchema(program: Command, terminal: Terminal): void {
  program
    .command('json-schema')
    .description('print the JSON Schema of model files')
    .addHelpText(
      'after',
      '\nExample:\n  tessera json-schema > tessera.schema.json\n  Then, on top of a model file:  # yaml-language-server: $schema=tessera.schema.json\n',
    )
    .action(() => print(terminal, JSON.stringify(modelJsonSchema(), undefined, 2)))
}
