/** `tessera check` against a schema of before: what breaks clients is an error until somebody accepts it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, shop, shopEnvironment, tessera } from './command.ts'

const model = shop['shop/shop.yml']
const withoutState = model.replace('      - { name: state, type: string, description: State of the billing address }\n', '')
const withRegion = model.replace('    measures:\n', '      - { name: region, type: string, column: state }\n    measures:\n')
const environment = { TESSERA_MODEL: 'shop' }

/** A folder with the model as it is now, and its schema as it was. */
async function folderSince(now: string, file = 'schema.graphql'): Promise<string> {
  const cwd = folderWith(shop)
  const { stdout } = await tessera(['schema'], { cwd, environment })
  writeFileSync(join(cwd, file), stdout)
  writeFileSync(join(cwd, 'shop/shop.yml'), now)
  return cwd
}

test('a dimension that went away is an error at each element of the schema that went with it', async () => {
  const cwd = await folderSince(withoutState)
  const said = await tessera(['check', '--json'], { cwd, environment })
  expect(said.code).toBe(1)
  const { ok, issues } = JSON.parse(said.stdout)
  expect(ok).toBe(false)
  expect(new Set(issues.map(({ severity, code }: { severity: string; code: string }) => `${severity} ${code}`))).toEqual(
    new Set(['error BREAKING_CHANGE']),
  )
  expect(issues.map(({ facts }: { facts: { coordinate: string } }) => facts.coordinate).sort()).toEqual(
    expect.arrayContaining(['Customer.state', 'CustomerDimension.STATE', 'CustomerFilter.state', 'CustomerSlice.state']),
  )
})

test('the error has its place in the file, and says how to accept it; accepted, it is gone', async () => {
  const cwd = await folderSince(withoutState)
  const before = await tessera(['check'], { cwd, environment })
  expect(before.code).toBe(1)
  expect(before.stderr).toMatch(
    /schema\.graphql:\d+:3 {2}BREAKING_CHANGE\n {2}CustomerSlice\.state was removed\. Clients that use it break\. `tessera schema > schema\.graphql` accepts it\.\n +\d+ \| {3}state: String\n/,
  )
  const { stdout } = await tessera(['schema'], { cwd, environment })
  writeFileSync(join(cwd, 'schema.graphql'), stdout)
  expect((await tessera(['check'], { cwd, environment })).code).toBe(0)
})

test('a new dimension is a hint that the file is old', async () => {
  const cwd = await folderSince(withRegion)
  const said = await tessera(['check'], { cwd, environment })
  expect(said).toEqual({
    code: 0,
    stdout: '',
    stderr: `1 hint

SCHEMA_FILE_OUTDATED
  \`schema.graphql\` is out of date, and no client is touched. \`tessera schema > schema.graphql\` writes it anew.

Model \`shop\` is right: 2 entities, 7 dimensions, 2 measures; the database has every column.
`,
  })
})

test('the schema depends on settings as `tessera schema` does: without `explore` it is another one', async () => {
  const cwd = await folderSince(model)
  expect(await tessera(['check'], { cwd, environment })).toMatchObject({ code: 0, stderr: expect.not.stringContaining('hint') })
  const off = await tessera(['check'], { cwd, environment: { ...environment, TESSERA_EXPLORE: 'off' } })
  expect([off.code, off.stderr]).toEqual([1, expect.stringContaining('Query.explore was removed.')])
  const fewer = await tessera(['check'], { cwd, environment: { ...environment, TESSERA_MAX_LIMIT: '500' } })
  expect([fewer.code, fewer.stderr]).toEqual([
    0,
    expect.stringContaining('Query.slice arg limit has changed defaultValue from 1000 to 500. Clients may get what they do not expect.'),
  ])
})

test('unasked only a schema of this model is compared; a file that is named always is', async () => {
  const cwd = await folderSince(withoutState)
  const file = join(cwd, 'schema.graphql')
  writeFileSync(file, readFileSync(file, 'utf8').replace('of the model `shop`', 'of the model `shops`'))
  expect((await tessera(['check'], { cwd, environment })).code).toBe(0)
  expect((await tessera(['check', '--schema', 'schema.graphql'], { cwd, environment })).code).toBe(1)
  expect((await tessera(['check', '--schema', 'schema.graphql'], { cwd, environment: shopEnvironment })).code).toBe(1)
})

test('a named file that is not there, or is no schema', async () => {
  const cwd = folderWith({ ...shop, 'released.graphql': 'type Query {\n  slice: Slise\n}\n' })
  expect(await tessera(['check', '--schema', 'release.graphql'], { cwd, environment })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'FILE_UNREADABLE\n  Cannot read `release.graphql`: there is no such file.\n',
  })
  expect(await tessera(['check', '--schema', 'released.graphql'], { cwd, environment })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'released.graphql:2:10  SCHEMA_FILE_INVALID\n  This is no schema: Unknown type "Slise".\n      2 |   slice: Slise\n        |          ^^^^^\n',
  })
})
