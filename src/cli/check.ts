/** `tessera check`: the model alone, and against the configured database where that can be opened. */
import type { Command } from 'commander'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { loadModel } from '../semantic/engine.ts'
import { type Issue, issue } from '../semantic/issues/issue.ts'
import { issueMessage } from '../semantic/issues/print.ts'
import type { Config } from '../server/config.ts'
import { openDataSource } from '../server/data-source.ts'
import { CommandFailure } from './failure.ts'
import { note, print, type Terminal } from './terminal.ts'
import { configOf, modelSources } from './workspace.ts'

interface CheckOptions {
  readonly data?: true
  readonly json?: true
}

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('check the model, and its columns against the configured database')
    .option('--data', 'check the data, too (not supported yet)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  tessera check\n  tessera check --model semantic-models/shop --json\n')
    .action(async (options: CheckOptions, command: Command) => {
      const config = configOf(command, terminal)
      const { catalog, issues } = await check(config, options)
      if (options.json)
        print(terminal, JSON.stringify({ ok: issues.length === 0, ...summary(catalog), issues: issues.map(toJson) }, undefined, 2))
      if (issues.length > 0) throw options.json ? new CommandFailure() : new CommandFailure(issues, await modelSources(config))
      if (!options.json) note(terminal, summaryText(catalog))
    })
}

interface Checked {
  readonly catalog?: Catalog
  readonly issues: readonly Issue[]
}

async function check(config: Config, options: CheckOptions): Promise<Checked> {
  const loaded = await loadModel(config.modelFolder)
  if (!loaded.ok) return { issues: loaded.issues }
  const catalog = loaded.value
  const source = await openDataSource(config, catalog)
  if (!source.ok) return { catalog, issues: source.issues }
  await source.value.close()
  return { catalog, issues: options.data ? [issue('NOT_YET', { what: 'checking the data (`check --data`)' })] : [] }
}

function summary(catalog: Catalog | undefined) {
  if (catalog === undefined) return {}
  const entities = [...catalog.entities.values()]
  const count = (members: (entity: (typeof entities)[number]) => number): number =>
    entities.reduce((sum, entity) => sum + members(entity), 0)
  return {
    model: catalog.name,
    entities: entities.length,
    dimensions: count((entity) => entity.dimensions.size),
    measures: count((entity) => entity.measures.size),
  }
}

function summaryText(catalog: Catalog | undefined): string {
  const { model, entities, dimensions, measures } = { ...summary(catalog) }
  return `Model \`${model}\` is right: ${entities} entities, ${dimensions} dimensions, ${measures} measures; the database has every column.`
}

function toJson(found: Issue) {
  const { code, span } = found
  return { code, message: issueMessage(found), ...(span === undefined ? {} : { file: span.file, line: span.line, column: span.column }) }
}
