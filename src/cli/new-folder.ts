/** Files into a folder that is new or empty: nothing that is there is written over. */
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'

/** A text, or a copy of another file. Names may lead into folders below. */
export type NewFile = { readonly name: string } & ({ readonly text: string } | { readonly copyOf: string })

export interface NewFolder {
  readonly folder: string
  /** As messages call it. */
  readonly name: string
  /** The option that names another one. */
  readonly option: string
}

export async function writeNewFolder(files: readonly NewFile[], { folder, name, option }: NewFolder): Promise<Result<undefined>> {
  const free = await checkNewFolder({ folder, name, option })
  if (!free.ok) return free
  try {
    for (const file of files) {
      const target = path.join(folder, file.name)
      await mkdir(path.dirname(target), { recursive: true })
      if ('text' in file) await writeFile(target, file.text, { flag: 'wx' })
      else await copyFile(file.copyOf, target, constants.COPYFILE_EXCL)
    }
    return success(undefined)
  } catch (error) {
    return refuse(name, `${problemText(error)}. \`${option}\` names another folder.`)
  }
}

/** Before anything long is done for it. */
export async function checkNewFolder({ folder, name, option }: NewFolder): Promise<Result<undefined>> {
  try {
    const present = await readdir(folder).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? [] : Promise.reject(error)))
    if (present.length > 0) return refuse(name, `it has files already, and none is written over. \`${option}\` names another folder.`)
    return success(undefined)
  } catch (error) {
    return refuse(name, `${problemText(error)}. \`${option}\` names another folder.`)
  }
}

function refuse(folder: string, problem: string): Result<undefined> {
  return failure(issue('FOLDER_NOT_WRITABLE', { folder, problem }))
}

/** Relative to the working directory where it is below it. */
export function shown(folder: string, cwd: string): string {
  const relative = path.relative(cwd, folder)
  return (relative.startsWith('..') ? folder : relative || '.').replaceAll(path.sep, '/')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

export function problemText(error: unknown): string {
  const code = codeOf(error)
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'access is denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'it is a file, and not a folder',
    EEXIST: 'it is a file, and not a folder',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  }
  return known[code] ?? `the system says ${code}`
}
