/** `tessera import lens`: what it writes and says, what it refuses, and that the result passes `tessera check` on a database with its tables. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import { folderWith, tessera } from '../cli/command.ts'
import { emptyDatabaseUrl, engines } from '../support/databases.ts'
import { fixture } from './imported.ts'

const lens = `name: corner_shop
entities:
  - name: customer
    sql: { query: select * from customers }
    fields:
      - { name: customer_id, type: string, primary: true }
      - { name: state, type: string }
    measures:
      - { name: customers, type: count }
      - { name: names, type: number, sql_snippet: "array_agg(\${state})" }
      - { name: states, type: count_distinct_approx, sql_snippet: "\${state}" }
`

test('the model is written, and what was done is said on standard error', async () => {
  const cwd = folderWith({ 'lens.yml': lens })
  expect(await tessera(['import', 'lens', 'lens.yml'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: `Left out (1)

lens.yml:10:52  NOT_IMPORTED
  Measure \`customer.names\` is left out: \`array_agg\`: arrays have no counterpart in the expressions of a model.
     10 |       - { name: names, type: number, sql_snippet: "array_agg(\${state})" }
        |                                                    ^^^^^^^^^

Changed in meaning (1)

lens.yml:11:67  IMPORTED_OTHERWISE
  In \`customer.states\`: an approximate count of distinct values is exact here.
     11 |       - { name: states, type: count_distinct_approx, sql_snippet: "\${state}" }
        |                                                                   ^^^^^^^^^^

Guessed: nothing.

Model \`corner_shop\` written to semantic-models/corner_shop: model.yml, customer.yml.
1 entity, 2 dimensions, 2 measures, 0 relationships.

Next: tessera check --model semantic-models/corner_shop
`,
  })
  expect(readdirSync(join(cwd, 'semantic-models/corner_shop')).sort()).toEqual(['customer.yml', 'model.yml'])
  expect(readFileSync(join(cwd, 'semantic-models/corner_shop/model.yml'), 'utf8')).toBe('version: 1\nmodel: corner_shop\n')
})

test('the same as JSON on standard output, in another folder', async () => {
  const cwd = folderWith({ 'page.md': `Our Lens:\n\n\`\`\`yaml\n${lens}\`\`\`\n` })
  const { code, stdout, stderr } = await tessera(['import', 'lens', 'page.md', '--out', 'models/new', '--json'], { cwd })
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toEqual({
    model: 'corner_shop',
    folder: 'models/new',
    files: ['model.yml', 'customer.yml'],
    entities: 1,
    dimensions: 2,
    measures: 2,
    relationships: 0,
    leftOut: [
      {
        code: 'NOT_IMPORTED',
        message: 'Measure `customer.names` is left out: `array_agg`: arrays have no counterpart in the expressions of a model.',
        file: 'page.md',
        line: 13,
        column: 52,
        facts: { what: 'measure `customer.names`', reason: '`array_agg`: arrays have no counterpart in the expressions of a model.' },
      },
    ],
    changed: [
      {
        code: 'IMPORTED_OTHERWISE',
        message: 'In `customer.states`: an approximate count of distinct values is exact here.',
        file: 'page.md',
        line: 14,
        column: 67,
        facts: { change: 'an approximate count of distinct values is exact here.', members: ['customer.states'] },
      },
    ],
    guessed: [],
  })
  expect(existsSync(join(cwd, 'models/new/customer.yml'))).toBe(true)
})

test('nothing is written over; an empty folder is taken', async () => {
  const cwd = folderWith({ 'lens.yml': lens, 'full/notes.txt': 'mine' })
  mkdirSync(join(cwd, 'empty'))
  expect(await tessera(['import', 'lens', 'lens.yml', '--out', 'full'], { cwd })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'FOLDER_NOT_WRITABLE\n  Cannot write to `full`: it has files already, and none is written over. `--out` names another folder.\n',
  })
  expect(readdirSync(join(cwd, 'full'))).toEqual(['notes.txt'])
  expect(await tessera(['import', 'lens', 'lens.yml', '--out', 'lens.yml'], { cwd })).toMatchObject({
    code: 1,
    stderr: 'FOLDER_NOT_WRITABLE\n  Cannot write to `lens.yml`: it is a file, and not a folder. `--out` names another folder.\n',
  })
  expect(await tessera(['import', 'lens', 'lens.yml', '--out', 'empty'], { cwd })).toMatchObject({ code: 0 })
})

test('files that are not there, no text, or too large; nothing is written for what is no Lens', async () => {
  const cwd = folderWith({ 'shop.yml': 'name: x\nversion: 1\n', 'large.yml': '#'.repeat(4 * 1024 * 1024 + 1) })
  writeFileSync(join(cwd, 'binary.yml'), Uint8Array.from([0xff, 0xfe, 0x00]))
  const refusalOf = async (file: string) => {
    const { code, stdout, stderr } = await tessera(['import', 'lens', file], { cwd })
    expect([code, stdout]).toEqual([1, ''])
    return stderr
  }
  expect(await refusalOf('none.yml')).toBe('FILE_UNREADABLE\n  Cannot read `none.yml`: there is no such file.\n')
  expect(await refusalOf('.')).toBe('FILE_UNREADABLE\n  Cannot read `.`: it is a folder.\n')
  expect(await refusalOf('binary.yml')).toBe('FILE_UNREADABLE\n  Cannot read `binary.yml`: it is not UTF-8 text.\n')
  expect(await refusalOf('large.yml')).toBe(
    'FILE_UNREADABLE\n  Cannot read `large.yml`: it has 4194305 bytes, and 4194304 are read at most.\n',
  )
  expect(await refusalOf('shop.yml')).toContain('No Lens in `shop.yml`: it has no `entities`.')
  expect(existsSync(join(cwd, 'semantic-models'))).toBe(false)
})

test('wrong usage is exit code 2, help has examples', async () => {
  expect(await tessera(['import', 'lens'])).toMatchObject({ code: 2, stderr: "error: missing required argument 'file'\n" })
  expect(await tessera(['import', 'looker', 'x'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("error: unknown command 'looker'"),
  })
  expect(await tessera(['import'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: tessera import') })
  for (const command of [['import'], ['import', 'lens']]) {
    const { code, stdout } = await tessera([...command, '--help'])
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Usage: tessera ${command.join(' ')}`)])
    expect(stdout).toMatch(/\nExamples?:\n/)
  }
})

test.each(engines)('the imported model passes tessera check on %s, and answers', async (engine) => {
  const url = await emptyDatabaseUrl(engine)
  const opened = await openDatabase(url, { mode: 'write' })
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
  const { kysely, close } = opened.value
  const features = 'feature1 text, feature2 text, feature3 text, feature4 text'
  for (const statement of [
    'create table customers (customer_id text, email text, state text)',
    `create table activities (activity_id text, entity_id text, activity text, activity_ts timestamp, ${features}, activity_occurrence integer)`,
    "insert into customers values ('ann', null, 'MA')",
    "insert into activities values ('a', 'ann', 'order_placed', timestamp '2024-06-28 14:00:00', '1-1', 'Beer', '10', '2024-06-30', 1)",
  ])
    await kysely.executeQuery(CompiledQuery.raw(statement))
  await close()
  const cwd = folderWith({
    'lens.yml': fixture('activities.yml').replaceAll('lake.crm.', ''),
    'rfm.graphql':
      '{ slice(by: { customer: [STATE] }, asOf: "2024-06-30") { rows { customer { state } orderPlaced { recency frequency monetary } } } }\n',
  })
  expect(await tessera(['import', 'lens', 'lens.yml'], { cwd })).toMatchObject({ code: 0 })
  const place = { cwd, environment: { DATABASE_URL: url, TESSERA_MODEL: 'semantic-models/shop_360' } }
  expect(await tessera(['check'], place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Model `shop_360` is right: 3 entities, 19 dimensions, 6 measures; the database has every column.\n',
  })
  const { code, stdout } = await tessera(['query', 'rfm.graphql', '--format', 'csv'], place)
  expect([code, stdout]).toEqual([0, 'customer.state,orderPlaced.recency,orderPlaced.frequency,orderPlaced.monetary\r\nMA,2,1,10\r\n'])
})
