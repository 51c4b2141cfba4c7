/** The program as it is started: every statement of DuckDB that may run holds a thread of Node's, and health still answers. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { packageRoot } from '../../src/server/package-root.ts'
import { folderWith } from '../support/folders.ts'
import { asking, quickAndEndless } from './running-server.ts'

test('as many endless statements as may run leave threads for health and for the files of the page', { timeout: 120_000 }, async () => {
  const folder = folderWith({ 'shop.yml': quickAndEndless })
  const environment = {
    DATABASE_URL: 'duckdb::memory:',
    TESSERA_DUCKDB_THREADS: '1',
    TESSERA_STATEMENT_TIMEOUT: '10m',
    TESSERA_RESULT_CACHE: 'off',
  }
  const program = join(packageRoot, 'bin/tessera')
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--model', folder], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  child.stdout.resume()
  const patience = { timeout: 90_000, interval: 50 }
  const url = await vi.waitFor(() => /Tessera serves (http:\S+)\/graphiql/.exec(said)?.[1] ?? Promise.reject(new Error(said)), patience)
  const client = new AbortController()
  const endless = Array.from({ length: 8 }, () =>
    asking(url)
      .endless({ signal: client.signal })
      .catch(() => 'gone'),
  )
  await vi.waitFor(() => expect(asking(url).quick(1, { signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout'), patience)
  const answers = await Promise.all(['livez', 'readyz', 'graphiql/'].map((path) => fetch(`${url}/${path}`)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  client.abort()
  expect(await Promise.all(endless)).toEqual(endless.map(() => 'gone'))
  expect(await asking(url).quick(7)).toEqual({ status: 200, retryAfter: null, rows: 7 })
})
