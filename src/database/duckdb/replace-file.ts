/**
 * Changes a DuckDB file as a whole: a copy is written under a temporary name beside it and takes its place when it is complete.
 * Whoever has the old file open keeps reading it; a crash leaves the old file as it was.
 */
import { constants } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { Result } from '../../semantic/issues/issue.ts'
import type { OpenOptions } from '../options.ts'
import { createInstance } from './instance.ts'
import { withTemporaryFile } from './temporary-file.ts'

export async function replaceFile(
  file: string,
  options: OpenOptions,
  write: (instance: DuckDBInstance) => Promise<Result<void>>,
): Promise<Result<void>> {
  await mkdir(dirname(file), { recursive: true })
  return withTemporaryFile(file, async (temporary) => {
    await copyDatabase(file, temporary)
    const instance = await createInstance(temporary, { ...options, access: 'READ_WRITE' })
    const result = await write(instance).finally(() => instance.closeSync())
    if (result.ok) {
      await rename(temporary, file)
      await rm(`${file}.wal`, { force: true })
    }
    return result
  })
}

/** With what is not yet in the file itself. Nothing to copy is an empty database. */
async function copyDatabase(from: string, to: string): Promise<void> {
  for (const part of ['', '.wal']) {
    await copyFile(`${from}${part}`, `${to}${part}`, constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}
