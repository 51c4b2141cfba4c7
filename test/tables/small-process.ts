/** The program in a process of its own, with less memory than a table of a million rows takes, and a folder of its own for what it writes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, inject, vi } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open.ts'
import { packageRoot } from '../../src/server/package-root.ts'
import type { EngineName } from '../support/databases.ts'
import { modelFolder } from './table-server.ts'

export interface SmallProcess {
  readonly url: string
  /** What it holds of the machine's memory, in megabytes. */
  memory(): number
  /** Files and folders it has written, and not removed. */
  written(): readonly string[]
  /** Statements of it that PostgreSQL is running. */
  statements(): Promise<number>
}

interface Options {
  readonly model: string
  readonly queries: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

const program = join(packageRoot, 'bin/tessera')

/** One process for the tests of a `describe`. */
export function withSmallProcess(engine: EngineName, options: Options): () => SmallProcess {
  let running: { readonly process: SmallProcess; readonly close: () => Promise<void> } | undefined
  beforeAll(async () => {
    running = await start(engine, options)
  }, 120_000)
  afterAll(() => running?.close())
  return () => {
    if (running === undefined) throw new Error('The process has not started yet')
    return running.process
  }
}

async function start(engine: EngineName, { model, queries, environment }: Options) {
  const folder = modelFolder({ model, queries })
  const temporary = mkdtempSync(join(tmpdir(), 'tessera-small-'))
  const application = `small-${randomUUID()}`
  const database = engine === 'duckdb' ? 'duckdb::memory:' : postgresUrl(application)
  // Not by NODE_OPTIONS: a checkout that changed is built first, which takes more.
  const child = spawn(process.execPath, ['--max-old-space-size=128', program, 'serve', '--port', '0', '--model', folder], {
    cwd: temporary,
    env: {
      PATH: process.env.PATH,
      TMPDIR: temporary,
      DATABASE_URL: database,
      TESSERA_DUCKDB_THREADS: '2',
      TESSERA_SHUTDOWN_GRACE: '100ms',
      LOG_LEVEL: 'error',
      ...environment,
    },
  })
  const watcher = await openDatabase(inject('postgresUrl'))
  if (!watcher.ok) throw new Error('No PostgreSQL')
  return {
    process: {
      url: await urlOf(child),
      memory: () => memoryOf(child),
      written: () => readdirSync(temporary),
      statements: () => statementsOf(application, watcher.value),
    },
    close: async () => {
      child.kill('SIGKILL')
      await watcher.value.close()
      rmSync(folder, { recursive: true, force: true })
      rmSync(temporary, { recursive: true, force: true })
    },
  }
}

function postgresUrl(application: string): string {
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('application_name', application)
  return url.href
}

function urlOf(child: ChildProcess): Promise<string> {
  let said = ''
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (chunk) => {
      said += chunk
    })
  }
  const ended = new Promise<never>((_, reject) => child.once('close', () => reject(new Error(said))))
  const url = vi.waitFor(() => /Tessera serves (http:\S+)\/graphiql/.exec(said)?.[1] ?? Promise.reject(new Error(said)), {
    timeout: 100_000,
    interval: 50,
  })
  return Promise.race([url, ended])
}

function memoryOf({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

async function statementsOf(application: string, { kysely }: Database): Promise<number> {
  const found = await sql<{ n: number }>`select cast(count(*) as integer) as n from pg_stat_activity
    where state = 'active' and application_name = ${application}`.execute(kysely)
  return found.rows[0]?.n ?? 0
}
