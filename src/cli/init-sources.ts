/** What `tessera init` is asked to look at: files, folders of files, or one database. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FileToOpen } from '../database/tables/open-files.ts'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { closest } from '../semantic/issues/suggest.ts'
import { legalName } from '../semantic/model/names.ts'

export type Sources =
  | { readonly kind: 'files'; readonly files: readonly FileToOpen[]; readonly modelName: string }
  | { readonly kind: 'database'; readonly url: string }

const known = /\.(?:(?:csv|tsv|json|jsonl|ndjson)(?:\.gz)?|parquet)$/i

const isUrl = /^(duckdb:|[a-z][a-z0-9+.-]*:\/\/)/i

export async function findSources(given: readonly string[], cwd: string): Promise<Result<Sources>> {
  const [database] = given.flatMap((text) => (isUrl.test(text) ? [text] : /\.(duckdb|ddb)$/i.test(text) ? [`duckdb:${text}`] : []))
  if (database !== undefined) {
    const shown = given.map(withoutPassword)
    return given.length === 1 ? success({ kind: 'database', url: database }) : failure(issue('DATA_SOURCES_MIXED', { sources: shown }))
  }
  const found = await Promise.all(given.map((text) => filesAt(text, cwd)))
  const issues = found.flatMap((result): readonly Issue[] => (result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const names = [...new Set(found.flatMap((result) => (result.ok ? result.value : [])))]
  return success({ kind: 'files', files: withTables(names, cwd), modelName: modelNameOf(given, names, cwd) })
}

/** All data files directly in a folder, by name. */
export async function dataFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  // Files of programs, which are no data.
  const others = /^(package(-lock)?|tsconfig.*|composer|biome|schema)\.json$/i
  return entries.flatMap((entry) => (entry.isFile() && known.test(entry.name) && !others.test(entry.name) ? [entry.name] : [])).toSorted()
}

async function filesAt(given: string, cwd: string): Promise<Result<readonly string[]>> {
  const absolute = path.resolve(cwd, given)
  const found = await stat(absolute).catch(() => undefined)
  if (found === undefined) {
    const names = await readdir(path.dirname(absolute)).catch(() => [])
    const nearest = closest(path.basename(absolute), names)
    return failure(
      issue('FILE_NOT_FOUND', { file: given, ...(nearest !== undefined && { closest: path.join(path.dirname(given), nearest) }) }),
    )
  }
  if (!found.isDirectory()) return known.test(given) ? success([absolute]) : failure(issue('FILE_FORMAT_UNKNOWN', { file: given }))
  const names = await dataFilesIn(absolute)
  if (names.length === 0)
    return failure(issue('NOTHING_TO_MODEL', { source: given, problem: 'the folder has no CSV, Parquet or JSON file' }))
  return success(names.map((name) => path.join(absolute, name)))
}

function withTables(files: readonly string[], cwd: string): readonly FileToOpen[] {
  const taken = new Set<string>()
  return files.map((file) => {
    const base = legalName(path.basename(file).replace(known, ''))
    let table = base
    for (let number = 2; taken.has(table); number++) table = `${base.slice(0, 45)}_${number}`
    taken.add(table)
    return { name: shownFile(file, cwd), path: file, table }
  })
}

function shownFile(file: string, cwd: string): string {
  const relative = path.relative(cwd, file)
  return (relative.startsWith('..') ? file : relative).replaceAll(path.sep, '/')
}

/** After the folder that was named; after the only file; after the working directory. */
function modelNameOf(given: readonly string[], files: readonly string[], cwd: string): string {
  const [first = '.', other] = given
  if (other === undefined && !known.test(first)) return legalName(path.basename(path.resolve(cwd, first)))
  const [only = cwd, second] = files
  return legalName(path.basename(second === undefined ? only : cwd).replace(known, ''))
}

/** For people: nothing secret stands in it. */
export function withoutPassword(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):[^@/]*@/i, '$1:<password>@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1<password>')
}
