/** `tessera init` as people run it: what it takes by default, what it asks, what it never writes over and never prints. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { tessera } from '../cli/command.ts'
import { folderWith } from '../support/folders.ts'
import { databaseWith, nothingWritten } from './made.ts'

const customers = 'customer_id,state\n1,MA\n2,NY\n'

/** Somebody who types these lines, and then leaves. */
function typing(...lines: readonly string[]): PassThrough {
  const input = new PassThrough()
  input.end(lines.map((line) => `${line}\n`).join(''))
  return input
}

test('without an argument and without a terminal: the data files of the folder, or an example of what to write', async () => {
  const empty = folderWith({ 'package.json': '{}', 'notes.md': '' })
  for (const args of [['init'], ['init', '--yes']]) {
    expect(await tessera(args, { cwd: empty })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'NO_DATA_SOURCE\n  Nothing to make a model of: `.` has no CSV, Parquet or JSON file, and `DATABASE_URL` is not set. For example: `tessera init customers.csv orders.csv`, `tessera init postgres://user@host/database` or `tessera init duckdb:shop.duckdb`.\n',
    })
  }
  const cwd = folderWith({ 'customers.csv': customers, 'package.json': '{}' })
  expect(await tessera(['init'], { cwd })).toMatchObject({ code: 0, stderr: expect.stringContaining('Read: customers.csv (2 rows).') })
  expect(readdirSync(join(cwd, 'semantic-models'))).toEqual(['customers'])
})

test('on a terminal it asks for the data and for the folder, and takes what is there for an empty answer', async () => {
  const cwd = folderWith({ 'exports/customers.csv': customers })
  const { code, stderr } = await tessera(['init'], { cwd, input: typing('exports/customers.csv', 'models/shop') })
  expect(code).toBe(0)
  expect(stderr).toContain(
    'Data: a CSV, Parquet or JSON file, a folder of them, or a database URL: Folder of the model [semantic-models/customers]: Read: exports/customers.csv (2 rows).',
  )
  expect(readFileSync(join(cwd, 'models/shop/customer.yml'), 'utf8')).toContain('file: ../../exports/customers.csv\n')
  expect(readFileSync(join(cwd, 'models/shop/model.yml'), 'utf8')).toContain('model: shop\n')

  const here = folderWith({ 'customers.csv': customers })
  const taken = await tessera(['init'], { cwd: here, input: typing('', '') })
  expect(taken.stderr).toContain('a database URL [the data files of this folder]: Folder of the model [semantic-models/customers]: Read:')
  expect(existsSync(join(here, 'semantic-models/customers/customer.yml'))).toBe(true)

  // Whoever closes the terminal is not waited for; `--yes` asks nobody.
  expect(await tessera(['init'], { cwd: folderWith({}), input: typing() })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('NO_DATA_SOURCE'),
  })
  const silent = await tessera(['init', '--yes'], { cwd: folderWith({ 'customers.csv': customers }), input: new PassThrough() })
  expect([silent.code, silent.stderr.startsWith('Read:')]).toEqual([0, true])
})

test('a folder that has files is never written over', async () => {
  const cwd = folderWith({ 'customers.csv': customers, 'semantic-models/customers/model.yml': 'mine' })
  const refused =
    'FOLDER_NOT_WRITABLE\n  Cannot write to `semantic-models/customers`: it has files already, and none is written over. `--to` names another folder.\n'
  expect(await tessera(['init', 'customers.csv', '--yes'], { cwd })).toEqual({ code: 1, stdout: '', stderr: refused })
  expect(readFileSync(join(cwd, 'semantic-models/customers/model.yml'), 'utf8')).toBe('mine')
  expect(await tessera(['init', 'customers.csv', '--to', 'semantic-models/Shop 2'], { cwd })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Next: tessera serve --model "semantic-models/Shop 2"\n'),
  })
  expect(readFileSync(join(cwd, 'semantic-models/Shop 2/model.yml'), 'utf8')).toContain('model: shop_2\n')
})

test('the database of the environment is the default; its password is in no file and no message', async () => {
  const url = await databaseWith('postgres', ['create table customers (customer_id integer primary key, state text)'])
  const { password } = new URL(url)
  expect(password.length).toBeGreaterThan(10)
  const cwd = folderWith({ 'orders.csv': customers })
  const { code, stderr } = await tessera(['init', '--to', 'shop'], { cwd, environment: { DATABASE_URL: url } })
  expect([code, stderr]).toEqual([0, expect.stringContaining('Read: customers.')])
  expect(stderr).toContain('Next: tessera serve --model shop\n')
  const named = await tessera(['init', url, '--to', 'named'], { cwd })
  expect(named.stderr).toMatch(
    /Next: DATABASE_URL='postgres:\/\/postgres:<password>@127\.0\.0\.1:\d+\/postgres\?options=[^']*' tessera serve --model named\n$/,
  )
  const files = ['shop', 'named'].flatMap((folder) =>
    readdirSync(join(cwd, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(cwd, folder, name)),
  )
  const texts = files.filter((file) => file.endsWith('.yml')).map((file) => readFileSync(file, 'utf8'))
  expect(texts).toHaveLength(4)
  for (const text of [...texts, stderr, named.stderr]) expect(text).not.toContain(password)
})

test('databases and files are not mixed; a DuckDB file may be named by itself', async () => {
  const url = await databaseWith('duckdb', ['create table customers (customer_id integer primary key)'])
  const cwd = folderWith({ 'orders.csv': customers })
  expect(await tessera(['init', 'orders.csv', 'postgres://me:secret@host/crm'], { cwd })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'DATA_SOURCES_MIXED\n  One model is made of files or of one database, not of `orders.csv` and `postgres://me:<password>@host/crm`. Files come into a database by `tessera load`.\n',
  })
  expect(nothingWritten(cwd)).toBe(true)
  const { code, stderr } = await tessera(['init', url.replace('duckdb:', ''), '--to', 'shop'], { cwd })
  expect([code, stderr]).toEqual([0, expect.stringContaining(`Next: DATABASE_URL=${url} tessera serve --model shop\n`)])
})

test('the result as JSON', async () => {
  const cwd = folderWith({ 'customers.csv': customers, 'empty.csv': '' })
  const { code, stdout, stderr } = await tessera(['init', 'customers.csv', 'empty.csv', '--to', 'shop', '--json'], { cwd })
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toEqual({
    model: 'shop',
    folder: 'shop',
    files: ['model.yml', 'customer.yml', 'queries/first-look.graphql'],
    entities: 1,
    dimensions: 2,
    measures: 1,
    relationships: 0,
    read: ['customers.csv (2 rows)'],
    noted: [],
    guessed: ['primary key of `customer`: `customer_id`, unique and never empty in all 2 rows'],
    leftOut: [],
    refused: [{ code: 'FILE_INVALID', message: 'The file cannot be read: it is empty.', file: 'empty.csv', line: 1 }],
    next: 'tessera serve --model shop',
  })
})
