import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { folderWith } from '../support/folders.ts'

async function refusal(url: string): Promise<string> {
  const opened = await openDatabase(url, { connectTimeoutMs: 2000 })
  if (opened.ok) {
    await opened.value.close()
    return 'opened'
  }
  return opened.issues.map((issue) => `${issue.code}: ${issueMessage(issue)}`).join('\n')
}

const shape = 'It is `duckdb:<file>`, `duckdb::memory:` or `postgres://<user>:<password>@<host>:<port>/<database>`.'

describe('a URL that names no database is refused, and never repeated', () => {
  test.each([
    ['', `DATABASE_URL_INVALID: \`DATABASE_URL\` does not name a database: it names no kind of database. ${shape}`],
    ['shop.duckdb', `DATABASE_URL_INVALID: \`DATABASE_URL\` does not name a database: it names no kind of database. ${shape}`],
    [
      'mysql://root:s3cret@db/shop',
      `DATABASE_URL_INVALID: \`DATABASE_URL\` does not name a database: \`mysql:\` is no kind of database known here. ${shape}`,
    ],
    ['duckdb:', `DATABASE_URL_INVALID: \`DATABASE_URL\` does not name a database: \`duckdb:\` names no file. ${shape}`],
    [
      'postgres://root:s3cret@db:port/shop',
      `DATABASE_URL_INVALID: \`DATABASE_URL\` does not name a database: the part after \`postgres://\` cannot be read. ${shape}`,
    ],
  ])('%s', async (url, text) => expect(await refusal(url)).toBe(text))
})

describe('a PostgreSQL that cannot be reached is named by host, port and database', () => {
  const elsewhere = (change: (url: URL) => void): URL => {
    const url = new URL(inject('postgresUrl'))
    change(url)
    return url
  }

  test('nothing listens', async () => {
    expect(await refusal('postgres://root:s3cret@127.0.0.1:1/shop')).toBe(
      'DATABASE_UNAVAILABLE: The database `127.0.0.1:1/shop` cannot be opened: nothing listens there.',
    )
  })

  test('no such host', async () => {
    expect(await refusal('postgresql://root:s3cret@nowhere.invalid/shop')).toMatch(
      /^DATABASE_UNAVAILABLE: The database `nowhere\.invalid:5432\/shop` cannot be opened: the host name (is unknown|cannot be looked up)\.$/,
    )
  })

  test('unknown user', async () => {
    const url = elsewhere((it) => {
      it.username = 'nobody_here'
      it.password = 's3cret'
    })
    expect(await refusal(url.href)).toMatch(
      /^DATABASE_UNAVAILABLE: The database `[^`@]+` cannot be opened: (user name or password is wrong|the user is refused)\.$/,
    )
  })

  test('unknown database', async () => {
    const url = elsewhere((it) => {
      it.pathname = '/no_such'
    })
    expect(await refusal(url.href)).toBe(
      `DATABASE_UNAVAILABLE: The database \`${url.host}/no_such\` cannot be opened: there is no such database.`,
    )
  })
})

describe('a DuckDB file that cannot be opened', () => {
  test('is missing', async () => {
    expect(await refusal('duckdb:/nowhere/shop.duckdb')).toBe(
      'DATABASE_UNAVAILABLE: The database `duckdb:/nowhere/shop.duckdb` cannot be opened: there is no such file.',
    )
  })

  test('lies in a folder that is missing', async () => {
    const opened = await openDatabase('duckdb:/nowhere/shop.duckdb', { mode: 'write' })
    expect(opened.ok ? [] : opened.issues.map(issueMessage)).toEqual([
      'The database `duckdb:/nowhere/shop.duckdb` cannot be opened: there is no such folder.',
    ])
  })

  test('is a folder', async () => {
    const folder = folderWith({})
    expect(await refusal(`duckdb:${folder}`)).toBe(
      `DATABASE_UNAVAILABLE: The database \`duckdb:${folder}\` cannot be opened: it is a folder.`,
    )
  })

  test('is asked to use memory in a way that DuckDB does not read', async () => {
    const opened = await openDatabase('duckdb::memory:', { memoryLimit: 'lots' })
    expect(opened.ok ? [] : opened.issues.map(issueMessage)).toEqual([
      'The database `duckdb::memory:` cannot be opened: a setting for DuckDB (threads, memory) is not accepted.',
    ])
  })

  test('is something else', async () => {
    const file = join(folderWith({ 'shop.duckdb': 'id,name\n1,a\n'.repeat(5000) }), 'shop.duckdb')
    expect(await refusal(`duckdb:${file}`)).toBe(
      `DATABASE_UNAVAILABLE: The database \`duckdb:${file}\` cannot be opened: the file is not a DuckDB database.`,
    )
  })

  test('is open in another process', async () => {
    const file = join(folderWith({}), 'shop.duckdb')
    const script = `
      import { DuckDBInstance } from '@duckdb/node-api'
      const instance = await DuckDBInstance.create(${JSON.stringify(file)})
      console.log('open')
      process.stdin.on('end', () => instance.closeSync()).resume()`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const text = await refusal(`duckdb:${file}`)
    other.stdin.end()
    await once(other, 'exit')
    expect(text).toBe(
      `DATABASE_UNAVAILABLE: The database \`duckdb:${file}\` cannot be opened: another process (${other.pid}) has it open for writing.`,
    )
  })
})
