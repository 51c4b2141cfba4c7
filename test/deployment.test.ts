/**
 * What docs/deployment.md sets up: a role of PostgreSQL that reads tables, those made later too, and writes nothing, whatever its session sets; a container
 * whose file copies what is there.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')
const page = textOf('docs/deployment.md')

/** The statements of the page, for roles and a database that nobody else has. */
function statementsFor(suffix: string): string {
  const [, statements] = /```sql\n([\s\S]*?)```/.exec(page) ?? []
  if (statements === undefined) throw new Error('The page has no block of SQL')
  return statements.replaceAll(/\b(?:tessera|crm_owner|crm)\b/g, (name) => `${name}_${suffix}`)
}

async function run(url: URL, statements: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return await client.query(statements)
  } finally {
    await client.end()
  }
}

test('the role of the page reads and does not write', async () => {
  const suffix = randomUUID().slice(0, 8)
  const server = new URL(inject('postgresUrl'))
  await run(server, `create role crm_owner_${suffix}`)
  await run(server, `create database crm_${suffix}`)
  const owner = new URL(`/crm_${suffix}`, server)
  onTestFinished(async () => {
    await run(server, `drop database crm_${suffix}`)
    await run(server, `drop role if exists tessera_${suffix}, crm_owner_${suffix}`)
  })
  const asOwner = (statements: string) => run(owner, `set role crm_owner_${suffix}; ${statements}`)
  await run(owner, `create schema sales authorization crm_owner_${suffix}`)
  await asOwner('create table sales.orders (order_id int); insert into sales.orders values (1), (2)')
  await run(owner, statementsFor(suffix))
  await asOwner('create table sales.refunds (order_id int)')

  const reader = new URL(owner)
  reader.username = `tessera_${suffix}`
  reader.password = 'secret'
  expect((await run(reader, 'select order_id from orders order by 1')).rows).toEqual([{ order_id: 1 }, { order_id: 2 }])
  expect((await run(reader, 'select order_id from refunds')).rows).toEqual([])
  await expect(run(reader, 'insert into orders values (3)')).rejects.toThrow('read-only transaction')
  const writable = 'set default_transaction_read_only = off; commit; begin;'
  await expect(run(reader, `${writable} insert into orders values (3)`)).rejects.toThrow('permission denied for table orders')
  await expect(run(reader, `${writable} create table sales.mine (i int)`)).rejects.toThrow('permission denied for schema sales')
})

const containerFile = textOf('Dockerfile')

test('the container file of the page is that of the repository', () => {
  expect(/```dockerfile\n([\s\S]*?)```/.exec(page)?.[1]).toBe(containerFile)
})

test('everything the container is built of is there, and is not ignored', () => {
  const { files, bin }: { readonly files: readonly string[]; readonly bin: { readonly tessera: string } } = JSON.parse(
    textOf('package.json'),
  )
  const copied = [...containerFile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '))
  expect(copied).toEqual(['package.json', 'package-lock.json', '.npmrc', '.'])
  const packed = files.filter((file) => !file.startsWith('dist/'))
  const needed = [...copied, ...packed, 'src', 'web', 'scripts', 'tsconfig.json', 'tsconfig.build.json', 'README.md', 'LICENSE']
  expect(needed.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  // No pattern of the file has a wildcard that such a name could match: those are of endings, of .env and of folders at any depth.
  const ignored = textOf('.dockerignore').split('\n')
  expect(needed.filter((file) => ignored.includes(file))).toEqual([])
  expect(ignored.filter((line) => line.includes('*'))).toEqual(['**/node_modules', '*.log', '*.tgz', '*.tsbuildinfo', '.env*'])
  expect(containerFile).toContain(`ln -s /opt/tessera/${bin.tessera} /usr/local/bin/tessera`)
})

test('the health check of the container asks the port that is configured', async () => {
  const [command, ...args]: readonly string[] = JSON.parse(/^HEALTHCHECK CMD (.*)$/m.exec(containerFile)?.[1] ?? '[]')
  const check = (port: number) =>
    new Promise((resolve) => spawn(command ?? '', args, { env: { PATH: process.env.PATH, PORT: String(port) } }).once('exit', resolve))
  const asked: (string | undefined)[] = []
  let status = 200
  const server = createServer(({ url }, response) => {
    asked.push(url)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  expect(await check(address.port)).toBe(0)
  status = 503
  expect(await check(address.port)).toBe(1)
  expect(asked).toEqual(['/livez', '/livez'])
  await new Promise((resolve) => server.close(resolve))
  expect(await check(address.port)).toBe(1)
})
