/**
 * Starts the PostgreSQL that tests run on, from the binaries that npm installed, and removes it afterwards.
 * `TEST_DATABASE_URL` names a server to use instead; then nothing is started.
 *
 * The server's own zone is not UTC on purpose: a session that forgot to set its zone shows.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from 'vitest'
import type { TestProject } from 'vitest/node'
import { freePort, initializeCluster, nativeFolder, serverIdentity } from './postgres-programs.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

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
    { ...serverIdentity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
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
