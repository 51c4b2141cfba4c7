/**
 * The database a server answers from, with the files of its model loaded and everything locked.
 *
 *   open     files as they were loaded before -> opened; a file is new or changed -> loaded into a new database file first
 *   refresh  a file changed -> loaded into a new database file while the old one serves; then new queries go to the new one,
 *            those already running finish on the old one, and the old file is gone
 *
 * A load that fails changes nothing. In PostgreSQL files are loaded by command, never by a server.
 */
import { stat } from 'node:fs/promises'
import type { FileTable } from '../semantic/catalog/catalog.ts'
import { failure, type Result, success } from '../semantic/issues/issue.ts'
import type { Database } from './database.ts'
import { type DatabaseTarget, parseDatabaseUrl } from './database-url.ts'
import { createInstance, lockInstance, onConnection } from './duckdb/instance.ts'
import { loadIntoInstance } from './duckdb/load.ts'
import { databaseOn, openPool } from './duckdb/open.ts'
import { ConnectionPool } from './duckdb/pool.ts'
import { replaceFile } from './duckdb/replace-file.ts'
import { type Manifest, readManifest } from './files/manifest.ts'
import type { OnProgress } from './files/progress.ts'
import { type ResolvedFile, resolveFiles } from './files/resolve-file.ts'
import { openTarget } from './open.ts'
import type { OpenOptions } from './options.ts'
import { loadFailure } from './unavailable.ts'

export interface ServingRequest {
  readonly url: string
  /** The `file:` tables of the model. */
  readonly files: readonly FileTable[]
  /** What their paths are relative to. */
  readonly folder: string
  readonly options?: Omit<OpenOptions, 'mode'>
  readonly onProgress?: OnProgress
}

export interface ServingDatabase {
  /** Stays the same for its whole life; its Kysely always asks the current data. */
  readonly database: Database
  /** Loads what changed since. Calls made meanwhile wait for their turn. */
  refresh(): Promise<Result<'unchanged' | 'reloaded'>>
}

export async function openServingDatabase(request: ServingRequest): Promise<Result<ServingDatabase>> {
  const target = parseDatabaseUrl(request.url)
  if (!target.ok) return target
  if (target.value.engine === 'duckdb') return ServingDuckDB.open(target.value, request)
  const opened = await openTarget(target.value, { ...request.options, mode: 'read' })
  return opened.ok ? success({ database: opened.value, refresh: async () => success('unchanged') }) : opened
}

type DuckDBTarget = Extract<DatabaseTarget, { engine: 'duckdb' }>

/** One set of loaded data. */
interface Generation {
  readonly pool: ConnectionPool
  readonly manifest: Manifest
  /** Tells this file from another under the same name; empty in memory. */
  readonly identity: string
}

class ServingDuckDB implements ServingDatabase {
  readonly database: Database
  readonly #target: DuckDBTarget
  readonly #request: ServingRequest
  #current: Generation
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
    this.database = { ...database, close: () => this.#close(database) }
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
  const loaded = await loadIntoInstance(instance, target.name, files, onProgress)
  if (!loaded.ok) {
    instance.closeSync()
    return loaded
  }
  await lockInstance(instance)
  return success({ pool: new ConnectionPool(instance, options.connections ?? 4), manifest: manifestOf(files), identity: '' })
}

async function generationOfFile(
  target: DuckDBTarget,
  { options = {}, onProgress }: ServingRequest,
  files: readonly ResolvedFile[],
  current: Generation | undefined,
): Promise<Result<Generation>> {
  const stored = await storedManifest(target.file, options)
  const stale = changed(files, stored)
  if (stale.length > 0) {
    const loaded = await replaceFile(target.file, options, (instance) => loadIntoInstance(instance, target.name, stale, onProgress))
    if (!loaded.ok) return loaded
  }
  const identity = await identityOf(target.file)
  if (current !== undefined && identity === current.identity) return success(current)
  const pool = await openPool(target.file, options)
  return success({ pool, manifest: manifestOf(files), identity })
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
