/**
 * A DuckDB file a server answers from, with the files of its model loaded.
 *
 *   open     files as they were loaded before -> opened; a file is new or changed -> loaded into a new database file first
 *   refresh  a file changed -> loaded into a new database file while the old one serves; then new queries go to the new one,
 *            those already running finish on the old one, and the old file is gone
 *
 * A load that fails changes nothing.
 */
import { stat } from 'node:fs/promises'
import { failure, type Result, success } from '../../semantic/issues/issue.ts'
import type { Database } from '../database.ts'
import type { DatabaseTarget } from '../database-url.ts'
import { type Manifest, readManifest } from '../files/manifest.ts'
import { type ResolvedFile, resolveFiles } from '../files/resolve-file.ts'
import type { OpenOptions } from '../options.ts'
import type { ServingDatabase, ServingRequest } from '../serving.ts'
import { loadFailure } from '../unavailable.ts'
import { answersAlike } from './fixed-data.ts'
import { createInstance, lockInstance, onConnection } from './instance.ts'
import { databaseOn, openPool } from './open.ts'
import { ConnectionPool } from './pool.ts'

type DuckDBTarget = Extract<DatabaseTarget, { engine: 'duckdb' }>

/** One set of loaded data. */
interface Generation {
  readonly pool: ConnectionPool
  readonly manifest: Manifest
  /** Tells this file from another under the same name; empty in memory. */
  readonly identity: string
  /** False: the database holds views that answer otherwise at another time. */
  readonly answersAlike: boolean
}

export class ServingDuckDB implements ServingDatabase {
  readonly database: Database
  readonly #target: DuckDBTarget
  readonly #request: ServingRequest
  #current: Generation
  /** Counts the generations: no two have one number. */
  #number = 1
  /** Old generations whose last queries are running. */
  readonly #retiring = new Set<Promise<void>>()
  #turn: Promise<unknown> = Promise.resolve()

  static async open(target: DuckDBTarget, request: ServingRequest): Promise<Result<ServingDatabase>> {
    const first = await nextGeneration(target, request, undefined)
    return first.ok ? success(new ServingDuckDB(target, request, first.value)) : first
  }

  private constructor(target: DuckDBTarget, request: ServingRequest, first: Generation) {
    this.#target = target
    this.#request = request
    this.#current = first
    const database = databaseOn(() => this.#current.pool, request.options ?? {})
    const dataVersion = () => (this.#current.answersAlike ? String(this.#number) : undefined)
    this.database = { ...database, dataVersion, close: () => this.#close(database) }
  }

  refresh(): Promise<Result<'unchanged' | 'reloaded'>> {
    const result = this.#turn.then(() => this.#refresh())
    this.#turn = result.catch(() => {})
    return result
  }

  async #refresh(): Promise<Result<'unchanged' | 'reloaded'>> {
    const old = this.#current
    const next = await nextGeneration(this.#target, this.#request, old)
    if (!next.ok) return next
    if (next.value === old) return success('unchanged')
    this.#current = next.value
    this.#number += 1
    const retiring = old.pool.close().finally(() => this.#retiring.delete(retiring))
    this.#retiring.add(retiring)
    return success('reloaded')
  }

  async #close(database: Database): Promise<void> {
    await this.#turn
    await Promise.all([database.close(), ...this.#retiring])
  }
}

/** The current one itself when nothing changed. */
async function nextGeneration(target: DuckDBTarget, request: ServingRequest, current: Generation | undefined): Promise<Result<Generation>> {
  const files = await resolveFiles(request.files, request.folder)
  if (!files.ok) return files
  try {
    return target.file === ':memory:'
      ? await generationInMemory(target, request, files.value, current)
      : await generationOfFile(target, request, files.value, current)
  } catch (error) {
    return failure(loadFailure(target.name, error))
  }
}

async function generationInMemory(
  target: DuckDBTarget,
  { options = {}, onProgress }: ServingRequest,
  files: readonly ResolvedFile[],
  current: Generation | undefined,
): Promise<Result<Generation>> {
  if (current !== undefined && changed(files, current.manifest).length === 0) return success(current)
  const instance = await createInstance(target.file, { ...options, access: 'READ_WRITE' })
  const { loadIntoInstance } = await import('./load.ts')
  const loaded = await loadIntoInstance(instance, target.name, files, onProgress)
  if (!loaded.ok) {
    instance.closeSync()
    return loaded
  }
  await lockInstance(instance)
  const pool = new ConnectionPool(instance, options.connections ?? 4)
  return success({ pool, manifest: manifestOf(files), identity: '', answersAlike: true })
}

async function generationOfFile(
  target: DuckDBTarget,
  { options = {}, onProgress }: ServingRequest,
  files: readonly ResolvedFile[],
  current: Generation | undefined,
): Promise<Result<Generation>> {
  const stored = files.length === 0 ? new Map<string, string>() : await storedManifest(target.file, options)
  const stale = changed(files, stored)
  if (stale.length > 0) {
    const [{ loadIntoInstance }, { replaceFile }] = await Promise.all([import('./load.ts'), import('./replace-file.ts')])
    const loaded = await replaceFile(target.file, options, (instance) => loadIntoInstance(instance, target.name, stale, onProgress))
    if (!loaded.ok) return loaded
  }
  const identity = await identityOf(target.file)
  if (current !== undefined && identity === current.identity) return success(current)
  const pool = await openPool(target.file, options)
  return success({ pool, manifest: manifestOf(files), identity, answersAlike: await answersAlike(pool) })
}

function changed(files: readonly ResolvedFile[], manifest: Manifest): readonly ResolvedFile[] {
  return files.filter((file) => manifest.get(file.table.table) !== file.signature)
}

function manifestOf(files: readonly ResolvedFile[]): Manifest {
  return new Map(files.map((file) => [file.table.table, file.signature]))
}

/** Of the file as it is now, which another process may have replaced. */
async function storedManifest(file: string, options: OpenOptions): Promise<Manifest> {
  if ((await identityOf(file)) === '') return new Map()
  const instance = await createInstance(file, { ...options, access: 'READ_ONLY' })
  try {
    return await onConnection(instance, readManifest)
  } finally {
    instance.closeSync()
  }
}

async function identityOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined)
  return found === undefined ? '' : `${found.dev}:${found.ino}`
}
