/** A first model made, before it is written: of files, loaded into a database of their own for that time, or of the tables of a database. */
import path from 'node:path'
import type { Database } from '../database/database.ts'
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
import type { Config } from '../server/config.ts'
import type { Made } from './init-report.ts'
import { type Sources, withoutPassword } from './init-sources.ts'
import type { NewFile } from './new-folder.ts'
import type { Progress } from './progress.ts'

export interface Job {
  readonly sources: Sources
  readonly config: Config
  readonly folder: string
  readonly name: string
  readonly progress: Progress
}

export interface MadeFiles {
  readonly made: Omit<Made, 'folder' | 'next'>
  readonly files: readonly NewFile[]
  close(): Promise<void>
}

export async function makeModel(job: Job): Promise<Result<MadeFiles>> {
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
  const { tables, unreadable, unreadableColumns, otherSchemas } = await listTables(database)
  const ordered = tables.toSorted((a, b) => Number(a.kind === 'view') - Number(b.kind === 'view'))
  const schemas = otherSchemas.map((schema) => `\`${schema}\``).join(', ')
  const remarks = [
    ...(unreadable.length > 0 ? [leftOut(`${counted(unreadable)}: not to be read by this user`)] : []),
    ...(unreadableColumns.length > 0 ? [leftOut(`${counted(unreadableColumns, 'column')}: not to be read by this user`)] : []),
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

function counted(names: readonly string[], one = 'table'): string {
  const more = names.length > 6 ? ` and ${names.length - 6} more` : ''
  const some = names.slice(0, 6).map((name) => `\`${name}\``)
  return `${names.length === 1 ? one : `${names.length} ${one}s`} ${some.join(', ')}${more}`
}

function filesOf({ files, firstLook }: DraftedModel): readonly NewFile[] {
  return [...files, ...(firstLook === undefined ? [] : [{ name: 'queries/first-look.graphql', text: firstLook }])]
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
