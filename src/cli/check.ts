/** `tessera check`: the model alone, against the configured database where that can be opened, and with `--data` against its rows. */
import type { Command } from 'commander'
import { toDatabaseIssue } from '../database/to-database-issue.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { unreachableGroups } from '../semantic/catalog/unreachable-groups.ts'
import { loadModel } from '../semantic/engine.ts'
import type { Issue } from '../semantic/issues/issue.ts'
import { issueMessage, printIssues, type Sources } from '../semantic/issues/print.ts'
import { checkData, type Finding, type Severity } from '../semantic/run/check-data.ts'
import { type CoveredSegmentation, checkGroupings } from '../semantic/run/check-groupings.ts'
import { asOfPoint } from '../semantic/time/as-of.ts'
import type { Config } from '../server/config.ts'
import { type OpenedDatabase, openChecked } from '../server/open-database.ts'
import { checkSurface, type SchemaOptions } from './check-surface.ts'
import { CommandFailure } from './failure.ts'
import { printTable } from './print-table.ts'
import { createProgress } from './progress.ts'
import { note, print, type Terminal } from './terminal.ts'
import { configOf, modelSources } from './workspace.ts'

interface CheckOptions {
  readonly data?: true
  readonly schema?: string
  readonly asOf?: string
  readonly json?: true
}

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('check the model, and its columns against the configured database')
    .option(
      '--data',
      'check the rows, too: unique keys, rows that refer to nothing, how many rows each relationship reaches, how segmentations cover them',
    )
    .option('--as-of <date>', 'the date that scores and segmentations are checked at; now by default')
    .option(
      '--schema <file>',
      'what the schema is compared with; by default schema.graphql in this folder, where `tessera schema` wrote it for this model',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera check\n  tessera check --model semantic-models/shop --json\n  tessera check --data\n  tessera check --data --as-of 2025-12-31\n  tessera check --schema released/schema.graphql\n\nExit code 1 where there is an error; warnings and hints leave it 0.\n',
    )
    .action(async (options: CheckOptions, command: Command) => {
      const config = configOf(command, terminal)
      const checked = await withOwnFindings(await check(config, options, terminal), config, { ...options, cwd: terminal.cwd })
      const { findings, coverages = [] } = checked
      const isRight = findings.every(({ severity }) => severity !== 'error')
      if (options.json)
        print(
          terminal,
          JSON.stringify({ ok: isRight, ...summary(checked), issues: findings.map(toJson), ...coverageJson(coverages) }, undefined, 2),
        )
      else note(terminal, reportText(checked, options, new Map([...(await modelSources(config)), ...(checked.schemaSources ?? [])])))
      if (!isRight) throw new CommandFailure()
    })
}

interface Checked {
  /** Absent where the model has mistakes. */
  readonly catalog?: Catalog
  readonly isDataChecked: boolean
  /** There is no database to hold the columns against. */
  readonly isWithoutDatabase?: boolean
  readonly findings: readonly Finding[]
  readonly savedQueries?: number
  readonly schemaSources?: Sources
  /** Of every segmentation, where the data is checked. */
  readonly coverages?: readonly CoveredSegmentation[]
}

async function check(config: Config, { data, asOf }: CheckOptions, terminal: Terminal): Promise<Checked> {
  const loaded = await loadModel(config.modelFolder)
  if (!loaded.ok) return { isDataChecked: false, findings: loaded.issues.map(asError) }
  const catalog = loaded.value
  const date = asOfPoint(asOf ?? now(), catalog.timeZone)
  if (!date.ok) return { catalog, isDataChecked: false, findings: date.issues.map(asError) }
  const progress = createProgress(terminal)
  try {
    const opened = await openChecked(data ? withTime(config) : config, catalog, progress.update)
    if (!opened.ok) {
      // Nobody named a database yet: the model can be right all the same.
      const isAbsent = !data && !config.databaseNamed && opened.issues.every(({ code }) => code === 'DATABASE_UNAVAILABLE')
      return { catalog, isDataChecked: false, isWithoutDatabase: isAbsent, findings: isAbsent ? [] : opened.issues.map(asError) }
    }
    try {
      if (!data) return { catalog, isDataChecked: false, findings: [] }
      const rows = await checkRows(catalog, opened.value, asOf ?? now(), (done) => progress.update('Checking the data', done))
      return { catalog, isDataChecked: true, ...rows }
    } finally {
      await opened.value.database.close()
    }
  } finally {
    progress.stop()
  }
}

/** What is found in the model alone, before what is found in the rows. */
async function withOwnFindings(checked: Checked, config: Config, options: SchemaOptions): Promise<Checked> {
  const { catalog } = checked
  if (catalog === undefined) return checked
  const warnings = unreachableGroups(catalog).map((issue): Finding => ({ severity: 'warning', issue }))
  const surface = await checkSurface(config, catalog, options)
  return { ...checked, ...surface, findings: [...warnings, ...surface.findings, ...checked.findings] }
}

function now(): string {
  return new Date().toISOString()
}

const checkTimeoutMs = 600_000

/** Every row is read and grouped: that may take longer than an answer of the server should. */
function withTime(config: Config): Config {
  return { ...config, statementTimeoutMs: Math.max(config.statementTimeoutMs, checkTimeoutMs) }
}

async function checkRows(
  catalog: Catalog,
  { database, engine, stored }: OpenedDatabase,
  asOf: string,
  onProgress: (fraction: number) => void,
): Promise<Pick<Checked, 'findings' | 'coverages'>> {
  const source = { kysely: database.kysely, dialect: database.engine, stored, asOf }
  try {
    const findings = await checkData(catalog, source, onProgress)
    const groupings = await checkGroupings(catalog, (query) => engine.run(query), asOf)
    return { findings: [...findings, ...groupings.findings], coverages: groupings.coverages }
  } catch (error) {
    const found = toDatabaseIssue(error)
    if (found === undefined) throw error
    return { findings: [asError(found)] }
  }
}

function asError(issue: Issue): Finding {
  return { severity: 'error', issue }
}

interface Summary {
  readonly model: string
  readonly entities: number
  readonly dimensions: number
  readonly measures: number
  readonly savedQueries: number
}

/** What there is, as far as it can be counted. */
function summary({ catalog, savedQueries }: Checked): Partial<Summary> {
  if (catalog === undefined) return {}
  const entities = [...catalog.entities.values()]
  const count = (members: (entity: (typeof entities)[number]) => number): number =>
    entities.reduce((sum, entity) => sum + members(entity), 0)
  return {
    model: catalog.name,
    entities: entities.length,
    // Those made for conversions stand in no model.
    dimensions: count((entity) => [...entity.dimensions.values()].filter(({ from }) => from.kind !== 'conversion').length),
    measures: count((entity) => entity.measures.size),
    ...(savedQueries !== undefined && { savedQueries }),
  }
}

function reportText(checked: Checked, { data }: CheckOptions, sources: Sources): string {
  const { catalog, findings, isDataChecked, coverages = [] } = checked
  const told = sections(findings, sources)
  if (data && catalog !== undefined && isDataChecked)
    return [...told, ...coverages.map(coverageText), dataText(catalog, findings)].join('\n\n')
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return [...told, summaryText(checked)].join('\n\n')
  return errors.length < findings.length
    ? told.join('\n\n')
    : printIssues(
        errors.map(({ issue }) => issue),
        sources,
      )
}

/** What each group fits by itself, what it has, and what a group before it has. */
function coverageText({ segmentation, coverage: { groups, rest } }: CoveredSegmentation): string {
  return printTable({
    title: '',
    columns: [`${segmentation.entity}.${segmentation.name}`, 'alone', 'won', 'overlap'],
    rows: groups.map(({ group, alone, won, overlap }) => [group.value, alone, won, overlap]),
    totals: [segmentation.groups?.at(-1)?.value ?? null, null, rest, null],
    notes: [],
  })
}

function coverageJson(coverages: readonly CoveredSegmentation[]) {
  if (coverages.length === 0) return {}
  const coverage = coverages.map(({ segmentation, coverage: { groups, rest, never } }) => ({
    entity: segmentation.entity,
    segmentation: segmentation.name,
    groups: groups.map(({ group, ...counts }) => ({ name: group.value, ...counts })),
    rest,
    never: never.map(({ value }) => value),
  }))
  return { coverage }
}

const severities: readonly Severity[] = ['error', 'warning', 'hint']

/** Errors first, each kind under its heading. */
function sections(findings: readonly Finding[], sources: Sources): readonly string[] {
  return severities.flatMap((severity) => {
    const issues = findings.filter((finding) => finding.severity === severity).map(({ issue }) => issue)
    return issues.length === 0 ? [] : [counted(issues.length, severity), printIssues(issues, sources)]
  })
}

function dataText(catalog: Catalog, findings: readonly Finding[]): string {
  const keys = [...catalog.entities.values()].filter(({ key }) => key.length > 0).length
  const checked = `${counted(keys, 'primary key')} and ${counted(catalog.relationships.length, 'relationship')}`
  const found = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [counted(count, severity)]
  })
  return `Data of model \`${catalog.name}\`: ${checked} checked, ${found.length === 0 ? 'nothing found' : found.join(', ')}.`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function summaryText(checked: Checked): string {
  const { model, entities = 0, dimensions = 0, measures = 0, savedQueries = 0 } = summary(checked)
  const counts = [
    entities === 1 ? '1 entity' : `${entities} entities`,
    counted(dimensions, 'dimension'),
    counted(measures, 'measure'),
    ...(savedQueries === 0 ? [] : [savedQueries === 1 ? '1 saved query' : `${savedQueries} saved queries`]),
  ]
  const columns = checked.isWithoutDatabase
    ? 'there is no database yet to look for its columns in (DATABASE_URL names one)'
    : 'the database has every column'
  return `Model \`${model}\` is right: ${counts.join(', ')}; ${columns}.`
}

function toJson({ severity, issue }: Finding) {
  const { code, span, facts } = issue
  const place = span === undefined ? {} : { file: span.file, line: span.line, column: span.column }
  return { severity, code, message: issueMessage(issue), ...place, facts }
}
