/** bin/tessera as a process: starting, serving, signals, pipes, and what it says when it cannot. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { packageRoot } from '../../src/server/package-root.ts'
import { folderWith, shop, shopEnvironment } from './command.ts'

const program = join(packageRoot, 'bin/tessera')

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Running {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

/** Nothing of this process's environment but what Node needs. */
function launch(
  args: readonly string[],
  { cwd, environment = {}, command = program }: { cwd: string; environment?: NodeJS.ProcessEnv; command?: string },
): Running {
  const child = spawn(process.execPath, [command, ...args], { cwd, env: { PATH: process.env.PATH, ...environment } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr: withoutBuild(stderr) })))
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** A checkout that changed since the last build is built first. */
function withoutBuild(stderr: string): string {
  return stderr.replace(/^Building tessera \.\.\.\n/, '')
}

/** Its address, once it says so. */
async function serving({ stderr, ended }: Running): Promise<string> {
  const said = vi.waitFor(() => /Tessera serves (http:\S+)\/graphiql/.exec(stderr())?.[1] ?? Promise.reject(new Error(stderr())), {
    timeout: 50_000,
    interval: 50,
  })
  const url = await Promise.race([said, ended])
  if (typeof url !== 'string') throw new Error(`It ended with ${url.code}: ${url.stderr}${url.stdout}`)
  return url
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

test('serve answers over HTTP and ends with 0 on SIGTERM, its database closed', { timeout: 60_000 }, async () => {
  const cwd = folderWith(shop)
  const running = launch(['serve', '--port', '0'], { cwd, environment: { ...shopEnvironment } })
  const url = await serving(running)
  expect(await ask(url, '{ slice(by: {}) { rows { purchase { revenue } } } }')).toEqual({
    data: { slice: { rows: [{ purchase: { revenue: '18.75' } }] } },
  })
  running.child.kill('SIGTERM')
  const { code, stdout } = await running.ended
  expect(code).toBe(0)
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg)
  expect(messages).toEqual(['Listening', 'Request', 'Stopping', 'Stopped'])
  expect(existsSync(join(cwd, 'shop.duckdb.wal'))).toBe(false)
})

test('the first start generates the sample customer base, the second one reuses it', { timeout: 120_000 }, async () => {
  const ended = 2 ** 22 + 1
  // A start that was killed half-way left this.
  const cwd = folderWith({ [`.tessera/customer-360.duckdb.loading-${ended}-x`]: 'half' })
  const file = join(cwd, '.tessera/customer-360.duckdb')
  const question = '{ slice(by: {}) { rows { customer { countCustomers } } } }'
  const first = launch(['serve', '--port', '0'], { cwd })
  expect(await ask(await serving(first), question)).toMatchObject({ data: { slice: { rows: [{ customer: expect.anything() }] } } })
  first.child.kill('SIGINT')
  expect((await first.ended).code).toBe(0)
  expect(readdirSync(join(cwd, '.tessera'))).toEqual(['customer-360.duckdb'])
  const made = statSync(file).mtimeMs

  const second = launch(['serve', '--port', '0'], { cwd })
  expect(await ask(await serving(second), question)).toMatchObject({ data: { slice: { rows: [{ customer: expect.anything() }] } } })
  second.child.kill('SIGTERM')
  expect((await second.ended).code).toBe(0)
  expect(statSync(file).mtimeMs).toBe(made)
})

test('a taken port is one clear issue and exit code 1', { timeout: 60_000 }, async () => {
  const taken = createServer()
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  onTestFinished(() => void taken.close())
  const { code, stderr } = await launch(['serve', '--port', String(port)], { cwd: folderWith(shop), environment: { ...shopEnvironment } })
    .ended
  expect([code, stderr]).toEqual([
    1,
    `ADDRESS_UNAVAILABLE\n  Cannot listen on 127.0.0.1:${port}: another process uses the port. \`PORT\` chooses another one, 0 any free one.\n`,
  ])
})

test('a model with mistakes never starts: all of them on standard error, exit code 1', { timeout: 60_000 }, async () => {
  const broken = shop['shop/shop.yml'].replace('${amount}', '${amuont}').replace('time: bought_on', 'tiem: bought_on')
  const { code, stdout, stderr } = await launch(['serve', '--port', '0'], {
    cwd: folderWith({ ...shop, 'shop/shop.yml': broken }),
    environment: { ...shopEnvironment },
  }).ended
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^shop\/shop\.yml:16:5 {2}UNKNOWN_KEY\n/)
})

test('a reader that stops early is no failure', { timeout: 60_000 }, async () => {
  const running = launch(['schema'], { cwd: folderWith(shop), environment: { ...shopEnvironment } })
  running.child.stdout?.destroy()
  const { code, stderr } = await running.ended
  expect([code, stderr]).toEqual([0, ''])
})

test('a server whose log nobody reads any more stops in order', { timeout: 60_000 }, async () => {
  const running = launch(['serve', '--port', '0'], { cwd: folderWith(shop), environment: { ...shopEnvironment } })
  const url = await serving(running)
  running.child.stdout?.destroy()
  await fetch(`${url}/livez`)
  expect((await running.ended).code).toBe(0)
})

test('without its dependencies the program says how to install them', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'tessera-copy-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  cpSync(join(packageRoot, 'bin'), join(copy, 'bin'), { recursive: true })
  cpSync(join(packageRoot, 'package.json'), join(copy, 'package.json'))
  const { code, stderr } = await launch(['check'], { cwd: copy, command: join(copy, 'bin/tessera') }).ended
  expect([code, stderr]).toEqual([1, `The dependencies of tessera are not installed. \`npm ci\` in ${copy} installs them.\n`])
})
