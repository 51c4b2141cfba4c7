/** What most commands begin with: the configuration, and the model it names. */
import type { Command } from 'commander'
import { readQueryFiles } from '../queries/read-saved-queries.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { loadModel } from '../semantic/engine.ts'
import type { Sources } from '../semantic/issues/print.ts'
import { sourcesOf } from '../semantic/model/parse.ts'
import { readModel } from '../semantic/model/read.ts'
import { type Config, type Environment, readConfig } from '../server/config.ts'
import { CommandFailure, orFail } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** `options` are settings that the command line gives: they win over the environment. */
export function configOf(command: Command, terminal: Terminal, options: Environment = {}): Config {
  const { model } = command.optsWithGlobals<{ model?: string }>()
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return orFail(readConfig({ ...terminal.environment, ...given }, { cwd: terminal.cwd, ...(model === undefined ? {} : { model }) }))
}

export async function catalogOf(config: Config): Promise<Catalog> {
  const loaded = await loadModel(config.modelFolder)
  if (!loaded.ok) throw new CommandFailure(loaded.issues, loaded.sources)
  return loaded.value
}

/** For the lines under issues: of the model and its saved queries; empty when the folder itself is the problem. */
export async function modelSources({ modelFolder }: Config): Promise<Sources> {
  const read = [await readModel(modelFolder), await readQueryFiles(modelFolder)]
  return sourcesOf(read.flatMap((files) => (files.ok ? files.value : [])))
}
