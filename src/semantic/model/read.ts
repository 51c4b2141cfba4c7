/** The files of a model's folder, read as text. The only door of this room to the disk. */
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { ModelFile } from './parse.ts'

/** A model of 500 entities has about 1 MB in all. */
const largestFileBytes = 4 * 1024 * 1024

/** All *.yml and *.yaml directly in the folder, by name; saved queries and the like stand in folders below. */
export async function readModel(folder: string): Promise<Result<readonly ModelFile[]>> {
  const listed = await listFolder(folder)
  if (!listed.ok) return listed
  const names = listed.value.filter(isYaml)
  if (names.length === 0) {
    const problem = 'the folder has no *.yml or *.yaml file'
    return failure(issue('MODEL_NOT_FOUND', { folder: shownName(folder), problem, closest: await modelBelow(folder, listed.value) }))
  }
  return readTexts(folder, names)
}

/** Texts that stand beside a model, by name: all files directly in the folder that are wanted; none where there is no such folder. */
export async function readFolder(folder: string, isWanted: (name: string) => boolean): Promise<Result<readonly ModelFile[]>> {
  try {
    const names = await readdir(folder)
    return readTexts(folder, names.filter(isWanted).toSorted())
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return success([])
    const problem = code === 'ENOTDIR' ? 'it is a file, and not a folder' : problemText(code)
    return failure(issue('MODEL_UNREADABLE', { path: shownName(folder), problem }))
  }
}

async function readTexts(folder: string, names: readonly string[]): Promise<Result<readonly ModelFile[]>> {
  const files = await Promise.all(names.map((name) => readText(path.join(folder, name))))
  const issues = files.flatMap((file) => (file.ok ? [] : file.issues))
  return issues.length > 0 ? failure(...issues) : success(files.flatMap((file) => (file.ok ? [file.value] : [])))
}

/** Names in a folder, by code point, so that issues and defaults come in the same order on every machine. */
async function listFolder(folder: string): Promise<Result<readonly string[]>> {
  try {
    return success((await readdir(folder)).toSorted())
  } catch (error) {
    return failure(await folderIssue(folder, codeOf(error)))
  }
}

async function folderIssue(folder: string, code: string): Promise<Issue> {
  if (code === 'ENOENT') {
    return issue('MODEL_NOT_FOUND', {
      folder: shownName(folder),
      problem: 'the folder does not exist',
      closest: await nearestFolder(folder),
    })
  }
  if (code === 'ENOTDIR') {
    const problem = 'it is a file, and a model is a folder of *.yml files'
    return issue('MODEL_NOT_FOUND', { folder: shownName(folder), problem, closest: shownName(path.dirname(folder)) })
  }
  return issue('MODEL_UNREADABLE', { path: shownName(folder), problem: problemText(code) })
}

/** One file, called as messages call it. */
async function readText(file: string): Promise<Result<ModelFile>> {
  const name = shownName(file)
  const refuse = (problem: string): Result<ModelFile> => failure(issue('MODEL_UNREADABLE', { path: name, problem }))
  try {
    const { size } = await stat(file)
    if (size > largestFileBytes) return refuse(`it has ${size} bytes, and a file of a model has ${largestFileBytes} at most`)
    const bytes = await readFile(file)
    return success({ name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) })
  } catch (error) {
    return refuse(error instanceof TypeError ? 'it is not UTF-8 text' : problemText(codeOf(error)))
  }
}

/** A folder beside the missing one with a similar name, else the nearest folder above that exists. */
async function nearestFolder(folder: string): Promise<string | undefined> {
  const parent = path.dirname(path.resolve(folder))
  if (parent === path.resolve(folder)) return undefined
  const beside = await subfolders(parent)
  if (beside === undefined) return nearestFolder(parent)
  const similar = closest(path.basename(folder), beside)
  return shownName(similar === undefined ? parent : path.join(parent, similar))
}

/** The parent of several models is easily taken for a model. */
async function modelBelow(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const inside = await readdir(path.join(folder, name)).catch(() => [])
    if (inside.some(isYaml)) return shownName(path.join(folder, name))
  }
  return undefined
}

async function subfolders(folder: string): Promise<readonly string[] | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
  return entries?.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}

/** Relative to the current directory when below it. */
function shownName(file: string): string {
  const relative = path.relative(process.cwd(), file)
  if (relative === '') return '.'
  const isBelow = !relative.startsWith('..') && !path.isAbsolute(relative)
  return (isBelow ? relative : path.resolve(file)).replaceAll(path.sep, '/')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

function problemText(code: string): string {
  const known: Record<string, string> = { EACCES: 'access is denied', EISDIR: 'it is a folder', ENOENT: 'it does not exist' }
  return known[code] ?? `the system says ${code}`
}
