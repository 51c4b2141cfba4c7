/**
 * Pages for what the documentation links to and is no page of it: a file is shown as code, a folder as a list of what it holds, whose pages are made, too.
 */
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { linkedFile, pageOf } from './addresses.ts'
import { pages, repository, textOf, titleOf } from './contents.ts'
import { relativeLinks } from './github-markdown.ts'

export interface Source {
  /** File or folder of the repository. */
  readonly file: string
  /** The page, as Markdown. Its links begin with a slash, for the repository. */
  readonly markdown: string
}

export function linkedSources(): readonly Source[] {
  const linkedBy = new Map<string, readonly string[]>()
  for (const page of pages) {
    for (const link of relativeLinks(textOf(page))) {
      const file = linkedFile(page, link)
      if (file !== undefined && pageOf(file) === undefined) linkedBy.set(file, [...new Set([...(linkedBy.get(file) ?? []), page])])
    }
  }
  // Of a file that is not there no page is made, and the build names the link.
  const linked = [...linkedBy.keys()].filter((file) => statSync(path.join(repository, file), { throwIfNoEntry: false }) !== undefined)
  return [...new Set(linked.flatMap(withContents))].map((file) => ({ file, markdown: sourcePage(file, linkedBy.get(file) ?? []) }))
}

function isFolder(file: string): boolean {
  return statSync(path.join(repository, file)).isDirectory()
}

function withContents(file: string): readonly string[] {
  return isFolder(file) ? [file, ...inFolder(file).flatMap(withContents)] : [file]
}

function inFolder(folder: string): readonly string[] {
  return readdirSync(path.join(repository, folder))
    .filter((name) => !name.startsWith('.'))
    .toSorted()
    .map((name) => path.posix.join(folder, name))
}

function sourcePage(file: string, linkedBy: readonly string[]): string {
  const folder = path.posix.dirname(file)
  const from = linkedBy.map((page) => `[${titleOf(page)}](/${page})`)
  const note = from.length > 0 ? `Linked from ${from.join(', ')}.` : `In [${folder}](/${folder}).`
  return [`# ${path.posix.basename(file)}`, `\`${file}\``, note, isFolder(file) ? list(file) : code(file)].join('\n\n')
}

function list(folder: string): string {
  return inFolder(folder)
    .map((file) => `- [${path.posix.basename(file)}](/${file})`)
    .join('\n')
}

/** By ending. TypeScript stays plain: there is so much of it that it would be a third of the build. */
const languages: Readonly<Record<string, string>> = { pq: 'powerquery', yml: 'yaml', ts: 'txt', tsx: 'txt' }

function code(file: string): string {
  const text = textOf(file)
  const ending = path.extname(file).slice(1)
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${languages[ending] ?? ending}\n${text.trimEnd()}\n${fence}`
}
