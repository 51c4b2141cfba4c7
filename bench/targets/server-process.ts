/** The real server, started as anybody starts it, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/server/package-root.ts'

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  close(): Promise<void>
}

export interface ServerRequest {
  readonly databaseUrl: string
  readonly modelFolder: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Resolves when it says that it serves; what it said is the error when it ends before. */
export async function startServerProcess({ databaseUrl, modelFolder, environment }: ServerRequest): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [join(packageRoot, 'bin', 'tessera'), 'serve', '--model', modelFolder, '--host', '127.0.0.1', '--port', '0'],
    {
      // Its log goes where nobody reads it, but it is written as in any server.
      stdio: ['ignore', 'ignore', 'pipe'],
      // Settings of this shell would change what is measured.
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, TESSERA_STATEMENT_TIMEOUT: '10m', ...environment },
    },
  )
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const url = await urlOf(child)
  return {
    url,
    pid: child.pid ?? 0,
    close: async () => {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += String(chunk)
      const url = /Tessera serves (http:\S+)\/graphiql/.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}:\n${said}`)))
  })
}
