/** The command line: each command on a small shop, wrong usage, and the full text of each refusal. */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import { folderWith, shop, shopEnvironment, tessera } from './command.ts'

/** The URL of an empty schema of the test's PostgreSQL. */
async function postgresSchema(): Promise<string> {
  const schema = `cli_${randomUUID().replaceAll('-', '')}`
  const opened = await openDatabase(inject('postgresUrl'), { mode: 'write' })
  if (!opened.ok) throw new Error('No database')
  const { kysely, close } = opened.value
  await sql`create schema ${sql.id(schema)}`.execute(kysely)
  onTestFinished(async () => {
    await sql`drop schema ${sql.id(schema)} cascade`.execute(kysely)
    await close()
  })
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('options', `-c search_path=${schema}`)
  return url.href
}

const inShop = (files: Record<string, string> = {}) => ({ cwd: folderWith({ ...shop, ...files }), environment: shopEnvironment })

test('without a command, with an unknown one or with a wrong option: usage on standard error, exit code 2', async () => {
  expect(await tessera([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: tessera [options] [command]') })
  expect(await tessera(['serv'])).toEqual({ code: 2, stdout: '', stderr: "error: unknown command 'serv'\n(Did you mean serve?)\n" })
  expect(await tessera(['query'])).toEqual({ code: 2, stdout: '', stderr: "error: missing required argument 'file.graphql'\n" })
  expect(await tessera(['query', 'a.graphql', '--format', 'xml'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are table, json, csv, ndjson, arrow, parquet.\n",
  })
  expect(await tessera(['sample', '--customers', 'many'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "error: option '--customers <number>' argument 'many' is invalid. A whole number is expected.\n",
  })
  expect(await tessera(['load', 'customers.csv'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: a file and --as <name> are given together, or neither\n',
  })
})

test.each(['serve', 'check', 'load', 'query', 'sql', 'schema', 'json-schema', 'sample'])('%s --help has an example', async (command) => {
  const { code, stdout, stderr } = await tessera([command, '--help'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`Usage: tessera ${command}`)
  expect(stdout).toMatch(/\nExamples?:\n/)
  expect(stdout).toContain('-m, --model <folder>')
})

test('query answers a file as a table, with the file entities loaded on the way', async () => {
  expect(await tessera(['query', 'revenue.graphql'], inShop())).toEqual({
    code: 0,
    stdout: [
      'customer.state | purchase.revenue',
      '---------------+-----------------',
      'MA             |            15.50',
      'NY             |             2.25',
      'null           |             1.00',
      '---------------+-----------------',
      '               |            18.75',
      'hasMore: false',
      '',
    ].join('\n'),
    stderr: '',
  })
})

test('query answers as JSON and as CSV', async () => {
  const place = inShop()
  const json = await tessera(['query', 'revenue.graphql', '--json'], place)
  expect(JSON.parse(json.stdout)).toMatchObject({ data: { slice: { totals: { purchase: { revenue: '18.75' } } } } })
  const csv = await tessera(['query', 'revenue.graphql', '--format', 'csv'], place)
  expect(csv).toEqual({ code: 0, stdout: 'customer.state,purchase.revenue\r\nMA,15.50\r\nNY,2.25\r\n,1.00\r\n', stderr: '' })
})

test('CSV of two tables is refused', async () => {
  const place = inShop({
    'two.graphql': '{ a: slice(by: {}) { hasMore rows { purchase { revenue } } } b: slice(by: {}) { rows { purchase { revenue } } } }',
  })
  expect(await tessera(['query', 'two.graphql', '--format', 'csv'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'NOT_A_TABLE\n  The query has 2 lists of rows: `a.rows`, `b.rows`. A table is one of them.\n',
  })
})

test('query takes variables', async () => {
  const query = 'query ($n: Int!) { slice(by: { customer: [STATE] }, limit: $n) { rows { customer { state } purchase { revenue } } } }'
  const place = inShop({ 'limited.graphql': query })
  expect(await tessera(['query', 'limited.graphql', '--variables', '{"n": 1}', '--format', 'csv'], place)).toEqual({
    code: 0,
    stdout: 'customer.state,purchase.revenue\r\nMA,15.50\r\n',
    stderr: '',
  })
  expect(await tessera(['query', 'limited.graphql', '--variables', 'n=1'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'BAD_USER_INPUT\n  `--variables` is not a JSON object, such as \'{"state": "MA"}\'.\n',
  })
})

test('a field that is refused says so on standard error; the rest is answered, and the exit code is 1', async () => {
  const query = '{ a: slice(by: {}) { rows { purchase { revenue } } } b: slice(by: {}, limit: -1) { rows { purchase { revenue } } } }'
  const { code, stdout, stderr } = await tessera(['query', 'q.graphql'], inShop({ 'q.graphql': query }))
  expect([code, stderr]).toEqual([1, 'b  BAD_USER_INPUT\n  `limit` is -1; it counts rows, 0 or more.\n'])
  expect(stdout).toContain('18.75')
})

test('a missing file, a syntax error and an unknown field', async () => {
  const place = inShop({
    'broken.graphql': '{ slice(by: {}) {\n',
    'unknown.graphql': '{ slice(by: {}) { rows { purchase { revenu } } } }\n',
  })
  expect(await tessera(['query', 'missing.graphql'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'FILE_UNREADABLE\n  Cannot read `missing.graphql`: there is no such file.\n',
  })
  expect(await tessera(['query', 'broken.graphql'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'broken.graphql:2:1  GRAPHQL_PARSE_FAILED\n  Expected Name, found <EOF>.\n      2 | \n        | ^\n',
  })
  expect(await tessera(['sql', 'unknown.graphql'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      'unknown.graphql:1:37  GRAPHQL_VALIDATION_FAILED',
      '  Cannot query field "revenu" on type "PurchaseSlice". Did you mean "revenue"?',
      '      1 | { slice(by: {}) { rows { purchase { revenu } } } }',
      '        |                                     ^',
      '',
    ].join('\n'),
  })
})

test('sql prints a statement per field, its parameters as comments, and needs no database', async () => {
  const query = '{ a: slice(by: {}) { rows { purchase { revenue } } } b: explore { rows { customer { state } purchase { revenue } } } }'
  const place = inShop({ 'two.graphql': query })
  const { code, stdout, stderr } = await tessera(['sql', 'two.graphql'], place)
  expect([code, stderr]).toEqual([0, ''])
  const [first = '', second = ''] = stdout.split('\n\n-- b\n')
  expect(first).toMatch(/^-- a\n(-- \$\d+ = .*\n)+[\s\S]*sum\([\s\S]*;$/)
  expect(second).toMatch(/^(-- \$\d+ = .*\n)+[\s\S]*group by[\s\S]*;\n$/)
  const json = await tessera(['sql', 'two.graphql', '--json'], place)
  expect(JSON.parse(json.stdout)).toEqual([
    { field: 'a', sql: expect.stringContaining('sum('), parameters: expect.any(Array), plan: expect.any(String) },
    { field: 'b', sql: expect.stringContaining('sum('), parameters: expect.any(Array), plan: expect.any(String) },
  ])
})

test('schema and json-schema print what they say', async () => {
  const schema = await tessera(['schema'], inShop())
  expect(schema).toMatchObject({ code: 0, stderr: '' })
  expect(schema.stdout).toContain('type PurchaseSlice {')
  const jsonSchema = await tessera(['json-schema'])
  expect(jsonSchema).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(jsonSchema.stdout)).toHaveProperty('$schema')
})

test('check counts what is right, and prints what is wrong with its place', async () => {
  const place = inShop()
  expect(await tessera(['check'], place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Model `shop` is right: 2 entities, 6 dimensions, 2 measures; the database has every column.\n',
  })
  const json = await tessera(['check', '--json'], place)
  expect(JSON.parse(json.stdout)).toEqual({ ok: true, model: 'shop', entities: 2, dimensions: 6, measures: 2, savedQueries: 0, issues: [] })

  writeFileSync(join(place.cwd, 'shop/shop.yml'), shop['shop/shop.yml'].replace('time: bought_on', 'tiem: bought_on'))
  const wrong = await tessera(['check'], place)
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toContain('shop.yml:16:5  UNKNOWN_KEY\n')
  expect(wrong.stderr).toContain('     16 |     tiem: bought_on\n        |     ^^^^\n  Closest: `time`.\n')
  const wrongJson = await tessera(['check', '--json'], place)
  expect(JSON.parse(wrongJson.stdout)).toMatchObject({ ok: false, issues: [{ code: 'UNKNOWN_KEY', line: 16, column: 5 }] })
})

test('a model that is not there', async () => {
  const { code, stdout, stderr } = await tessera(['schema', '-m', 'shp'], inShop())
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^MODEL_NOT_FOUND\n/)
})

test('load puts a file where the model expects a table; a wrong name is answered with the nearest', async () => {
  const place = inShop({ 'new.csv': 'customer_id,state\ndan,VT\n' })
  expect(await tessera(['load'], place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Loaded customers.csv as table `customer`.\nLoaded purchases.csv as table `purchase`.\n',
  })
  expect(await tessera(['load', 'new.csv', '--as', 'custmer'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'UNKNOWN_MEMBER\n  Model `shop` has no entity with a table of its own `custmer`.\n  Closest: `customer`.\n',
  })
  expect(await tessera(['load', 'nwe.csv', '--as', 'customer'], place)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('`nwe.csv`'),
  })
})

test('load, check and query work on PostgreSQL as well', async () => {
  const url = await postgresSchema()
  const place = { cwd: folderWith(shop), environment: { ...shopEnvironment, DATABASE_URL: url } }
  expect(await tessera(['check'], place)).toMatchObject({ code: 1, stderr: expect.stringContaining('UNKNOWN_TABLE') })
  expect(await tessera(['load'], place)).toMatchObject({ code: 0 })
  expect(await tessera(['check'], place)).toMatchObject({ code: 0 })
  expect(await tessera(['query', 'revenue.graphql', '--format', 'csv'], place)).toEqual({
    code: 0,
    stdout: 'customer.state,purchase.revenue\r\nMA,15.50\r\nNY,2.25\r\n,1.00\r\n',
    stderr: '',
  })
})

test('sample fills the configured database once', async () => {
  const place = { cwd: folderWith({}), environment: { DATABASE_URL: 'duckdb:made/sample.duckdb' } }
  const args = ['sample', '--customers', '20', '--activities', '100']
  expect(await tessera(args, place)).toEqual({ code: 0, stdout: '', stderr: 'Written: 20 customers, 100 activities and 60 engagements.\n' })
  expect(await tessera(args, place)).toMatchObject({ code: 1, stderr: expect.stringContaining('SAMPLE_TABLE_EXISTS') })
})

test('wrong settings end every command before it does anything', async () => {
  expect(await tessera(['check'], { environment: { PORT: 'abc', DATABASE_URL: 'mysql://x' } })).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      'DATABASE_URL_INVALID',
      '  `DATABASE_URL` does not name a database: `mysql:` is no kind of database known here. It is `duckdb:<file>`, `duckdb::memory:` or `postgres://<user>:<password>@<host>:<port>/<database>`.',
      '',
      'INVALID_SETTING',
      '  `PORT` is `abc`. Expected: a whole number from 0 to 65535.',
      '',
    ].join('\n'),
  })
})

test('serve refuses an address others reach without tokens, and a database that refuses the user', async () => {
  const place = inShop()
  expect(await tessera(['serve', '--host', '0.0.0.0'], place)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'UNPROTECTED_ADDRESS\n  `HOST` is `0.0.0.0`, which other machines can reach, and there are no access tokens. Set `TESSERA_TOKENS` (`tessera token <name>` makes an entry), or bind to 127.0.0.1.\n',
  })
})
