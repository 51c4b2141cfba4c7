/**
 * Where an instance of DuckDB writes what does not fit into its memory. Each instance has a folder of its own, because closing one removes
 * whatever DuckDB has written there; it is made when it is first needed.
 *
 *   TESSERA_DUCKDB_TEMP=/scratch   ->   /scratch/tessera-spill-<host>-<process>-<life>-<number>
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isRunning } from './temporary-file.ts'

/** The folder that was asked for is not one. */
export class SpillFolderError extends Error {
  override readonly name = 'SpillFolderError'
}

/** Tells this process from an earlier one with the same id. */
const life = randomUUID().slice(0, 8)
let made = 0
const swept = new Set<string>()

/**
 * Without a wish: beside the database file, whose disk is made for data, or in the system's temporary folder where that cannot be written
 * to. Empty where neither can: then nothing is spilled, and a question that needs more memory than there is fails.
 */
export async function spillFolderFor(file: string, wished: string | undefined): Promise<string> {
  const base = wished === undefined ? await defaultBase(file) : await wishedBase(wished)
  if (base === undefined) return ''
  if (!swept.has(base)) await removeLeftovers(base)
  swept.add(base)
  made += 1
  return join(base, `tessera-spill-${hostname()}-${process.pid}-${life}-${made}`)
}

async function wishedBase(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true }).catch(() => {})
  if (await isWritable(folder)) return folder
  throw new SpillFolderError('The folder of TESSERA_DUCKDB_TEMP cannot be written to')
}

async function defaultBase(file: string): Promise<string | undefined> {
  const candidates = file === ':memory:' ? [tmpdir()] : [dirname(file), tmpdir()]
  for (const folder of candidates) if (await isWritable(folder)) return folder
  return undefined
}

/** The slash makes a file of that name no folder. */
async function isWritable(folder: string): Promise<boolean> {
  return access(`${folder}/`, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Of processes of this machine that were killed; another machine may share the folder. */
async function removeLeftovers(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const [, host, pid, itsLife] = /^tessera-spill-(.+)-(\d+)-([0-9a-f]{8})-\d+$/.exec(name) ?? []
    if (host !== hostname() || itsLife === life) continue
    if (Number(pid) === process.pid || !isRunning(Number(pid))) await rm(join(base, name), { recursive: true, force: true })
  }
}
