/** The bases a run asks for: made where they are not there yet, the same rows on both engines. */
import { createProgress } from '../../src/cli/progress.ts'
import { note, type Terminal } from '../../src/cli/terminal.ts'
import { type EngineName, engineNames } from '../questions/question.ts'
import { openCluster } from './cluster.ts'
import { duckdbFingerprint, ensureDuckDBBase } from './duckdb.ts'
import type { Made, OnProgress } from './made.ts'
import { ensurePostgresBase, postgresFingerprint } from './postgres.ts'
import type { BaseSize } from './rows.ts'

export interface Base {
  readonly size: BaseSize
  /** As `DATABASE_URL` takes it, of the engines asked for. */
  readonly urls: ReadonlyMap<EngineName, string>
}

export interface BasesRequest {
  readonly folder: string
  readonly engines: readonly EngineName[]
  /** A server to use instead of one of our own. */
  readonly postgres?: string
  readonly terminal: Terminal
}

export interface Bases {
  ensure(size: BaseSize): Promise<Base>
  close(): Promise<void>
}

export async function openBases(request: BasesRequest): Promise<Bases> {
  const { folder, engines, terminal } = request
  const cluster = engines.includes('postgres') && request.postgres === undefined ? await openCluster(folder) : undefined
  const server = request.postgres ?? cluster?.url ?? ''
  const makers: Readonly<Record<EngineName, (size: BaseSize, onProgress: OnProgress) => Promise<Made>>> = {
    postgres: (size, onProgress) => ensurePostgresBase(server, size, onProgress),
    duckdb: (size, onProgress) => ensureDuckDBBase(folder, size, onProgress),
  }
  return {
    ensure: async (size) => {
      const made = new Map<EngineName, Made>()
      for (const engine of engineNames.filter((name) => engines.includes(name))) {
        const progress = createProgress(terminal)
        const task = `Loading ${size.activities.toLocaleString('en')} activities into ${engine}`
        let isLoading = false
        const loaded = await makers[engine](size, (fraction) => {
          if (!isLoading && !terminal.isInteractive) note(terminal, `${task} ...`)
          isLoading = true
          progress.update(task, fraction)
        })
        progress.stop()
        made.set(engine, loaded)
      }
      const urls = new Map([...made].map(([engine, { url }]) => [engine, url]))
      // What was compared when it was loaded has not changed since.
      if ([...made.values()].some(({ isNew }) => isNew)) await compare(urls, terminal)
      return { size, urls }
    },
    close: async () => void (await cluster?.close()),
  }
}

async function compare(urls: Base['urls'], terminal: Terminal): Promise<void> {
  const [postgres, duckdb] = [urls.get('postgres'), urls.get('duckdb')]
  if (postgres === undefined || duckdb === undefined) return
  const [one, other] = [await postgresFingerprint(postgres), await duckdbFingerprint(duckdb.replace('duckdb:', ''))]
  if (one.join() !== other.join()) throw new Error(`The bases differ.\n  postgres: ${one.join(', ')}\n  duckdb: ${other.join(', ')}`)
  note(terminal, `The same rows on both engines: ${one.join(', ')}`)
}
