/**
 * The package as npm packs it, in a folder of its own beside the dependencies that an installation has and no others: from a CSV file to an answer.
 * Dependencies are links to the ones here, so that nothing is downloaded.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { packageRoot } from '../../src/server/package-root.ts'
import { folderWith } from '../support/folders.ts'
import { databaseWith } from './made.ts'

const environment = { PATH: process.env.PATH, HOME: process.env.HOME }

// A checkout that changed since the last build is built first.
beforeAll(() => void spawnSync(process.execPath, [join(packageRoot, 'bin/tessera'), '--help'], { env: environment }), 240_000)

/** What the lock says an installation without the tools of development has. */
function installedPackages(): readonly string[] {
  const lock: {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean; readonly devOptional?: boolean }>>
  } = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'))
  return Object.entries(lock.packages).flatMap(([path, { dev, devOptional }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
    return name === undefined || dev === true || devOptional === true ? [] : [name]
  })
}

/** The name of the file that npm writes into `to`. */
function pack(folder: string, to: string): string {
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', to], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  })
  const tarball = readdirSync(to).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(packed.stderr)
  return tarball
}

/** Into `<to>/package`. */
function unpack(tarball: string, to: string): void {
  mkdirSync(to)
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

function install(cwd: string): string {
  const modules = join(cwd, 'node_modules')
  unpack(join(cwd, pack(packageRoot, cwd)), modules)
  for (const name of installedPackages()) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(packageRoot, 'node_modules', name), join(modules, name))
  }
  return join(modules, 'package', 'bin', 'tessera')
}

test('the packed program makes a model of a CSV file and serves it', { timeout: 60_000 }, async () => {
  const cwd = folderWith({ 'data.csv': 'order_id,order_date,amount\n1,2024-03-01,10.50\n2,2024-03-02,2.25\n' })
  const program = install(cwd)
  const run = (...args: readonly string[]) => spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8', env: environment })
  expect(run('--help').stdout).toContain('init [options] [sources...]')
  // No terminal and no answer: it takes every default and ends.
  expect(run('init', 'data.csv', '--yes')).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('Next: tessera serve --model semantic-models/data\n'),
  })
  // The shipped model came along.
  expect(run('schema').stdout).toContain('type Customer ')

  expect(await firstLook(program, cwd, 'data', {})).toBe(
    'time.month,data.dataCount,data.totalAmount,data.averageAmount\r\n2024-03-01,2,12.75,6.375\r\n',
  )
})

test('and one of the tables of PostgreSQL', { timeout: 60_000 }, async () => {
  const DATABASE_URL = await databaseWith('postgres', [
    'create table orders (order_id integer primary key, order_date date, amount numeric(8, 2))',
    "insert into orders values (1, date '2024-03-01', 10.50), (2, date '2024-03-02', 2.25)",
  ])
  const cwd = folderWith({})
  const program = install(cwd)
  const { status, stderr } = spawnSync(process.execPath, [program, 'init', '--to', 'semantic-models/crm'], {
    cwd,
    encoding: 'utf8',
    env: { ...environment, DATABASE_URL },
  })
  expect([status, stderr]).toEqual([0, expect.stringContaining('Next: tessera serve --model semantic-models/crm\n')])
  expect(await firstLook(program, cwd, 'crm', { DATABASE_URL })).toBe(
    'time.month,order.orderCount,order.totalAmount,order.averageAmount\r\n2024-03-01,2,12.75,6.375\r\n',
  )
})

test('npx runs the packed program by the line of the documentation', { timeout: 60_000 }, () => {
  const lineOf = (page: string) => /^ {4}npx (.*)$/m.exec(readFileSync(join(packageRoot, 'docs', page), 'utf8'))?.[1] ?? 'none'
  const line = lineOf('init.md')
  expect(lineOf('quick-start.md')).toBe(line)
  const workshop = folderWith({})
  // Without dependencies nothing is downloaded; those here are found by NODE_PATH.
  unpack(join(workshop, pack(packageRoot, workshop)), join(workshop, 'unpacked'))
  const unpacked = join(workshop, 'unpacked', 'package')
  const { dependencies: _, ...manifest } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'))
  writeFileSync(join(unpacked, 'package.json'), JSON.stringify(manifest))
  const tarball = join(unpacked, pack(unpacked, unpacked))
  const cwd = folderWith({ 'data.csv': 'order_id,order_date,amount\n1,2024-03-01,10.50\n2,2024-03-02,2.25\n' })
  const npx = (words: string) =>
    spawnSync('npx', words.split(' '), {
      cwd,
      encoding: 'utf8',
      // A cache of its own, so that no program of a run before is taken.
      env: {
        ...environment,
        NODE_PATH: join(packageRoot, 'node_modules'),
        npm_config_cache: join(workshop, 'cache'),
        npm_config_yes: 'true',
        npm_config_offline: 'true',
      },
    })
  expect(npx(line.replace(/\/\S*\.tgz/, tarball))).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('Next: tessera serve --model semantic-models/data\n'),
  })
  // What the pages say of a path alone; once this fails, they can say less.
  expect(npx(`${tarball} init`)).toMatchObject({ status: 126, stderr: expect.stringContaining('Permission denied') })
})

/** What a server of the model answers to the saved query. */
async function firstLook(program: string, cwd: string, model: string, more: NodeJS.ProcessEnv): Promise<string> {
  const args = ['serve', '--model', `semantic-models/${model}`, '--port', '0']
  const server = spawn(process.execPath, [program, ...args], { cwd, env: { ...environment, ...more } })
  onTestFinished(() => void server.kill('SIGKILL'))
  let said = ''
  server.stderr.on('data', (chunk) => {
    said += chunk
  })
  const url = await vi.waitFor(() => /Tessera serves (http:\S+)\/graphiql/.exec(said)?.[1] ?? Promise.reject(new Error(said)), {
    timeout: 30_000,
    interval: 50,
  })
  return (await fetch(`${url}/q/first-look.csv`)).text()
}

test('the package holds the program, its documents and its models, and nothing else', () => {
  const { stdout } = spawnSync('npm', ['pack', '--ignore-scripts', '--dry-run', '--json'], {
    cwd: packageRoot,
    encoding: 'utf8',
    env: environment,
  })
  const [{ files }]: readonly [{ readonly files: readonly { readonly path: string }[] }] = JSON.parse(stdout)
  const folders = new Set(
    files.map(({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('dist/') ? 2 : 1)
        .join('/'),
    ),
  )
  expect([...folders].filter((name) => name !== 'dist/web').toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist/server',
    'docs',
    'package.json',
    'semantic-models',
  ])
  expect(
    files
      .map(({ path }) => path)
      .filter((path) => path.startsWith('dist/server/'))
      .toSorted(),
  ).toEqual(['dist/server/tessera.cjs', 'dist/server/tessera.v8'])
})
