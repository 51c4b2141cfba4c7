/** `tessera init`: a first model of one's own data, written into a folder of its own; what was guessed and left out is told. */
import path from 'node:path'
import type { Command } from 'commander'
import { parseDatabaseUrl } from '../database/database-url.ts'
import { issue, type Result, success } from '../semantic/issues/issue.ts'
import { legalName } from '../semantic/model/names.ts'
import { CommandFailure, orFail } from './failure.ts'
import { makeModel } from './first-model.ts'
import { initJson, initReport, type Made } from './init-report.ts'
import { dataFilesIn, findSources, type Sources, withoutPassword } from './init-sources.ts'
import { checkNewFolder, shown, writeNewFolder } from './new-folder.ts'
import { createProgress } from './progress.ts'
import { Questions } from './questions.ts'
import { note, print, type Terminal } from './terminal.ts'
import { configOf } from './workspace.ts'

interface InitOptions {
  readonly yes?: true
  readonly to?: string
  readonly json?: true
}

export function addInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .description('write a first model from data: CSV, Parquet or JSON files, or the tables of a database')
    .argument('[sources...]', 'files, folders of files, or one database URL (default: DATABASE_URL, else the data files of this folder)')
    .option('--yes', 'ask nothing and take every default')
    .option('--to <folder>', 'where the model is written; a new or an empty folder (default: semantic-models/<name of the data>)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera init customers.csv orders.csv\n  tessera init exports/ --to semantic-models/shop\n  tessera init postgres://me@localhost/crm\n  tessera init duckdb:shop.duckdb --yes\n' +
        '\nKeys and relationships come from the database where it knows them; what is found in the rows or guessed from names has a comment in the model.\nFiles stay where they are: the model refers to them. docs/init.md says what is written, and why.\n',
    )
    .action(async (given: readonly string[], options: InitOptions, command: Command) => {
      const input = options.yes === undefined && given.length === 0 ? terminal.input : undefined
      const questions = input && new Questions(input, terminal.stderr)
      try {
        const told = await init(given, options, { command, terminal, ...(questions !== undefined && { questions }) })
        if (options.json) print(terminal, JSON.stringify(initJson(told), undefined, 2))
        else note(terminal, initReport(told))
      } finally {
        questions?.close()
      }
    })
}

interface Place {
  readonly command: Command
  readonly terminal: Terminal
  /** Absent where nobody is asked. */
  readonly questions?: Questions
}

async function init(given: readonly string[], options: InitOptions, { command, terminal, questions }: Place): Promise<Made> {
  const { cwd } = terminal
  const chosen = given.length > 0 ? given : await chooseSources(terminal, questions)
  const sources = orFail(await findSources(chosen, cwd))
  const config = configOf(command, terminal, sources.kind === 'database' ? { DATABASE_URL: sources.url } : {})
  const ofData = orFail(nameOf(sources))
  const byDefault = `semantic-models/${ofData}`
  const to = options.to ?? (await questions?.ask('Folder of the model', byDefault)) ?? byDefault
  const folder = path.resolve(cwd, to)
  const target = { folder, name: shown(folder, cwd), option: '--to' }
  orFail(await checkNewFolder(target))
  const name = to === byDefault ? ofData : legalName(path.basename(folder))
  const progress = createProgress(terminal)
  try {
    const { made, files, close } = orFail(await makeModel({ sources, config, folder, name, progress }))
    try {
      orFail(await writeNewFolder(files, target))
    } finally {
      await close()
    }
    return { ...made, folder: target.name, next: nextCommand(sources, target.name, terminal) }
  } finally {
    progress.stop()
  }
}

/** The database of the environment, else the files of the folder; a person may name others. */
async function chooseSources({ environment, cwd }: Terminal, questions: Questions | undefined): Promise<readonly string[]> {
  const url = environment.DATABASE_URL?.trim() || undefined
  const files = await dataFilesIn(cwd)
  const byDefault = url === undefined ? files : [url]
  const shownDefault = url === undefined ? (files.length > 0 ? 'the data files of this folder' : '') : withoutPassword(url)
  const question = 'Data: a CSV, Parquet or JSON file, a folder of them, or a database URL'
  const answer = (await questions?.ask(question, shownDefault)) ?? shownDefault
  if (answer !== shownDefault) return [answer]
  if (byDefault.length === 0) throw new CommandFailure([issue('NO_DATA_SOURCE', { folder: '.' })])
  return byDefault
}

function nameOf(sources: Sources): Result<string> {
  if (sources.kind === 'files') return success(sources.modelName)
  const target = parseDatabaseUrl(sources.url)
  if (!target.ok) return target
  const { value } = target
  const base =
    value.engine === 'duckdb' ? path.basename(value.file).replace(/\.[^.]*$/, '') : decodeURIComponent(value.url.pathname.slice(1))
  return success(base === '' || base === ':memory:' ? 'first_model' : legalName(base))
}

/** Where the database is not the one that a start takes by itself, it is named; a password is left for its owner to write. */
function nextCommand(sources: Sources, folder: string, { environment }: Terminal): string {
  const serve = `tessera serve --model ${/^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder)}`
  const set = environment.DATABASE_URL?.trim() || undefined
  if (sources.kind === 'files') return set === undefined ? serve : `DATABASE_URL=duckdb:.tessera/${path.basename(folder)}.duckdb ${serve}`
  const url = withoutPassword(sources.url)
  return sources.url === set ? serve : `DATABASE_URL=${/^[\w.:/@-]+$/.test(url) ? url : `'${url}'`} ${serve}`
}
