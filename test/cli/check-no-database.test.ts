/** A model can be checked before there is a database; one that was named has to be there. */
import { expect, test } from 'vitest'
import { folderWith, tessera } from './command.ts'

const model = `version: 1
model: shop
entities:
  - name: customer
    table: customers
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
`

test('without a database the model is right by itself', async () => {
  const cwd = folderWith({ 'shop/model.yml': model })
  expect(await tessera(['check', '--model', 'shop'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr:
      'Model `shop` is right: 1 entity, 1 dimension, 0 measures; there is no database yet to look for its columns in (DATABASE_URL names one).\n',
  })
})

test.each([
  ['rows are to be checked', ['--data'], {}],
  ['one is named', [], { DATABASE_URL: 'duckdb:nowhere.duckdb' }],
])('an error where %s', async (_, options, environment) => {
  const cwd = folderWith({ 'shop/model.yml': model })
  const said = await tessera(['check', '--model', 'shop', ...options], { cwd, environment })
  expect(said.code).toBe(1)
  expect(said.stderr).toContain('DATABASE_UNAVAILABLE')
})
