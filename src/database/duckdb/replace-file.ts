/**
 * Changes a DuckDB file as a whole: a copy is written under a temporary name beside it and takes its place when it is complete.
 * Whoever has the old file open keeps reading it; a crash leaves the old file as it was.
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { Result } from '../../semantic/issues/issue.ts'
import type { OpenOptions } from '../options.ts'
import { createInstance } from './instance.ts'

/** Temporary files of this process; those of dead ones are removed. */
const inUse = new Set<string>()

export async function replaceFile(
  file: string,
  options: OpenOptions,
  write: (instance: DuckDBInstance) => Promise<Result<void>>,
): Promise<Result<void>> {
  await mkdir(dirname(file), { recursive: true })
  await removeLeftovers(file)
  const temporary = `${file}.loading-${process.pid}-${randomUUID()}`
  inUse.add(temporary)
  try {
    await copyDatabase(file, temporary)
    const instance = await createInstance(temporary, { ...options, access: 'READ_WRITE' })
    const result = await write(instance).finally(() => instance.closeSync())
    if (result.ok) {
      await rename(temporary, file)
      await rm(`${file}.wal`, { force: true })
    }
    return result
  } finally {
    inUse.delete(temporary)
    await rm(temporary, { force: true })
    await rm(`${temporary}.wal`, { force: true })
  }
}

/** With what is not yet in the file itself. Nothing to copy is an empty database. */
async function copyDatabase(from: string, to: string): Promise<void> {
  for (const part of ['', '.wal']) {
    await copyFile(`${from}${part}`, `${to}${part}`, constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}

async function removeLeftovers(file: string): Promise<void> {
  const prefix = `${basename(file)}.loading-`
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(prefix)) continue
    const path = join(dirname(file), name)
    const owner = Number.parseInt(name.slice(prefix.length), 10)
    const isOurs = owner === process.pid
    if (isOurs ? !inUse.has(path.replace(/\.wal$/, '')) : !isRunning(owner)) await rm(path, { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
