/**
 * Names of database files in the making, beside the file whose place they will take, and what is left of them when a process was killed.
 *
 *   shop.duckdb   ->   shop.duckdb.loading-<process>-<unique>
 */
import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Temporary files of this process; those of dead ones are removed. */
const inUse = new Set<string>()

/** Runs `use` with a name of its own; whatever is still there under it afterwards is removed. */
export async function withTemporaryFile<T>(file: string, use: (temporary: string) => Promise<T>): Promise<T> {
  await removeLeftovers(file)
  const temporary = `${file}.loading-${process.pid}-${randomUUID()}`
  inUse.add(temporary)
  try {
    return await use(temporary)
  } finally {
    inUse.delete(temporary)
    await rm(temporary, { force: true })
    await rm(`${temporary}.wal`, { force: true })
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

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
