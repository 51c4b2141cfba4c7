/** The catalog on the command line: `query` answers it, `sql` prints the statements it would run. */
import { expect, test } from 'vitest'
import { folderWith, shop, shopEnvironment, tessera } from '../cli/command.ts'

const question = '{ catalog { name dimensionValues(of: { customer: STATE }, search: "m") { values { value count } } } }'

function run(command: string, ...options: readonly string[]) {
  const cwd = folderWith({ ...shop, 'catalog.graphql': question })
  return tessera([command, 'catalog.graphql', ...options], { cwd, environment: shopEnvironment })
}

test('query answers it, over the files of the model', async () => {
  const { code, stdout, stderr } = await run('query', '--json')
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({ data: { catalog: { name: 'shop', dimensionValues: { values: [{ value: 'MA', count: 2 }] } } } })
  expect(code).toBe(0)
})

test('sql prints the statement of the values, without a database', async () => {
  const { code, stdout } = await run('sql')
  expect(stdout).toContain('-- catalog\n-- $1 = "%m%"\n')
  expect(stdout).toMatch(/from\s+"customer"/)
  expect(stdout).toContain('count(*)')
  expect(code).toBe(0)
})
