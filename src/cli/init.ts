/** `tessera init`: a first model of one's own data, written into a folder of its own; what was guessed and left out is told. */
import path from 'node:path'
import type { Command } from 'commander'
import type { Database } from '../database/database.ts'
import { parseDatabaseUrl } from '../database/database-url.ts'
import { openDatabase } from '../database/open.ts'
import { listTables } from '../database/tables/list-tables.ts'
import { type OpenedFile, openFiles } from '../database/tables/open-files.ts'
import { probeOf } from '../database/tables/probe.ts'
import { type SourceTable, writtenName } from '../database/tables/table.ts'
import { toDatabaseIssue } from '../database/to-database-issue.ts'
import type { Remark } from '../init/draft.ts'
import { type DraftedModel, draftModel } from '../init/draft-model.ts'
import type { DraftSource } from '../init/entity-plan.ts'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import { legalName } from '../semantic/model/names.ts'
import type { Config } from '../server/config.ts'
import { ask } from './ask.ts'
import { CommandFailure, orFail } from './failure.ts'
import { initJson, initReport, type Made } from './init-report.ts'
import { dataFilesIn, findSources, type Sources, withoutPassword } from './init-sources.ts'
import { checkNewFolder, type NewFile, shown, writeNewFolder } from './new-folder.ts'
import { createProgress, type Progress } from './progress.ts'
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
      const input = options.yes || given.length > 0 ? undefined : terminal.input
      const chosen = given.length > 0 ? given : await chooseSources(terminal, input)
      const sources = orFail(await findSources(chosen, terminal.cwd))
      const config = configOf(command, terminal, sources.kind === 'database' ? { DATABASE_URL: sources.url } : {})
      const name = orFail(nameOf(sources))
      const byDefault = `semantic-models/${name}`
      const to = options.to ?? (input === undefined ? byDefault : await ask(terminal, input, 'Folder of the model', byDefault))
      const folder = path.resolve(terminal.cwd, to)
      const target = { folder, name: shown(folder, terminal.cwd), option: '--to' }
      orFail(await checkNewFolder(target))
      const progress = createProgress(terminal)
      try {
        const job: Job = {
          sources,
          config,
          folder,
          name: options.to === undefined && to === byDefault ? name : legalName(path.basename(folder)),
          terminal,
          progress,
        }
        const { made, files, close } = orFail(await make(job))
        try {
          orFail(await writeNewFolder(files, target))
        } finally {
          await close()
        }
        progress.stop()
        const told: Made = {
          ...made,
          folder: target.name,
          next: nextCommand(sources, target.name, { terminal, isChosen: given.length > 0 }),
        }
        if (options.json) print(terminal, JSON.stringify(initJson(told), undefined, 2))
        else note(terminal, initReport(told))
      } finally {
        progress.stop()
      }
    })
}

/** The database of the environment, else the files of the folder; a person may name others. */
async function chooseSources({ environment, cwd, ...rest }: Terminal, input: Terminal['input']): Promise<readonly string[]> {
  const url = environment.DATABASE_URL?.trim()
  const files = await dataFilesIn(cwd)
  const byDefault = url ? [url] : files
  if (input === undefined) {
    if (byDefault.length === 0) throw new CommandFailure([issue('NO_DATA_SOURCE', { folder: '.' })])
    return byDefault
  }
  const shownDefault = url ? withoutPassword(url) : files.length > 0 ? '.' : ''
  const question = 'Data: a CSV, Parquet or JSON file, a folder of them, or a database URL'
  const answer = await ask({ environment, cwd, ...rest }, input, question, shownDefault)
  if (answer === '') throw new CommandFailure([issue('NO_DATA_SOURCE', { folder: '.' })])
  return answer === shownDefault && url ? [url] : [answer]
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

interface Job {
  readonly sources: Sources
  readonly config: Config
  readonly folder: string
  readonly name: string
  readonly terminal: Terminal
  readonly progress: Progress
}

interface MadeFiles {
  readonly made: Omit<Made, 'folder' | 'next'>
  readonly files: readonly NewFile[]
  close(): Promise<void>
}

async function make(job: Job): Promise<Result<MadeFiles>> {
  return job.sources.kind === 'files' ? makeFromFiles(job, job.sources) : makeFromDatabase(job, job.sources.url)
}

async function makeFromFiles(
  { config, folder, name, progress }: Job,
  { files }: Extract<Sources, { kind: 'files' }>,
): Promise<Result<MadeFiles>> {
  const opened = await openFiles({
    files,
    options: { ...config.duckdb, statementTimeoutMs: config.statementTimeoutMs },
    onProgress: (file, fraction) => progress.update(`Reading ${file.name}`, fraction),
  })
  const refused = opened.refused.flatMap(({ issues }) => issues)
  const copies = opened.opened.flatMap(({ file, converted }) =>
    converted === undefined ? [] : [{ name: `data/${file.table}.csv`, copyOf: converted.path }],
  )
  const sources = opened.opened.map((file): DraftSource => {
    const written =
      file.converted === undefined ? path.relative(folder, file.file.path).replaceAll(path.sep, '/') : `data/${file.file.table}.csv`
    return { table: file.table, file: { path: written, name: file.file.name, rows: file.rows, textColumns: file.textColumns } }
  })
  const from = files.map((file) => file.name).join(', ')
  const drafted = await draftModel({ name, from, sources, probe: probeOf(opened.database), today: today() })
  if (drafted === undefined) {
    await opened.close()
    return failure(
      ...(refused.length > 0 ? refused : [issue('NOTHING_TO_MODEL', { source: from, problem: 'no column has a type of models' })]),
    )
  }
  const read = opened.opened.map(({ file, rows }) => `${file.name} (${rows} ${rows === 1 ? 'row' : 'rows'})`)
  const made = { name, drafted, read, refused, remarks: [...opened.opened.flatMap(fileRemarks), ...drafted.remarks] }
  return success({ made, files: [...filesOf(drafted), ...copies], close: () => opened.close() })
}

const delimiterNames: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

function fileRemarks({ file, rows, delimiter, converted, table }: OpenedFile): readonly Remark[] {
  const noted = (text: string): Remark => ({ kind: 'noted', text: `\`${file.name}\`: ${text}` })
  const separated = delimiterNames[delimiter ?? '']
  return [
    ...(converted === undefined
      ? []
      : [
          noted(
            `it is no UTF-8; read as ${converted.from}, and a copy in UTF-8 stands in the model: \`data/${file.table}.csv\`. Later changes of the file need another copy`,
          ),
        ]),
    ...(separated === undefined ? [] : [noted(`its cells are separated by ${separated}`)]),
    ...(delimiter !== undefined && table.columns.length === 1
      ? [noted('it has one column; cells are separated by commas, semicolons, tabs or bars')]
      : []),
    ...(rows === 0 ? [noted('it has a header and no rows: every column is text until it has some')] : []),
  ]
}

const mostTables = 100

async function makeFromDatabase({ config, name, progress }: Job, url: string): Promise<Result<MadeFiles>> {
  const { duckdb, statementTimeoutMs } = config
  const opened = await openDatabase(config.databaseUrl, { ...duckdb, connections: 2, mode: 'read', statementTimeoutMs })
  if (!opened.ok) return opened
  const database = opened.value
  try {
    const { tables, remarks } = await tablesOf(database)
    const from = withoutPassword(url)
    if (tables.length === 0) return failure(issue('NOTHING_TO_MODEL', { source: from, problem: 'it has no table that may be read' }))
    const onProgress = (done: number, of: number): void => progress.update('Looking at the tables', done / of)
    const sources = tables.map((table) => ({ table }))
    const drafted = await draftModel({ name, from, sources, probe: probeOf(database), today: today(), onProgress })
    if (drafted === undefined) return failure(issue('NOTHING_TO_MODEL', { source: from, problem: 'no column has a type of models' }))
    const made = { name, drafted, read: tables.map(writtenName), refused: [], remarks: [...remarks, ...drafted.remarks] }
    return success({ made, files: filesOf(drafted), close: async () => {} })
  } catch (error) {
    const found = toDatabaseIssue(error)
    if (found === undefined) throw error
    return failure(found)
  } finally {
    await database.close()
  }
}

/** Tables before views, and not more than people can look through. */
async function tablesOf(database: Database): Promise<{ readonly tables: readonly SourceTable[]; readonly remarks: readonly Remark[] }> {
  const { tables, unreadable, otherSchemas } = await listTables(database)
  const ordered = tables.toSorted((a, b) => Number(a.kind === 'view') - Number(b.kind === 'view'))
  const schemas = otherSchemas.map((schema) => `\`${schema}\``).join(', ')
  const remarks = [
    ...(unreadable.length > 0 ? [leftOut(`${counted(unreadable)}: not to be read by this user`)] : []),
    ...(schemas === '' ? [] : [leftOut(`the tables of ${schemas}: names without a schema do not lead there`)]),
    ...(ordered.length > mostTables
      ? [leftOut(`${counted(ordered.slice(mostTables).map(writtenName))}: ${mostTables} tables are written at most`)]
      : []),
  ]
  return { tables: ordered.slice(0, mostTables), remarks }
}

function leftOut(text: string): Remark {
  return { kind: 'left out', text }
}

function counted(names: readonly string[]): string {
  const more = names.length > 6 ? ` and ${names.length - 6} more` : ''
  const some = names.slice(0, 6).map((name) => `\`${name}\``)
  return `${names.length === 1 ? 'table' : `${names.length} tables`} ${some.join(', ')}${more}`
}

function filesOf({ files, firstLook }: DraftedModel): readonly NewFile[] {
  return [...files, ...(firstLook === undefined ? [] : [{ name: 'queries/first-look.graphql', text: firstLook }])]
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Where the database is not the one that a start takes by itself, it is named; a password is left for its owner to write. */
function nextCommand(sources: Sources, folder: string, { terminal, isChosen }: { terminal: Terminal; isChosen: boolean }): string {
  const serve = `tessera serve --model ${/^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder)}`
  const isSet = Boolean(terminal.environment.DATABASE_URL?.trim())
  if (sources.kind === 'files') return isSet ? `DATABASE_URL=duckdb:.tessera/${path.basename(folder)}.duckdb ${serve}` : serve
  const url = withoutPassword(sources.url)
  return isSet && !isChosen ? serve : `DATABASE_URL=${/^[\w.:/@-]+$/.test(url) ? url : `'${url}'`} ${serve}`
}
