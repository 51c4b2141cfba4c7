/** What `tessera init` tells: what it read and wrote, what it guessed and from what, what it left out and why, and what comes next. */
import type { Remark } from '../init/draft.ts'
import type { DraftedModel } from '../init/draft-model.ts'
import type { Issue } from '../semantic/issues/issue.ts'
import { issueMessage, printIssues } from '../semantic/issues/print.ts'

export interface Made {
  readonly name: string
  readonly drafted: DraftedModel
  /** Files or tables. */
  readonly read: readonly string[]
  /** Of files that cannot be read. */
  readonly refused: readonly Issue[]
  readonly remarks: readonly Remark[]
  /** Where it was written. */
  readonly folder: string
  /** A command. */
  readonly next: string
}

export function initReport(made: Made): string {
  const { name, drafted, read, refused, remarks, folder, next } = made
  const { entities, dimensions, measures, relationships } = countsOf(made)
  const counts = [
    counted(entities, 'entity', 'entities'),
    counted(dimensions, 'dimension'),
    counted(measures, 'measure'),
    counted(relationships, 'relationship'),
  ]
  const files = [...drafted.files.map((file) => file.name), ...(drafted.firstLook === undefined ? [] : ['queries/first-look.graphql'])]
  return [
    `Read: ${read.join(', ')}.`,
    ...section('Noted', remarks, 'noted'),
    ...section('Guessed, with a comment in the model', remarks, 'guessed'),
    ...section('Left out', remarks, 'left out'),
    ...(refused.length === 0 ? [] : [`Files that cannot be read, and are left out\n\n${printIssues(refused, new Map())}`]),
    `Model \`${name}\` written to ${folder}: ${files.join(', ')}.\n${counts.join(', ')}.`,
    `Next: ${next}`,
  ].join('\n\n')
}

function section(heading: string, remarks: readonly Remark[], kind: Remark['kind']): readonly string[] {
  const lines = remarks.filter((remark) => remark.kind === kind).map(({ text }) => `  ${printable(text)}.`)
  return lines.length === 0 ? [] : [`${heading} (${lines.length})\n${lines.join('\n')}`]
}

/** Names of columns must not reach a terminal as commands. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD')
}

function countsOf({ drafted: { catalog } }: Made) {
  const entities = [...catalog.entities.values()]
  return {
    entities: entities.length,
    dimensions: entities.reduce((sum, { dimensions }) => sum + dimensions.size, 0),
    measures: entities.reduce((sum, { measures }) => sum + measures.size, 0),
    relationships: catalog.relationships.length,
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

export function initJson(made: Made) {
  const { name, drafted, read, refused, remarks, folder, next } = made
  const texts = (kind: Remark['kind']) => remarks.filter((remark) => remark.kind === kind).map(({ text }) => text)
  return {
    model: name,
    folder,
    files: [...drafted.files.map((file) => file.name), ...(drafted.firstLook === undefined ? [] : ['queries/first-look.graphql'])],
    ...countsOf(made),
    read,
    noted: texts('noted'),
    guessed: texts('guessed'),
    leftOut: texts('left out'),
    refused: refused.map((found) => ({
      code: found.code,
      message: issueMessage(found),
      ...(found.span && { file: found.span.file, line: found.span.line }),
    })),
    next,
  }
}
