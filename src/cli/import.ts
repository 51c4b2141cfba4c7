/** `tessera import lens`: a DataOS Lens becomes a model, in a folder of its own; what was left out, changed and guessed is told. */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { type ImportedModel, importLens } from '../import/lens/import-lens.ts'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { issueMessage, printIssues, type Sources } from '../semantic/issues/print.ts'
import type { ModelFile } from '../semantic/model/parse.ts'
import { orFail } from './failure.ts'
import { problemText, shown, writeNewFolder } from './new-folder.ts'
import { note, print, type Terminal } from './terminal.ts'

interface ImportOptions {
  readonly out?: string
  readonly json?: true
}

export function addImport(program: Command, terminal: Terminal): void {
  const importing = program
    .command('import')
    .description('turn a model of another language into one of ours')
    .addHelpText('after', '\nExample:\n  tessera import lens customer-360.yml\n')
  importing
    .command('lens')
    .description('a DataOS Lens: its YAML file, or a page with the YAML in it')
    .argument('<file>', 'a YAML file, or a text that has the YAML in it')
    .option('--out <folder>', 'where the model is written; a new or an empty folder (default: semantic-models/<name of the Lens>)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera import lens customer-360.yml\n  tessera import lens docs/lens.md --out semantic-models/c360 --json\n' +
        '\nWhat is left out, changed in meaning and guessed is listed; docs/import-lens.md says what is translated. Check the model with `tessera check --model <folder>`.\n',
    )
    .action(async (file: string, { out, json }: ImportOptions) => {
      const source = orFail(await readSource(file, terminal.cwd))
      const sources: Sources = new Map([[source.name, source.text]])
      const imported = orFail(await importLens(source), sources)
      const folder = path.resolve(terminal.cwd, out ?? path.join('semantic-models', imported.name))
      orFail(await writeNewFolder(imported.files, { folder, name: shown(folder, terminal.cwd), option: '--out' }))
      if (json) print(terminal, JSON.stringify(toJson(imported, shown(folder, terminal.cwd)), undefined, 2))
      else note(terminal, reportText(imported, shown(folder, terminal.cwd), sources))
    })
}

/** A Lens of 500 entities has about 1 MB. */
const largestFileBytes = 4 * 1024 * 1024

async function readSource(file: string, cwd: string): Promise<Result<ModelFile>> {
  const refuse = (problem: string): Result<ModelFile> => failure(issue('FILE_UNREADABLE', { file, problem }))
  try {
    const { size } = await stat(path.resolve(cwd, file))
    if (size > largestFileBytes) return refuse(`it has ${size} bytes, and ${largestFileBytes} are read at most`)
    const bytes = await readFile(path.resolve(cwd, file))
    return success({ name: file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) })
  } catch (error) {
    return refuse(error instanceof TypeError ? 'it is not UTF-8 text' : problemText(error))
  }
}

const headings = { leftOut: 'Left out', changed: 'Changed in meaning', guessed: 'Guessed' } as const

function reportText(imported: ImportedModel, folder: string, sources: Sources): string {
  const { name, files, entities, dimensions, measures, relationships } = imported
  const counts = [
    counted(entities, 'entity', 'entities'),
    counted(dimensions, 'dimension'),
    counted(measures, 'measure'),
    counted(relationships, 'relationship'),
  ]
  const sections = Object.entries(headings).map(([key, heading]) => {
    const issues = imported[key as keyof typeof headings]
    return issues.length === 0 ? `${heading}: nothing.` : `${heading} (${issues.length})\n\n${printIssues(issues, sources)}`
  })
  return [
    ...sections,
    `Model \`${name}\` written to ${folder}: ${files.map((file) => file.name).join(', ')}.\n${counts.join(', ')}.`,
    `Next: tessera check --model ${folder}`,
  ].join('\n\n')
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

function toJson({ name, files, leftOut, changed, guessed, ...counts }: ImportedModel, folder: string) {
  return {
    model: name,
    folder,
    files: files.map((file) => file.name),
    ...counts,
    leftOut: leftOut.map(issueJson),
    changed: changed.map(issueJson),
    guessed: guessed.map(issueJson),
  }
}

function issueJson(found: Issue) {
  const { code, span, facts } = found
  const place = span === undefined ? {} : { file: span.file, line: span.line, column: span.column }
  return { code, message: issueMessage(found), ...place, facts }
}
