/** `tessera load`: files into the configured database, as the tables the model reads. */
import type { Command } from 'commander'
import { loadFiles } from '../database/load-files.ts'
import type { Catalog, FileTable } from '../semantic/catalog/catalog.ts'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import { closest } from '../semantic/issues/suggest.ts'
import { makeFolderOf } from '../server/sample-database.ts'
import { orFail } from './failure.ts'
import { createProgress } from './progress.ts'
import { note, type Terminal } from './terminal.ts'
import { catalogOf, configOf, modelSources } from './workspace.ts'

export function addLoad(program: Command, terminal: Terminal): void {
  program
    .command('load')
    .description('load files into the configured database: every `file:` of the model, or one file as a table of the model')
    .argument('[file]', 'a CSV, JSON or Parquet file')
    .option('--as <name>', 'the entity (or stream) whose table the file becomes')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera load\n  tessera load exports/customers-2026.csv --as customer\n  DATABASE_URL=postgres://localhost/crm tessera load\n',
    )
    .action(async (file: string | undefined, { as }: { as?: string }, command: Command) => {
      if ((file === undefined) !== (as === undefined)) command.error('error: a file and --as <name> are given together, or neither')
      const config = configOf(command, terminal)
      const catalog = await catalogOf(config)
      const files = file === undefined || as === undefined ? catalog.files : [{ ...orFail(tableOf(as, catalog)), path: file }]
      if (files.length === 0) return note(terminal, `Model \`${catalog.name}\` has no \`file:\`, so there is nothing to load.`)

      makeFolderOf(config)
      const progress = createProgress(terminal)
      const loaded = await loadFiles({
        url: config.databaseUrl,
        files,
        folder: file === undefined ? config.modelFolder : terminal.cwd,
        options: { ...config.duckdb, mode: 'write' },
        onProgress: (loading) => progress.update(`Loading ${loading.file}`, loading.fraction),
      })
      progress.stop()
      orFail(loaded, await modelSources(config))
      for (const { path, table } of files) note(terminal, `Loaded ${path} as table \`${table}\`.`)
    })
}

/** What the model expects of the table of an entity or stream. */
function tableOf(name: string, catalog: Catalog): Result<FileTable> {
  const tables = new Map([...tablesOfEntities(catalog), ...catalog.files.map((file): [string, FileTable] => [file.table, file])])
  const found = tables.get(name)
  if (found !== undefined) return success(found)
  const nearest = closest(name, tables.keys())
  const facts = {
    what: 'entity with a table of its own',
    name,
    of: `Model \`${catalog.name}\``,
    ...(nearest === undefined ? {} : { closest: nearest }),
  }
  return failure(issue('UNKNOWN_MEMBER', facts))
}

function tablesOfEntities(catalog: Catalog): readonly [string, FileTable][] {
  return [...catalog.entities.values()].flatMap((entity): [string, FileTable][] => {
    if (entity.source.kind !== 'table' || entity.activity !== undefined) return []
    const columns = [...entity.dimensions.values()].flatMap(({ from, type }) =>
      from.kind === 'column' ? [{ name: from.column, type }] : [],
    )
    const key = entity.key.flatMap(({ from }) => (from.kind === 'column' ? [from.column] : []))
    return [[entity.name, { table: entity.source.table, path: '', columns, key }]]
  })
}
